import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { RewriteVisitor, VerdictKind, VisitedValue } from '../src/index';
import { Token, Verdict, rewriteJson } from '../src/index';
import { jsonText } from './arbitrary';

const rewrite = (text: string, visitor: RewriteVisitor): string => {
  const bytes = Buffer.from(text);
  return rewriteJson(bytes, 0, bytes.length, visitor).toString();
};

describe('rewriteJson', () => {
  it('drops the first, a middle and the last member without a stray comma', () => {
    const dropping = (...names: string[]) => ({
      enter: ({ path }: VisitedValue) =>
        names.includes(String(path.stepAt(path.depth - 1))) ? Verdict.DROP : Verdict.KEEP,
    });

    expect(rewrite('{"a":1,"b":2,"c":3}', dropping('a'))).toBe('{"b":2,"c":3}');
    expect(rewrite('{"a":1,"b":2,"c":3}', dropping('b'))).toBe('{"a":1,"c":3}');
    expect(rewrite('{"a":1,"b":2,"c":3}', dropping('b', 'c'))).toBe('{"a":1}');
    expect(rewrite('[1,2,3]', dropping('0', '1', '2'))).toBe('[]');
  });

  it('puts another text in the place of a value', () => {
    const visitor = {
      enter: ({ kind }: { kind: number }) => (kind === Token.STRING ? Buffer.from('0') : Verdict.ENTER),
    };

    expect(rewrite('{"a":["x",{"b":"y"}],"c":1}', visitor)).toBe('{"a":[0,{"b":0}],"c":1}');
  });

  it('tells where each value lies', () => {
    const entered: string[] = [];
    const left: string[] = [];

    rewrite('{"a":[{"b":1}],"c":{}}', {
      enter: ({ path }) => {
        entered.push(path.steps().join('.'));
        return Verdict.ENTER;
      },
      leave: ({ path, start, end }) => {
        left.push(`${path.steps().join('.')}:${start}-${end}`);
      },
    });

    expect(entered).toEqual(['a', 'a.0', 'a.0.b', 'c']);
    expect(left).toEqual(['a.0:6-13', 'a:5-14', 'c:19-21']);
  });

  it('copies kept values byte for byte', () => {
    expect(rewrite(' {"n" : [1.0,  1e400] , "s":"\\u003c"} ', { enter: () => Verdict.KEEP })).toBe(
      '{"n":[1.0,  1e400],"s":"\\u003c"}',
    );
  });

  it('knows the name of a step however it is written, and no other', () => {
    const found: boolean[][] = [];
    rewrite('{"name":1,"n\\u0061me":2,"names":3,"nam":4,"\\u006e\\u0061":5,"\\u00e4bc":6,"":7}', {
      enter: ({ path }) => {
        found.push([path.stepIs(0, 'name'), path.stepIs(0, 'na'), path.stepIs(0, ''), path.stepIs(1, 'name')]);
        return Verdict.KEEP;
      },
    });
    rewrite('[1]', {
      enter: ({ path }) => {
        found.push([path.stepIs(0, '0'), path.stepIs(-1, '0')]);
        return Verdict.KEEP;
      },
    });

    expect(found).toEqual([
      [true, false, false, false],
      [true, false, false, false],
      [false, false, false, false],
      [false, false, false, false],
      [false, true, false, false],
      [false, false, false, false],
      [false, false, true, false],
      [false, false],
    ]);
  });

  it('survives a depth of 200,000', () => {
    const depth = 200_000;
    const text = '['.repeat(depth) + ']'.repeat(depth);

    expect(rewrite(text, { enter: () => Verdict.ENTER })).toBe(text);
  });

  it('gives the same value when nothing is changed, and valid JSON whatever is', () => {
    fc.assert(
      fc.property(
        jsonText(),
        fc.infiniteStream(fc.constantFrom(Verdict.KEEP, Verdict.ENTER, Verdict.DROP)),
        (text, verdicts) => {
          expect(JSON.parse(rewrite(text, { enter: () => Verdict.ENTER }))).toEqual(JSON.parse(text));
          expect(
            JSON.parse(
              rewrite(text, { enter: () => (verdicts.next().value === Verdict.KEEP ? Verdict.KEEP : Verdict.ENTER) }),
            ),
          ).toEqual(JSON.parse(text));
          expect(() => {
            JSON.parse(rewrite(text, { enter: () => verdicts.next().value as VerdictKind }));
          }).not.toThrow();
        },
      ),
    );
  });
});
