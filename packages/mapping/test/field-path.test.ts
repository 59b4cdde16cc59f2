import { describe, expect, it } from '@jest/globals';

import { fieldPath } from '../src/shrink/field-path';

describe('the path of what was removed', () => {
  it('is written as Kubernetes writes field paths', () => {
    expect(fieldPath(['spec', 'containers', 0, 'image'])).toBe('spec.containers[0].image');
    expect(fieldPath(['metadata', 'annotations', 'example.com/a'])).toBe('metadata.annotations[example.com/a]');
  });

  it('reads of a deep path only the beginning that it states', () => {
    let read = 0;
    const deep = function* () {
      for (;;) yield (read += 1) && 0;
    };

    expect(fieldPath(deep())).toBe(`${'[0]'.repeat(67).slice(0, 200)}...`);
    expect(read).toBe(67);
  });
});
