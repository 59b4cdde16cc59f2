import type { Account } from './account';

const LABEL_WIDTH = 34;
const NUMBER_WIDTH = 12;

/** The account as a table of plain text for a terminal, one line a count, without colour. */
export function renderAccount(account: Account): string {
  const lines = [
    line('log events in', account.logEvents),
    line('  delivered', account.delivered),
    line('  degraded', account.degraded),
    ...group('dropped', account.dropped),
    ...group('failed', account.failed),
    line('  missing', account.missing),
    line('duplicates removed', account.duplicates),
    ...Object.entries(account.warnings).map(([name, count]) => line(`warning: ${name}`, count)),
    account.isBalanced ? 'balanced: nothing is missing' : 'NOT balanced: see "missing"',
  ];
  return `${lines.join('\n')}\n`;
}

function group(name: string, counts: Readonly<Record<string, number>>): string[] {
  const entries = Object.entries(counts).sort(([one], [other]) => (one < other ? -1 : 1));
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  return [line(`  ${name}`, total), ...entries.map(([reason, count]) => line(`    ${reason}`, count))];
}

function line(label: string, count: number): string {
  return label.padEnd(LABEL_WIDTH) + count.toLocaleString('en-US').padStart(NUMBER_WIDTH);
}
