import { describe, expect, it } from '@jest/globals';

import { loadWarning } from '../src/machine';
import { growthOf } from '../src/processes/measure-memory';
import { renderReport } from '../src/render-report';
import { renderTable } from '../src/render-table';
import { checkTargets } from '../src/targets';
import { sampleReport } from './sample-report';

describe('the targets', () => {
  it('are held against minima, and say what was not measured', () => {
    const results = checkTargets(sampleReport({ floor: 2, simd: 3, naive: 24 }));

    expect(results.slice(0, 4)).toEqual([
      { name: 'S: handler / floor', observed: 1.5, limit: 1.45, isUpperLimit: true, isMet: false },
      { name: 'S: naive / handler', observed: 8, limit: 8, isUpperLimit: false, isMet: true },
      { name: 'S: end to end / floor', observed: 1.5, limit: 1.25, isUpperLimit: true, isMet: false },
      { name: 'S: naive / end to end', observed: 8, limit: 4, isUpperLimit: false, isMet: true },
    ]);
    expect(results[4]).toMatchObject({ name: 'M: handler / floor', observed: undefined, isMet: false });
  });

  it('judge growth only after enough invocations', () => {
    const report = sampleReport();
    const [memory] = report.memory;
    const growthWith = (invocations: number) =>
      checkTargets({ ...report, memory: [{ ...memory!, invocations, growthMb: 50 }] }).at(-1);

    expect(growthWith(499)).toMatchObject({ observed: undefined });
    expect(growthWith(500)).toMatchObject({ observed: 50, isMet: false });
  });
});

describe('growth of memory', () => {
  const readings = (mb: readonly number[]) => mb.map((one, at) => ({ invocation: at + 1, mb: one }));

  it('is none for a saw, and that of the median for a slope', () => {
    expect(growthOf(readings([60, 60, ...Array.from({ length: 18 }, (_, at) => 90 + (at % 3) * 10)]))).toBe(0);
    expect(growthOf(readings([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]))).toBe(45);
  });

  it('is none without enough readings', () => {
    expect(growthOf(readings([70]))).toBe(0);
  });
});

describe('the machine', () => {
  it('is loaded above half of its cores', () => {
    expect(loadWarning({ cores: 2, loadBefore: 1 })).toBeUndefined();
    expect(loadWarning({ cores: 2, loadBefore: 1.1 })).toBe(
      'the machine is loaded: load average 1.1 on 2 cores, expected at most 1.0; stop other work, or trust minima only',
    );
  });
});

describe('the report', () => {
  it('is text with every set, figure and target', () => {
    const text = renderReport(sampleReport());

    expect(text).toContain('bench: a sample; 100 rounds; Node v24.0.0, linux x64, 2 cores, load 0.2 before, 1.1 after');
    expect(text).not.toContain('warning');
    expect(text).toContain('set S: 800 log events in 4 records, 2.00 MB in 0.30 MB of gzip');
    expect(text).toMatch(/x cpu min +min ms +median ms +p90 ms +min ms\/MB +MB\/s +out MB/);
    expect(text).toMatch(/naive <"&> way +12\.0 +12\.0 +12\.0 +24\.0 +26\.4 +28\.8 +12\.0 +83\.3 +2\.90/);
    expect(text).toMatch(/first invocation takes 28\.0 ms \(median 31\.0\) more than a handler that does nothing/);
    expect(text).toMatch(/S: handler \/ floor +1\.25 +at most 1\.45 +met/);
  });

  it('has tables with aligned columns', () => {
    expect(
      renderTable([
        ['a', 'b'],
        ['long', '1.00'],
      ]),
    ).toBe('  a        b\n  long  1.00\n');
  });
});
