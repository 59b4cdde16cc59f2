import { describe, expect, it } from '@jest/globals';

import { compareReports, readReport, renderChanges } from '../src/compare';
import { sampleReport } from './sample-report';

describe('a comparison', () => {
  it('is of ratios to the floor, so that a slower machine changes nothing', () => {
    const base = sampleReport({ floor: 2, simd: 2.5, naive: 24 });
    const now = sampleReport({ floor: 6, simd: 7.5, naive: 72 });

    expect(compareReports(base, now).map(({ variant, mode, verdict }) => [variant, mode, verdict])).toEqual([
      ['simd', 'handler', 'same'],
      ['simd', 'endToEnd', 'same'],
      ['naive', 'handler', 'same'],
      ['naive', 'endToEnd', 'same'],
    ]);
  });

  it('tells slower and faster from noise', () => {
    const base = sampleReport({ floor: 2, simd: 2, reference: 10, naive: 20 });
    const now = sampleReport({ floor: 2, simd: 2.3, reference: 8, naive: 21 });

    const changes = compareReports(base, now).filter(({ mode }) => mode === 'handler');

    expect(changes.map(({ variant, verdict }) => [variant, verdict])).toEqual([
      ['simd', 'slower'],
      ['reference', 'faster'],
      ['naive', 'same'],
    ]);
    expect(changes[0]).toMatchObject({ before: 1, now: 1.15, set: 'S' });
    expect(changes[0]!.change).toBeCloseTo(0.15);
    expect(renderChanges(changes)).toContain('S handler simd');
    expect(renderChanges(changes)).toContain('+15 %');
  });

  it('leaves out what only one of the two has measured', () => {
    const base = sampleReport({ floor: 2, simd: 2 });
    const now = sampleReport({ floor: 2, portable: 3 });

    expect(compareReports(base, now)).toEqual([]);
    expect(renderChanges([])).toContain('no set and variant in common');
  });

  it('reads the reports of this version only', () => {
    const report = sampleReport();

    expect(readReport(JSON.stringify(report))).toEqual(report);
    expect(readReport(JSON.stringify({ ...report, version: 0 }))).toBeUndefined();
    expect(readReport('null')).toBeUndefined();
    expect(readReport('{"version":1')).toBeUndefined();
  });
});
