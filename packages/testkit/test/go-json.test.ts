import { describe, expect, it } from '@jest/globals';

import { goJson, goString } from '../src/index';

describe('goJson', () => {
  it('escapes what Go escapes for HTML, and no more', () => {
    expect(goString('<b> & "x" \u2028\u2029 / é 😀 \u007f')).toBe(
      '"\\u003cb\\u003e \\u0026 \\"x\\" \\u2028\\u2029 / é 😀 \u007f"',
    );
  });

  it('escapes member names too', () => {
    expect(goJson({ 'a&b': 1 })).toBe('{"a\\u0026b":1}');
  });

  it('keeps member order, leaves undefined out and writes int64 in full', () => {
    expect(goJson({ b: 9_223_372_036_854_775_807n, a: undefined, c: [null, true, -0.5, 'x', {}] })).toBe(
      '{"b":9223372036854775807,"c":[null,true,-0.5,"x",{}]}',
    );
  });
});
