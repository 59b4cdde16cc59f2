import type { DegradedCode } from '@eks-sentinel/mapping';
import { DEGRADED_CODES } from '@eks-sentinel/mapping';
import { COLUMNS } from '@eks-sentinel/schema';
import { DROP_REASONS, FAILURE_CODES, METRICS, SETTINGS } from '@eks-sentinel/transform';

import type { GeneratedRegion } from './generated';

const FILE = 'docs/architecture.md';

/** The parts of the architecture page that follow from the code. */
export const TRANSFORM_REGIONS: readonly GeneratedRegion[] = [
  { file: FILE, region: 'columns', text: columnsTable },
  { file: FILE, region: 'failure-codes', text: () => meaningTable('failure code', FAILURE_CODES) },
  { file: FILE, region: 'drop-reasons', text: () => meaningTable('drop reason', DROP_REASONS) },
  {
    file: FILE,
    region: 'degraded-codes',
    text: () => meaningTable('degraded code', DEGRADED_CODES satisfies Record<DegradedCode, string>),
  },
  { file: FILE, region: 'metrics', text: () => meaningTable('metric', METRICS) },
  { file: FILE, region: 'settings', text: settingsTable },
];

function columnsTable(): string {
  const rows = COLUMNS.map(({ name, type, description }) => [`\`${name}\``, type, description]);
  return table(['column', 'type', 'meaning'], rows);
}

function meaningTable(what: string, meanings: Readonly<Record<string, string>>): string {
  return table(
    [what, 'meaning'],
    Object.entries(meanings).map(([name, meaning]) => [`\`${name}\``, meaning]),
  );
}

function settingsTable(): string {
  const rows = Object.values(SETTINGS).map(({ variable, unit, min, max, fallback, meaning }) => [
    `\`${variable}\``,
    `${format(fallback)} ${unit}`,
    `${format(min)} to ${format(max)}`,
    meaning,
  ]);
  return table(['variable', 'default', 'allowed', 'meaning'], rows);
}

const format = (value: number): string => value.toLocaleString('en-US');

/** A table as prettier writes it, so that the page is the same after formatting. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) => Math.max(name.length, 3, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
