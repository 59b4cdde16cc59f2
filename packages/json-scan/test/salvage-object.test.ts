import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { salvageObject } from '../src/index';
import { jsonLikeText, jsonText } from './arbitrary';

function salvage(text: string) {
  const bytes = Buffer.from(text);
  const { object, restStart } = salvageObject(bytes, 0, bytes.length);
  return [object.toString(), bytes.toString('utf8', restStart)];
}

describe('salvageObject', () => {
  it('keeps whole members and gives the rest from the member that is cut', () => {
    expect(salvage('{"a":1,"b":"x","c":"cut[Tr')).toEqual(['{"a":1,"b":"x"}', '"c":"cut[Tr']);
  });

  it('keeps the whole members of an object that is cut', () => {
    expect(salvage('{"u":{"n":"x","g":["a","b')).toEqual(['{"u":{"n":"x"}}', '{"u":{"n":"x","g":["a","b']);
    expect(salvage('{"k":1,"u":{"n":{"m":true,"z')).toEqual(['{"k":1,"u":{"n":{"m":true}}}', '"u":{"n":{"m":true,"z']);
  });

  it('does not present a part of an array, nor an object of which nothing was read', () => {
    expect(salvage('{"a":1,"list":["x","y"')).toEqual(['{"a":1}', '"list":["x","y"']);
    expect(salvage('{"a":1,"list":[{"x":1},{"y":')[0]).toBe('{"a":1}');
    expect(salvage('{"a":1,"u":{"n":"cu')[0]).toBe('{"a":1}');
    expect(salvage('{"a":1,"u":{')[0]).toBe('{"a":1}');
  });

  it('does not trust a number that the text ends with', () => {
    expect(salvage('{"a":1,"code":20')[0]).toBe('{"a":1}');
    expect(salvage('{"a":1,"code":20[Truncated...]')[0]).toBe('{"a":1}');
    expect(salvage('{"a":1,"code":20,')[0]).toBe('{"a":1,"code":20}');
    expect(salvage('{"s":{"code":200}')[0]).toBe('{"s":{"code":200}}');
  });

  it('keeps all of an object that has something behind it', () => {
    expect(salvage('{"a":1} x')).toEqual(['{"a":1}', ' x']);
  });

  it('gives an empty object and the whole text when nothing stands whole', () => {
    expect(salvage('plain text')).toEqual(['{}', 'plain text']);
    expect(salvage('{"a')).toEqual(['{}', '{"a']);
    expect(salvage('')).toEqual(['{}', '']);
    expect(salvage('["a",1')).toEqual(['{}', '["a",1']);
  });

  it('gives valid JSON whatever the text', () => {
    fc.assert(
      fc.property(jsonLikeText(), (text) => {
        expect(typeof JSON.parse(salvage(text)[0]!)).toBe('object');
      }),
      { numRuns: 2000 },
    );
  });

  it('saves from every cut of an object exactly the members that ended before the cut', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), jsonText()), { maxLength: 5 }), fc.nat(), (members, at) => {
        const texts = members.map(([name, value]) => `${JSON.stringify(name)}:${value}`);
        const whole = `{${texts.join(',')}}`;
        const cut = whole.slice(0, at % whole.length);
        let end = 1;
        const kept = texts.filter((member) => {
          end += member.length + 1;
          // Behind the member stands its comma or brace: with it the value is known to be whole.
          return cut.length >= end;
        });

        const object = JSON.parse(salvage(cut)[0]!) as Record<string, unknown>;

        for (const [name, value] of Object.entries(JSON.parse(`{${kept.join(',')}}`) as Record<string, unknown>)) {
          if (kept.length === members.length) expect(object[name]).toEqual(value);
          else expect(Object.hasOwn(object, name)).toBe(true);
        }
      }),
    );
  });
});
