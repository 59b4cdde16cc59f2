import type { Change } from '../compare';
import { loadWarning } from '../machine';
import type { SetResult } from '../measure/measure-set';
import { MODES } from '../measure/measure-set';
import { MODE_TITLES } from '../render-report';
import { figure, megabytes } from '../render-table';
import type { BenchReport } from '../report';
import { checkTargets } from '../targets';
import type { Bar } from './bar-chart';
import { barChart } from './bar-chart';
import type { Line } from './line-chart';
import { lineChart } from './line-chart';
import { STYLE } from './style';
import { escapeText } from './svg';

/** A variant keeps its colour in all charts; peers share one. */
const SERIES: Readonly<Record<string, number>> = {
  floor: 0,
  nothing: 0,
  reference: 1,
  portable: 2,
  simd: 3,
  lambda: 5,
  naive: 4,
};
const PEER_SERIES = 6;

/** The report as one HTML page that needs nothing else: no script, no font, no network. */
export function renderPage(report: BenchReport, changes: readonly Change[] | undefined): string {
  const { machine, source, rounds, sets } = report;
  const warning = loadWarning(machine);
  const load = `load ${machine.loadBefore.toFixed(1)} before and ${machine.loadAfter.toFixed(1)} after`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>eks-sentinel: benchmark</title>
<style>${STYLE}</style>
</head>
<body>
<h1>How close to the floor is the transform?</h1>
<p class="soft">${escapeText(`${source}; ${rounds} rounds; Node ${machine.node}, ${machine.platform}, ${machine.cores} cores (${machine.cpu}), ${load}`)}</p>
${warning === undefined ? '' : `<p class="warning">${escapeText(warning)}</p>`}
<p>The floor is what no transform on this runtime can do without: base64 decoding, inflating, and base64 encoding of the
same rows. Bars are minima of all rounds as multiples of the floor of the same run: shorter is better, 1 is the end.</p>
${targetsTable(report)}
${changes === undefined ? '' : changesTable(changes)}
${sets.map(setSection).join('')}
${coldSection(report)}
${memorySection(report)}
${scalingSection(report)}
</body>
</html>
`;
}

function setSection({ set, logEvents, records, rawBytes, gzipBytes, measurements, stages }: SetResult): string {
  const charts = MODES.map((mode) => {
    const bars = measurements
      .filter((one) => one.mode === mode)
      .map(({ variant, label, ratio }): Bar => {
        const series = SERIES[variant] ?? PEER_SERIES;
        return { label, parts: [{ name: 'minimum', value: ratio.min, series }] };
      });
    return `<h3>${escapeText(MODE_TITLES[mode])}</h3>${barChart(`Set ${set}, ${MODE_TITLES[mode]}`, 'x floor', bars, 1)}`;
  });
  const stageNames = Object.values(stages)[0]?.map(({ name }) => name) ?? [];
  const stageBars = Object.entries(stages).map(([variant, parts]): Bar => ({
    label: variant,
    parts: parts.map(({ name, ms }, series) => ({ name, value: ms, series })),
  }));
  return `<h2>Set ${set}</h2>
<p class="soft">${logEvents} log events in ${records} records, ${megabytes(rawBytes)} in ${megabytes(gzipBytes)} of gzip</p>
${charts.join('')}
<h3>Where the time goes, end to end</h3>
${barChart(`Set ${set}, where the time goes`, 'ms', stageBars)}
<p class="legend">${stageNames.map((name, series) => `<span><i class="s${series}"></i>${escapeText(name)}</span>`).join('')}</p>
`;
}

function coldSection({ cold, telemetry, bundleBytes }: BenchReport): string {
  const bars = cold.handlers.map(({ handler, firstMs }): Bar => {
    const series = SERIES[handler] ?? PEER_SERIES;
    return { label: handler, parts: [{ name: 'first invocation, minimum', value: firstMs.min, series }] };
  });
  return `<h2>First invocation in a fresh process</h2>
<p>The bundle (${megabytes(bundleBytes)}) loads in ${figure(cold.loadMs.min)} ms. The Lambda's first invocation of set S takes
${figure(cold.firstOverNothingMs.min)} ms more than that of a handler that does nothing with the same modules loaded.
Its telemetry costs each invocation ${figure(telemetry.costMs)} ms.</p>
${barChart('First invocation in a fresh process', 'ms', bars)}
`;
}

function memorySection({ memory }: BenchReport): string {
  const lines = memory.map(({ handler, residentMb }): Line => ({
    name: handler,
    series: SERIES[handler] ?? PEER_SERIES,
    points: residentMb.map(({ invocation, mb }) => ({ x: invocation, y: mb })),
  }));
  return `<h2>Memory over invocations of set S</h2>
<p>Resident memory of one process for each handler. A line that goes on rising is a leak.</p>
${lineChart('Resident memory over invocations', 'invocations', 'MB', lines)}
`;
}

function scalingSection({ scaling }: BenchReport): string {
  const variants = [...new Set(scaling.map(({ variant }) => variant))];
  const lineOf = (variant: string, yOf: (point: BenchReport['scaling'][number]) => number | undefined): Line => ({
    name: variant,
    series: SERIES[variant] ?? PEER_SERIES,
    points: scaling
      .filter((point) => point.variant === variant)
      .flatMap((point) => {
        const y = yOf(point);
        return y === undefined ? [] : [{ x: point.rawBytes / 1e6, y }];
      }),
  });
  const memory = variants.map((variant) => lineOf(variant, ({ peakMb }) => peakMb));
  return `<h2>Scaling with the input</h2>
<p>A straight line means that twice the input costs twice as much, and not more.</p>
<h3>Time of the handler</h3>
${lineChart(
  'Time by size of input',
  'MB before gzip',
  'ms',
  variants.map((variant) => lineOf(variant, ({ ms }) => ms)),
)}
<h3>Peak memory of a fresh process</h3>
${lineChart(
  'Peak memory by size of input',
  'MB before gzip',
  'MB',
  memory.filter(({ points }) => points.length > 0),
)}
`;
}

function targetsTable(report: BenchReport): string {
  const rows = checkTargets(report).map(({ name, observed, limit, isUpperLimit, isMet }) => {
    const verdict = observed === undefined ? '-' : isMet ? 'met' : 'missed';
    const cells = [name, observed === undefined ? 'not measured' : figure(observed)];
    const target = `${isUpperLimit ? 'at most' : 'at least'} ${figure(limit)}`;
    return `<tr>${[...cells, target].map(cell).join('')}<td class="${verdict}">${verdict}</td></tr>`;
  });
  return table(['Targets of the fast path', 'observed', 'target', ''], rows);
}

function changesTable(changes: readonly Change[]): string {
  const rows = changes.map(({ set, mode, variant, before, now, change, verdict }) => {
    const cells = [`${set} ${mode} ${variant}`, figure(before), figure(now), `${(change * 100).toFixed(0)} %`];
    return `<tr>${cells.map(cell).join('')}<td class="${verdict}">${verdict}</td></tr>`;
  });
  return `<h2>Compared with the base</h2>${table(['x floor, by minima', 'base', 'now', 'change', ''], rows)}`;
}

function cell(text: string): string {
  return `<td>${escapeText(text)}</td>`;
}

function table(head: readonly string[], rows: readonly string[]): string {
  const heads = head.map((text) => `<th>${escapeText(text)}</th>`).join('');
  return `<div class="scroll"><table><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}
