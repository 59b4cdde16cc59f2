import { describe, expect, it } from '@jest/globals';

import { TIME, verdictOn, withTime } from './verdict';

const inside = (open: string, depth: number, close: string) =>
  withTime(`"x":${open.repeat(depth)}1${close.repeat(depth)}`);

describe.each([
  [
    'numbers',
    ['0', '-0', '1', '-1', '10', '1.5', '0.0', '1e5', '1E5', '1e+5', '1e-5', '-1.5e-10', '1e400', '9'.repeat(40)],
  ],
  ['literals', ['true', 'false', 'null']],
  [
    'strings',
    ['""', '"a"', '"\\""', '"\\\\"', '"\\/"', '"\\b\\f\\n\\r\\t"', '"\\u0000"', '"\\uABCD"', '"\\ud800"', '"é€😀"'],
  ],
  ['strings around the width of a step', [6, 7, 8, 9, 14, 15, 16, 17, 31, 32, 33].map((n) => `"${'a'.repeat(n)}"`)],
  ['escapes around the width of a step', [6, 7, 8, 14, 15, 16, 17].map((n) => `"${'a'.repeat(n)}\\"${'b'.repeat(n)}"`)],
  [
    'containers',
    ['{}', '[]', '[{}]', '{"a":{}}', '[[],[]]', '[1,"a",null,{"b":[]}]', '{"a":1,"b":[true],"c":{"d":{}}}'],
  ],
  ['bytes that only look like the end of a string', ['"\u007f"', '"\u0080"', '"\u00a2"', '"\u2022"', '"!#[]"', '"ÿÜ"']],
])('the fast path takes %s', (_, values) => {
  it.each(values)('%s', (value) => {
    expect(verdictOn(withTime(`"x":${value}`))).toBe('fast');
    expect(verdictOn(withTime(`"x":[${value},${value}]`))).toBe('fast');
    expect(verdictOn(`{"x":{"y":${value}},${TIME}}`)).toBe('fast');
  });
});

describe.each([
  [
    'numbers',
    ['01', '-', '-a', '1.', '1.e5', '.5', '+1', '1e', '1e+', '0x10', '00', '-01', '1..2', '1e5.', 'NaN', '1-'],
  ],
  ['literals', ['tru', 'True', 'nul', 'nulll', 'falsee', 'fals', 'falsy', 'trueé', 'n', 'undefined']],
  [
    'strings',
    [
      '"',
      '"a',
      '"\\"',
      '"\\x"',
      '"\\u12"',
      '"\\u12g4"',
      '"\\u1g34"',
      '"\\u123g"',
      '"\\\n"',
      '"\\\t"',
      '"\\uG234"',
      '"\u0000"',
      '"\u001f"',
      '"a\nb"',
      "'a'",
      '"\\u1"',
    ],
  ],
  [
    'containers',
    [
      '[',
      '{',
      '[1',
      '[1,',
      '[1,]',
      '[,1]',
      '[1 2]',
      '{"a"}',
      '{"a":}',
      '{"a":1,}',
      '{,}',
      '{"a":1]',
      '[1}',
      '{a:1}',
      '{aab":1}',
      '{\'a":1}',
    ],
  ],
  [
    'separators',
    ['1,', '1,,"y":2', '"a":1', '1;"y":2', '{"a":1 "b":2}', '[1:2]', '{"a",1}', '{"a"::1}', '{1:1}', '{"a":1,2}'],
  ],
  ['white space between tokens', [' 1', '1 ', '[ ]', '{ }', '[1, 2]', '{"a": 1}', '{"a" :1}', '\t1', '1\n', '[1,\r2]']],
])('the fast path declines unusual or broken %s', (_, values) => {
  it.each(values)('%j', (value) => {
    expect(verdictOn(withTime(`"x":${value}`))).toBe('declined');
    expect(verdictOn(`{"x":${value},${TIME}}`)).toBe('declined');
  });
});

describe('the fast path declines', () => {
  it.each([
    ['no object', '[1]'],
    ['no JSON', 'I0101 12:00:00.000000 1 healthz.go] started'],
    ['nothing', ''],
    ['text behind the event', `${withTime('"x":1')}x`],
    ['a second event behind the event', withTime('"x":1').repeat(2)],
    ['a line break behind the event', `${withTime('"x":1')}\n`],
    ['a brace too many', `${withTime('"x":1')}}`],
    ['a truncated event', withTime('"verb":"get","user":{"username":"a[Truncated...]')],
    ['a wanted name twice', withTime('"verb":"get","verb":"list"')],
    ['a wanted name twice, first as another type', withTime('"verb":1,"verb":"list"')],
    ['a wanted object twice', withTime('"user":{"username":"a"},"user":{}')],
    ['a wanted name inside an object twice', withTime('"user":{"username":"a","username":"b"}')],
    ['the time twice', withTime(TIME)],
    ['an escaped name at the root', withTime('"ver\\u0062":"get"')],
    ['an escaped name where one is wanted', withTime('"user":{"user\\u006eame":"a"}')],
    ['a string column that is a number', withTime('"verb":1')],
    ['a string column that is null', withTime('"verb":null')],
    ['a string column that is an array', withTime('"verb":["get"]')],
    ['a string column that is an object', withTime('"userAgent":{"verb":"a"}')],
    ['a wanted object that is a string', withTime('"user":"alice"')],
    ['a wanted object that is null', withTime('"objectRef":null')],
    ['a wanted object that is an array', withTime('"user":[{"username":"a"}]')],
    ['a response code that is a string', withTime('"responseStatus":{"code":"200"}')],
    ['a response code with a fraction', withTime('"responseStatus":{"code":200.0}')],
    ['a response code with an exponent', withTime('"responseStatus":{"code":2e2}')],
    ['a negative response code', withTime('"responseStatus":{"code":-1}')],
    ['a response code of 16 digits', withTime('"responseStatus":{"code":1234567890123456}')],
    ['a response code that is a literal', withTime('"responseStatus":{"code":true}')],
    ['source addresses that are a string', withTime('"sourceIPs":"198.51.100.7"')],
    ['a source address that is no string', withTime('"sourceIPs":["198.51.100.7",1]')],
    ['a source address with an escape', withTime('"sourceIPs":["\\u0031"]')],
    ['source addresses that do not end', withTime('"sourceIPs":["a"')],
    ['source addresses with a comma too many', withTime('"sourceIPs":["a",]')],
    ['source addresses with a semicolon between them', withTime('"sourceIPs":["a";"b"]')],
    ['a source address that ends in half an escape', withTime('"sourceIPs":["a\\,"b"]')],
    ['a source address without an opening quote', withTime('"sourceIPs":[xxb"]')],
    ['source addresses opened by a brace', withTime('"sourceIPs":{"a"]')],
    ['source addresses that are an object', withTime('"sourceIPs":{"a":"b"}')],
    ['source addresses closed by a brace', withTime('"sourceIPs":["a"}')],
    ['a column with an escaped control character', withTime('"verb":"a\\u0001"')],
    ['a column with an escaped character beyond ASCII', withTime('"verb":"\\u00e9"')],
    ['a column with an escaped character that ends as one of ASCII', withTime('"verb":"\\u0141"')],
    ['a column with an escaped lone surrogate', withTime('"verb":"\\ud800"')],
    ['a column with an escaped delete character', withTime('"verb":"\\u007f"')],
    ['a request path with an escape that it does not know', withTime('"requestURI":"/\\u00e9?a"')],
    ['a resource with an escape that it does not know', withTime('"objectRef":{"resource":"\\u00e9"}')],
    [
      'a namespace with an escape that it does not know',
      withTime('"objectRef":{"resource":"a","namespace":"\\u00e9"}'),
    ],
    [
      'a name with an escape that it does not know',
      withTime('"objectRef":{"resource":"a","name":"\\u00e9","subresource":"b"}'),
    ],
    [
      'a sub-resource with an escape that it does not know',
      withTime('"objectRef":{"resource":"a","subresource":"\\u00e9"}'),
    ],
    ['an event that is nested too deep', inside('[', 63, ']')],
    ['an event whose objects are nested too deep', inside('{"k":', 63, '}')],
  ])('%s', (_, text) => {
    expect(verdictOn(text)).toBe('declined');
  });
});

describe('the fast path takes', () => {
  it.each([
    ['an event of nothing but its time', `{${TIME}}`],
    [
      'an event of every column',
      withTime(
        '"verb":"get","user":{"username":"a"},"sourceIPs":["b","c"],"userAgent":"d","responseStatus":{"code":0},"stage":"e","annotations":{"authorization.k8s.io/decision":"f"}',
      ),
    ],
    ['empty source addresses', withTime('"sourceIPs":[]')],
    [
      'source addresses around the width of a step',
      withTime(`"sourceIPs":["${'a'.repeat(15)}","${'b'.repeat(16)}",""]`),
    ],
    ['a response code of 15 digits', withTime('"responseStatus":{"code":123456789012345}')],
    [
      'objects without the wanted names',
      withTime('"user":{},"objectRef":{},"responseStatus":{"code2":1},"annotations":{}'),
    ],
    [
      'wanted names where they mean nothing',
      withTime('"x":{"verb":1,"username":"a"},"responseObject":{"user":{"username":"b"}}'),
    ],
    ['wanted names below a wanted object', withTime('"user":{"username":"a","extra":{"username":["b"]},"uid":"1"}')],
    ['a wanted object behind other objects', withTime('"x":{"y":{}},"user":{"z":{},"username":"a"},"verb":"get"')],
    ['an escaped name where none is wanted', withTime('"x":{"ver\\u0062":1}')],
    ['an escaped name below a wanted object', withTime('"user":{"extra":{"user\\u006eame":"a"}}')],
    [
      'names as long as the longest wanted one',
      withTime('"annotations":{"authorization.k8s.io/decisioN":"a","authorization.k8s.io/decision":"b"}'),
    ],
    [
      'a name that is longer than any wanted one',
      withTime(`"${'v'.repeat(33)}":1,"${'v'.repeat(64)}":1,"${'v'.repeat(300)}":1`),
    ],
    ['a name that a wanted one begins with', withTime('"ver":1,"verbs":2,"verb":"get"')],
    [
      'escapes that Go writes, in a column',
      withTime('"userAgent":"a\\u003cb\\u003E\\u0026","verb":"\\u0022\\u005c\\/"'),
    ],
    ['short escapes in a column', withTime('"userAgent":"\\n\\t\\r\\b\\f\\"\\\\\\/"')],
    ['a request path with escapes', withTime('"requestURI":"/a\\u0026b\\u003fc?d"')],
    ['a request URI without a query', withTime('"requestURI":"/healthz"')],
    ['a query with an escape that it does not know', withTime('"requestURI":"/a?\\u00e9"')],
    ['an empty request URI', withTime('"requestURI":""')],
    ['an event at the bound of nesting', inside('[', 62, ']')],
    ['an event whose objects are at the bound of nesting', inside('{"k":', 62, '}')],
  ])('%s', (_, text) => {
    expect(verdictOn(text)).toBe('fast');
  });

  it.each(['namespace', 'resource', 'name', 'subresource'])('object references with any parts but %s', (absent) => {
    const parts = ['namespace', 'resource', 'name', 'subresource'];
    for (let set = 0; set < 16; set += 1) {
      const members = parts
        .filter((part, index) => part !== absent && (set >> index) & 1)
        .map((part) => `"${part}":"${part[0]!}"`);
      const empty = `"${absent}":""`;

      expect(verdictOn(withTime(`"objectRef":{${members.join(',')}},"requestURI":"/u?q"`))).toBe('fast');
      expect(verdictOn(withTime(`"objectRef":{${[...members, empty].join(',')}},"requestURI":"/u"`))).toBe('fast');
    }
  });
});

describe('containers closed by the wrong bracket', () => {
  it('are declined at every depth', () => {
    for (let depth = 1; depth <= 62; depth += 1) {
      for (const [open, close, wrong] of [
        ['[', ']', '}'],
        ['{"k":', '}', ']'],
      ] as const) {
        const event = (at: number) =>
          withTime(`"x":${open.repeat(depth)}1${close.repeat(at)}${wrong}${close.repeat(depth - at - 1)}`);

        expect([depth, verdictOn(event(0)), verdictOn(event(depth - 1))]).toEqual([depth, 'declined', 'declined']);
      }
    }
  });
});
