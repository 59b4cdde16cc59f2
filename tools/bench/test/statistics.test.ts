import { describe, expect, it } from '@jest/globals';

import { quantile, summarise } from '../src/measure/statistics';

describe('statistics', () => {
  it('find minimum, median and the ninetieth hundredth, whatever the order', () => {
    expect(summarise([9, 1, 8, 2, 7, 3, 6, 4, 5, 10, 11])).toEqual({ min: 1, median: 6, p90: 10 });
  });

  it('lie between two samples in proportion', () => {
    expect(summarise([4, 1, 2, 3]).median).toBe(2.5);
    expect(quantile([10, 20], 0.25)).toBe(12.5);
    expect(quantile([7], 0.9)).toBe(7);
  });

  it('leave the samples as they are', () => {
    const samples = [3, 1, 2];

    summarise(samples);

    expect(samples).toEqual([3, 1, 2]);
  });

  it('are refused without samples', () => {
    expect(() => summarise([])).toThrow(RangeError);
  });
});
