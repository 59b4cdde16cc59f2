import { loadWarning } from './machine';
import type { Mode, SetResult } from './measure/measure-set';
import { MODES } from './measure/measure-set';
import { figure, megabytes, renderTable } from './render-table';
import type { BenchReport } from './report';
import { checkTargets } from './targets';

/** What each mode measures, for a person. */
export const MODE_TITLES: Readonly<Record<Mode, string>> = {
  handler: 'handler alone',
  endToEnd: 'end to end: JSON.parse(event) + handler + JSON.stringify(response)',
};

/** The report as text for a terminal. */
export function renderReport(report: BenchReport): string {
  const { machine, source, rounds, sets, bundleBytes } = report;
  const warning = loadWarning(machine);
  const load = `load ${machine.loadBefore.toFixed(1)} before, ${machine.loadAfter.toFixed(1)} after`;
  return [
    `bench: ${source}; ${rounds} rounds; Node ${machine.node}, ${machine.platform}, ${machine.cores} cores, ${load}\n`,
    warning === undefined ? '' : `warning: ${warning}\n`,
    ...sets.map(renderSet),
    renderCold(report),
    renderMemory(report),
    renderScaling(report),
    `\nbundle of the Lambda: ${megabytes(bundleBytes)}\n`,
    renderTargets(report),
  ].join('');
}

function renderSet(result: SetResult): string {
  const { set, logEvents, records, rawBytes, gzipBytes, requestBytes, declined, measurements, stages } = result;
  const sizes = `${megabytes(rawBytes)} in ${megabytes(gzipBytes)} of gzip, request ${megabytes(requestBytes)}`;
  const declines = Object.entries(declined).map(([name, count]) => `${name} declined ${count}`);
  let text = `\nset ${set}: ${logEvents} log events in ${records} records, ${sizes}; ${declines.join(', ')}\n`;
  for (const mode of MODES) {
    const rows = measurements
      .filter((one) => one.mode === mode)
      .map(({ label, wallMs, ratio, bestMBps, responseBytes }) => [
        label,
        ...[ratio.min, ratio.median, ratio.cpu, wallMs.min, wallMs.median, wallMs.p90].map(figure),
        figure(wallMs.min / (rawBytes / 1e6)),
        figure(bestMBps),
        figure(responseBytes / 1e6),
      ]);
    const head = [
      MODE_TITLES[mode],
      'x min',
      'x median',
      'x cpu min',
      'min ms',
      'median ms',
      'p90 ms',
      'min ms/MB',
      'MB/s',
      'out MB',
    ];
    text += renderTable([head, ...rows]);
  }
  const names = Object.keys(stages);
  const parts = stages[names[0]!]!.map(({ name }, at) => [name, ...names.map((one) => figure(stages[one]![at]!.ms))]);
  return text + renderTable([['where the time goes, min ms', ...names], ...parts]);
}

function renderCold({ cold, telemetry }: BenchReport): string {
  const rows = cold.handlers.map(({ handler, firstHandlerMs, firstMs, secondMs, tenthMs }) => [
    handler,
    ...[firstMs.min, firstMs.median, firstHandlerMs.median, secondMs.median, tenthMs.median].map(figure),
  ]);
  const head = ['first invocations, ms', 'min', 'median', 'handler alone', 'second', 'tenth'];
  const { min, median } = cold.firstOverNothingMs;
  return (
    `\ncold start at S, ${cold.processes} processes each: the bundle loads in ${figure(cold.loadMs.min)} ms (median ` +
    `${figure(cold.loadMs.median)}); the first invocation takes ${figure(min)} ms (median ${figure(median)}) more than ` +
    `a handler that does nothing\n${renderTable([head, ...rows])}` +
    `telemetry costs an invocation ${figure(telemetry.costMs)} ms\n`
  );
}

function renderMemory({ memory }: BenchReport): string {
  const rows = memory.map(({ handler, invocations, baseMb, peakMb, growthMb }) => [
    handler,
    String(invocations),
    ...[baseMb, peakMb, growthMb].map(figure),
  ]);
  return `\n${renderTable([['memory at S, MB', 'invocations', 'before', 'peak', 'growth'], ...rows])}`;
}

function renderScaling({ scaling }: BenchReport): string {
  const variants = [...new Set(scaling.map(({ variant }) => variant))];
  const sizes = [...new Set(scaling.map(({ rawBytes }) => rawBytes))];
  const rows = sizes.map((size) => {
    const at = scaling.filter(({ rawBytes }) => rawBytes === size);
    const of = (variant: string) => at.find((one) => one.variant === variant)!;
    return [
      megabytes(size),
      ...variants.map((variant) => figure(of(variant).ms / (size / 1e6))),
      ...variants.slice(1).map((variant) => figure(of(variant).peakMb ?? 0)),
    ];
  });
  const head = [
    'scaling',
    ...variants.map((name) => `${name} ms/MB`),
    ...variants.slice(1).map((name) => `${name} peak MB`),
  ];
  return `\n${renderTable([head, ...rows])}`;
}

function renderTargets(report: BenchReport): string {
  const rows = checkTargets(report).map(({ name, observed, limit, isUpperLimit, isMet }) => [
    name,
    observed === undefined ? 'not measured' : figure(observed),
    `${isUpperLimit ? 'at most' : 'at least'} ${figure(limit)}`,
    observed === undefined ? '-' : isMet ? 'met' : 'MISSED',
  ]);
  return `\n${renderTable([['targets of the fast path (minima)', 'observed', 'target', ''], ...rows])}`;
}
