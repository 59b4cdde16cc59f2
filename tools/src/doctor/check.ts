import type { Answer } from '../aws/answer';
import type { AwsClients } from '../aws/aws-clients';
import type { ShellCommand } from '../shell/shell-command';
import type { Chain } from './chain';

export type Status = 'PASS' | 'WARN' | 'FAIL' | 'SKIP';

/** The stations in the order of the data, and the stack that made them. */
export type StationId =
  | 'cluster'
  | 'log-group'
  | 'subscription'
  | 'flow'
  | 'firehose'
  | 'lambda'
  | 's3'
  | 'sqs'
  | 'identity'
  | 'stack'
  | 'preflight';

/** What one check found. */
export interface CheckResult {
  /** Station and what is checked, such as `s3.notification-filter`. */
  readonly id: `${StationId}.${string}`;
  /** What was looked at: the name of a cluster, a bucket and so on. */
  readonly subject: string;
  readonly status: Status;
  readonly observed: string;
  readonly expected: string;
  /** The command that mends it. */
  readonly fix?: ShellCommand;
  /** The action that the caller lacks, where that is why the check is skipped. */
  readonly permission?: string;
}

/** What is known of a check before its answer. */
export interface Question {
  readonly id: CheckResult['id'];
  readonly subject: string;
  readonly expected: string;
}

/** What an answer means. */
export interface Verdict {
  readonly status: 'PASS' | 'WARN' | 'FAIL';
  readonly observed: string;
  readonly fix?: ShellCommand;
}

/** One station: asks its services, read-only, then judges what they said without asking any more. */
export interface Station<Facts> {
  readonly id: StationId;
  readonly observe: (aws: AwsClients, chain: Chain) => Promise<Facts>;
  readonly judge: (facts: Facts, chain: Chain) => readonly CheckResult[];
}

/**
 * The result of a check: what was answered is judged; what may not be asked is skipped, naming the permission.
 *
 * @param fixAbsent the command that mends that there is no such thing
 */
export function check<T>(
  question: Question,
  answer: Answer<T>,
  judge: (value: T) => Verdict,
  fixAbsent?: ShellCommand,
): CheckResult {
  switch (answer.kind) {
    case 'value':
      return result(question, judge(answer.value));
    case 'absent':
      return result(question, passIf(false, 'does not exist', 'FAIL', fixAbsent));
    case 'denied':
      return { ...question, status: 'SKIP', observed: `not allowed: ${answer.action}`, permission: answer.action };
    case 'failed':
      return { ...question, status: 'SKIP', observed: `could not be asked: ${answer.code}` };
  }
}

/** The result of a check whose answer is known to exist. Where a name is unknown, nothing can be expected. */
export function result({ id, subject, expected }: Question, { status, observed, fix }: Verdict): CheckResult {
  const unknown = unknownName(expected);
  if (unknown !== undefined) return { id, subject, status: 'SKIP', observed: `no name given: --${unknown}`, expected };
  const found = { id, subject, status, observed, expected };
  return fix === undefined || status === 'PASS' ? found : { ...found, fix };
}

/** The option that would give a name that is missing in a text, where `<name>` stands in its place. */
export function unknownName(text: string): string | undefined {
  return /<(bucket|function|queue|role|stream)>/.exec(text)?.[1];
}

/** PASS where the condition holds, else what is given. */
export function passIf(holds: boolean, observed: string, otherwise: 'WARN' | 'FAIL', fix?: ShellCommand): Verdict {
  if (holds) return { status: 'PASS', observed };
  return fix === undefined ? { status: otherwise, observed } : { status: otherwise, observed, fix };
}

/** A station about a thing whose name nobody gave. */
export function unnamed(id: CheckResult['id'], option: string): CheckResult {
  return {
    id,
    subject: '',
    status: 'SKIP',
    observed: `no name given: ${option}`,
    expected: `a name, by ${option} or --stack`,
  };
}
