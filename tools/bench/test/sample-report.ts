import type { Measurement, SetResult } from '../src/measure/measure-set';
import type { BenchReport } from '../src/report';

/** A report of round numbers. `handlerMs` are minima of the handler alone at S, and of twice as much end to end. */
export function sampleReport(handlerMs: Readonly<Record<string, number>> = SAMPLE_MS): BenchReport {
  const summary = (ms: number) => ({ min: ms, median: ms * 1.1, p90: ms * 1.2 });
  const floor = handlerMs['floor']!;
  const measurements = Object.entries(handlerMs).flatMap(([variant, ms]): Measurement[] => {
    const shared = { variant, label: `${variant} <"&> way`, bestMBps: 2_000 / ms, responseBytes: 2_900_000 };
    const ratio = { min: ms / floor, median: ms / floor, cpu: ms / floor };
    return [
      { ...shared, mode: 'handler', wallMs: summary(ms), ratio },
      { ...shared, mode: 'endToEnd', wallMs: summary(ms * 2), ratio },
    ];
  });
  const parts = ['parse', 'decode base64', 'inflate', 'map and the rest', 'encode base64', 'write'];
  const set: SetResult = {
    set: 'S',
    logEvents: 800,
    records: 4,
    rawBytes: 2_000_000,
    gzipBytes: 300_000,
    requestBytes: 400_000,
    declined: { portable: 0, simd: 0 },
    measurements,
    stages: { floor: parts.map((name) => ({ name, ms: 1 })), simd: parts.map((name) => ({ name, ms: 2 })) },
  };
  const cold = (handler: string, ms: number) => ({
    handler,
    firstHandlerMs: summary(ms),
    firstMs: summary(ms),
    secondMs: summary(ms / 2),
    tenthMs: summary(ms / 4),
  });
  return {
    version: 1,
    source: 'a sample',
    rounds: 100,
    machine: { node: 'v24.0.0', platform: 'linux x64', cpu: 'a cpu', cores: 2, loadBefore: 0.2, loadAfter: 1.1 },
    bundleBytes: 560_000,
    sets: [set],
    cold: {
      processes: 9,
      loadMs: summary(25),
      handlers: [cold('nothing', 2), cold('lambda', 30)],
      firstOverNothingMs: { min: 28, median: 31 },
    },
    memory: ['lambda', 'naive'].map((handler, index) => ({
      handler,
      invocations: 500,
      baseMb: 40,
      peakMb: 120,
      growthMb: 0.4,
      // So near to each other that their names would stand on one another.
      residentMb: [1, 2, 3, 4].map((at) => ({ invocation: at * 100, mb: 100 + at + index })),
    })),
    telemetry: { withMs: 0.2, withoutMs: 0.1, costMs: 0.1 },
    scaling: [1, 2, 4].flatMap((size) => [
      { variant: 'floor', rawBytes: size * 1e6, ms: size },
      { variant: 'simd', rawBytes: size * 1e6, ms: size * 1.3, peakMb: 80 + size },
    ]),
  };
}

const SAMPLE_MS = { floor: 2, reference: 12, portable: 3, simd: 2.5, naive: 24, blueprint: 20, 'four-fields': 16 };
