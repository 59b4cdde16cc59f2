import { describe, expect, it } from '@jest/globals';

import { fieldPath } from '../src/shrink/field-path';

const steps = (...path: (string | number)[]) => ({ depth: path.length, stepAt: (level: number) => path[level] });

describe('the path of what was removed', () => {
  it('is written as Kubernetes writes field paths', () => {
    expect(fieldPath(steps('spec', 'containers', 0, 'image'))).toBe('spec.containers[0].image');
    expect(fieldPath(steps('metadata', 'annotations', 'example.com/a'))).toBe('metadata.annotations[example.com/a]');
    expect(fieldPath(steps('a', 'b', 'c'), 2)).toBe('a.b');
  });

  it('reads of a deep path only the beginning that it states', () => {
    let read = 0;
    const deep = { depth: 1_000_000, stepAt: () => (read += 1) && 0 };

    expect(fieldPath(deep)).toBe(`${'[0]'.repeat(67).slice(0, 200)}...`);
    expect(read).toBe(67);
  });
});
