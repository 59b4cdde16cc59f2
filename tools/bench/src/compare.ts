import { figure, renderTable } from './render-table';
import type { BenchReport } from './report';
import { REPORT_VERSION } from './report';
import { FLOOR } from './variants/floor';

/** One ratio to the floor, then and now. */
export interface Change {
  readonly set: string;
  readonly mode: string;
  readonly variant: string;
  readonly before: number;
  readonly now: number;
  /** 0.1 is ten percent slower, relative to the floor. */
  readonly change: number;
  readonly verdict: 'same' | 'faster' | 'slower';
}

/** Ratios of two quiet runs of the same code differ by less than this: smaller changes are not told from noise. */
export const NOISE = 0.1;

/**
 * Compares two reports by ratios of minima to the floor, which hold from one machine to another far better than times.
 * What only one of the two measured is left out.
 */
export function compareReports(base: BenchReport, now: BenchReport, noise: number = NOISE): Change[] {
  const changes: Change[] = [];
  for (const { set, measurements } of now.sets) {
    const then = base.sets.find((one) => one.set === set)?.measurements ?? [];
    for (const { variant, mode, ratio } of measurements) {
      const before = then.find((one) => one.variant === variant && one.mode === mode)?.ratio.min;
      if (variant === FLOOR || before === undefined) continue;
      const change = ratio.min / before - 1;
      const verdict = change > noise ? 'slower' : change < -noise ? 'faster' : 'same';
      changes.push({ set, mode, variant, before, now: ratio.min, change, verdict });
    }
  }
  return changes;
}

/** Reads the text of a report; undefined when it is none of this version. */
export function readReport(text: string): BenchReport | undefined {
  try {
    const report = JSON.parse(text) as Partial<BenchReport> | null;
    const isReport = report?.version === REPORT_VERSION && Array.isArray(report.sets);
    return isReport ? (report as BenchReport) : undefined;
  } catch {
    return undefined;
  }
}

/** The changes as text for a terminal. */
export function renderChanges(changes: readonly Change[]): string {
  if (changes.length === 0) return '\ncomparison: the two runs have no set and variant in common\n';
  const rows = changes.map(({ set, mode, variant, before, now, change, verdict }) => [
    `${set} ${mode} ${variant}`,
    figure(before),
    figure(now),
    `${change < 0 ? '' : '+'}${(change * 100).toFixed(0)} %`,
    verdict,
  ]);
  const head = ['comparison, x floor by minima', 'base', 'now', 'change', ''];
  return `\n${renderTable([head, ...rows])}`;
}
