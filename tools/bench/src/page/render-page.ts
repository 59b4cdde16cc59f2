import type { BenchReport } from '../report';
import type { Change } from '../compare';
export function renderPage(report: BenchReport, changes: readonly Change[] | undefined): string {
  return JSON.stringify([report, changes]);
}
