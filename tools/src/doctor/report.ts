import { VERIFICATION_QUERIES } from '@eks-sentinel/connector';

import { textOfLines } from '../cli/printable';
import type { Chain } from './chain';
import type { CheckResult, Status } from './check';
import { causeAmong, causeSentence, obstacleSentence } from './most-likely-cause';

/** Along the data, or before a first deployment. */
type ReportKind = 'walk' | 'preflight';

const STATUSES: readonly Status[] = ['PASS', 'WARN', 'FAIL', 'SKIP'];

/** Width of the column of ids: the longest is `s3.notification-work-list`. */
const ID_WIDTH = 28;

/** The results for a person: one line each, what is expected and the fix below those that are not well. */
export function textReport(chain: Chain, results: readonly CheckResult[], kind: ReportKind = 'walk'): string {
  const lines: string[] = [
    `account ${chain.account}, region ${chain.region}${chain.stack === undefined ? '' : `, stack ${chain.stack}`}`,
  ];
  let station = '';
  let subject = '';
  for (const result of results) {
    const [now = ''] = result.id.split('.');
    if (now !== station || result.subject !== subject) lines.push('', [now, result.subject].filter(Boolean).join('  '));
    station = now;
    subject = result.subject;
    lines.push(`  ${result.status}  ${result.id.padEnd(ID_WIDTH)} ${result.observed}`);
    if (result.status === 'WARN' || result.status === 'FAIL') {
      lines.push(`        expected: ${result.expected}`);
      if (result.fix !== undefined) lines.push(`        fix: ${result.fix}`);
    }
  }
  const counts = countsOf(results);
  lines.push('', STATUSES.map((status) => `${counts[status]} ${status}`).join(', '));
  const missing = missingPermissions(results);
  if (missing.length > 0) lines.push(`Missing permissions: ${missing.join(', ')}`);
  lines.push(sentenceOf(results, kind));
  if (kind === 'walk') lines.push('', 'Then run in Sentinel:', ...kqlOf().split('\n'));
  return textOfLines(lines);
}

/** The results for a program. */
export function jsonReport(chain: Chain, results: readonly CheckResult[], kind: ReportKind = 'walk'): string {
  const { account, region, stack } = chain;
  const report = {
    account,
    region,
    stack: stack ?? null,
    counts: countsOf(results),
    checks: results,
    missingPermissions: missingPermissions(results),
    cause: causeAmong(results)?.id ?? null,
    sentence: sentenceOf(results, kind),
    ...(kind === 'walk' && { kql: kqlOf() }),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function sentenceOf(results: readonly CheckResult[], kind: ReportKind): string {
  return kind === 'walk' ? causeSentence(results) : obstacleSentence(results);
}

function countsOf(results: readonly CheckResult[]): Record<Status, number> {
  const count = (wanted: Status): number => results.filter(({ status }) => status === wanted).length;
  return { PASS: count('PASS'), WARN: count('WARN'), FAIL: count('FAIL'), SKIP: count('SKIP') };
}

function missingPermissions(results: readonly CheckResult[]): string[] {
  return [...new Set(results.flatMap(({ permission }) => permission?.split(', ') ?? []))].sort();
}

function kqlOf(): string {
  return VERIFICATION_QUERIES[0]!.kql;
}
