import { describe, expect, it } from '@jest/globals';

import { compileFilterPattern } from '../src/filter-pattern';

function matches(pattern: string, message: string): boolean {
  const compiled = compileFilterPattern(pattern);
  if (!compiled.ok) throw new Error('not compiled');
  return compiled.matches(message);
}

describe('compileFilterPattern', () => {
  it('matches a quoted term wherever the message contains it, also in an audit event that was cut', () => {
    expect(matches('"audit.k8s.io"', '{"kind":"Event","apiVersion":"audit.k8s.io/v1"}')).toBe(true);
    expect(matches('"audit.k8s.io"', '{"kind":"Event","apiVersion":"audit.k8s.io/v1","lev[Truncated...]')).toBe(true);
    expect(matches('"audit.k8s.io"', 'I1124 httplog.go:132] "HTTP" verb="GET"')).toBe(false);
    expect(matches('"audit.k8s.io"', 'AUDIT.K8S.IO')).toBe(false);
  });

  it('wants every one of several terms', () => {
    expect(matches('"audit.k8s.io" secrets', 'audit.k8s.io secrets')).toBe(true);
    expect(matches('"audit.k8s.io" secrets', 'audit.k8s.io')).toBe(false);
    expect(matches('"say \\"yes\\""', 'they say "yes"')).toBe(true);
  });

  it('matches everything when it is empty', () => {
    expect(matches('', 'anything')).toBe(true);
    expect(matches(' ', '')).toBe(true);
  });

  it('says so when the pattern is of a kind that it cannot match', () => {
    for (const pattern of ['{ $.verb = "get" }', '[a, b]', '%x%', '-ERROR', '?a ?b', 'audit.k8s.io', '"open', '"a"b']) {
      expect(compileFilterPattern(pattern)).toEqual({ ok: false, code: 'unsupported_pattern' });
    }
  });
});
