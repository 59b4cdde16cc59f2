import { FAILURE_CODES, type FailureCode } from '@eks-sentinel/transform';

import { textOfLines } from '../cli/printable';
import { plural } from '../repair/plural';
import { table } from '../repair/table';
import { timeText } from '../repair/time-range';
import type { FunctionSize } from './function-size';
import type { RedriveCounts } from './redrive-counts';

/** What a report says of the run around the counts. */
export interface RedriveFrame {
  readonly bucket: string;
  readonly stream: string;
  /** Of the transform, as records were tried. */
  readonly size: FunctionSize;
  readonly isDryRun: boolean;
  /** The stream did not take all: the run ended early. */
  readonly isStopped: boolean;
  readonly usesQueue: boolean;
}

/** A person wants to see where to look, not all of it: the progress objects have the rest. */
const MAX_LISTED = 10;

const OWN_CODES: Readonly<Record<string, string>> = {
  error_line_unreadable:
    'the line of the error object is not of the form that Firehose writes, or the object is damaged from there on',
  lines_too_many: 'the object has more lines than Firehose writes; this one and all behind it were not read',
  too_slow: 'the transform would not end before its time-out and take its whole batch along',
  redrives_exhausted: 'the record was put back as often as is allowed, and failed each time',
};

/** The report as text. */
export function redriveText(counts: RedriveCounts, frame: RedriveFrame): string {
  const lines = [
    `${frame.isDryRun ? 'Dry run: nothing was sent. ' : ''}Failed records of s3://${frame.bucket} -> stream ${frame.stream}`,
    '',
  ];
  if (counts.codes.size > 0) {
    lines.push(
      ...table([
        ['code of Firehose', 'records', frame.isDryRun ? 'would be sent' : 'sent', 'left', 'arrived'],
        ...[...counts.codes].map(([code, { records, sent, left, oldest, newest }]) => [
          code,
          String(records),
          String(sent),
          String(left),
          oldest === undefined || newest === undefined ? '' : `${timeText(oldest)} to ${timeText(newest)}`,
        ]),
      ]),
      '',
    );
  }
  const byCode = leftByCode(counts);
  if (byCode.size > 0) {
    lines.push(
      'left, because they would fail again:',
      ...table([...byCode].map(([code, records]) => [`  ${code}`, String(records), meaningOf(code)])),
      ...counts.left.slice(0, MAX_LISTED).map(({ key, record, code }) => `  ${key}, line ${record + 1}: ${code}`),
      ...(counts.left.length > MAX_LISTED ? [`  and ${counts.left.length - MAX_LISTED} more: --json lists all`] : []),
      '',
    );
  }
  if (byCode.has('too_slow')) {
    const { timeoutSeconds, memoryMb } = frame.size;
    lines.push(`tried as with ${timeoutSeconds} s and ${memoryMb} MB; --timeout and --memory say otherwise`, '');
  }
  lines.push(...sentences(counts, frame));
  return textOfLines(lines);
}

/** The report as one line of JSON. */
export function redriveJson(
  counts: RedriveCounts,
  { bucket, stream, size, isDryRun, isStopped }: RedriveFrame,
): string {
  const { codes, left, ...numbers } = counts;
  return `${JSON.stringify({
    bucket,
    stream,
    transform: size,
    isDryRun,
    isStopped,
    ...numbers,
    codes: Object.fromEntries(codes),
    leftByCode: Object.fromEntries(leftByCode(counts)),
    left,
  })}\n`;
}

function sentences(counts: RedriveCounts, { isDryRun, isStopped, usesQueue }: RedriveFrame): string[] {
  const { objects, objectsDone, objectsLeft, objectsGone, objectsDeleted, foreignMessages } = counts;
  const lines: string[] = [];
  if (objects === 0) {
    lines.push(
      usesQueue
        ? 'nothing to do: ErrorsQueue has no messages; --prefix errors/ looks at the objects themselves'
        : 'nothing to do: there are no error objects',
    );
  } else {
    lines.push(
      `${plural(objects, 'error object')}: ${objectsDone} done, ${objectsLeft} with records left, ${objectsGone} gone, ${objectsDeleted} deleted`,
      `${plural(counts.sent, 'record')} ${isDryRun ? 'would be ' : ''}sent, ${counts.sentBefore} sent before, ${counts.left.length} left`,
    );
  }
  if (isStopped)
    lines.push(
      `the stream did not take ${plural(counts.refused, 'record')}: throttled, or down, or its answer could not be read; run it again later, or with a lower --rate`,
    );
  if (foreignMessages > 0) {
    lines.push(
      `${plural(foreignMessages, 'message')} of the queue told of no error object of this bucket, and stay; is --queue ErrorsQueue?`,
    );
  }
  return lines;
}

function leftByCode({ left }: RedriveCounts): Map<string, number> {
  const byCode = new Map<string, number>();
  for (const { code } of left) byCode.set(code, (byCode.get(code) ?? 0) + 1);
  return byCode;
}

function meaningOf(code: string): string {
  return OWN_CODES[code] ?? (Object.hasOwn(FAILURE_CODES, code) ? FAILURE_CODES[code as FailureCode] : '');
}
