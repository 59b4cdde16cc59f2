import { Readable } from 'node:stream';

import { ByteWriter } from '@eks-sentinel/json-scan';
import { createRowMapper } from '@eks-sentinel/mapping';
import { MAX_FIELD_BYTES, SENTINEL_MEMBER } from '@eks-sentinel/schema';
import type { LogLine } from '@eks-sentinel/testkit';
import { auditTraffic } from '@eks-sentinel/testkit';

import { UsageError } from '../../../src/cli/usage-error';
import { DEFAULT_ACCOUNT, DEFAULT_CLUSTER, DEFAULT_REGION } from '../../../src/transform/defaults';
import { openInputs } from '../../../src/transform/open-inputs';
import { emptyTally } from '../../../src/transform/tally';
import { MAX_DOCUMENT_BYTES } from '../../../src/transform/transform-files';
import { transformInput } from '../../../src/transform/transform-input';

/** Where the audit events of a run come from. */
export interface LogSource {
  /** For the report. */
  readonly name: string;
  /** Audit events in time order; each call begins anew. */
  readonly lines: () => Iterable<LogLine>;
  /** Whether every event is known to be one that the fast path answers. */
  readonly isGenerated: boolean;
}

/** More events than any set takes; they are made up as they are asked for. */
const MAX_EVENTS = 200_000;
const MORNING = Date.UTC(2026, 4, 12, 8);
const EVENING = Date.UTC(2026, 4, 12, 18);

/** Traffic of the testkit: the same on every machine. */
export function generatedSource(seed: number): LogSource {
  const traffic = auditTraffic({ seed, events: MAX_EVENTS, from: MORNING, to: EVENING, withAttack: false });
  return { name: `generated traffic, seed ${seed}`, lines: replayable(traffic), isGenerated: true };
}

/** Iterables that all begin with the first item, each of which is drawn once. */
function replayable<Item>(iterator: Iterator<Item, void, undefined>): () => Iterable<Item> {
  const drawn: Item[] = [];
  return function* () {
    for (let at = 0; ; at++) {
      if (at === drawn.length) {
        const next = iterator.next();
        if (next.done === true) return;
        drawn.push(next.value);
      }
      yield drawn[at]!;
    }
  };
}

/** Real audit events from files of any form that `eks-sentinel transform` reads. Throws a UsageError when there are none. */
export async function fileSource(names: readonly string[]): Promise<LogSource> {
  const lines: LogLine[] = [];
  for (const { name, open } of await openInputs(names, Readable.from([]))) {
    try {
      lines.push(...(await readLines(open())));
    } catch (error) {
      throw error instanceof UsageError ? new UsageError(`${name} ${error.message}`) : error;
    }
  }
  if (lines.length === 0) throw new UsageError('the files hold no whole audit event: name others');
  return { name: `${lines.length} audit events of ${names.length} files`, lines: () => lines, isGenerated: false };
}

async function readLines(bytes: AsyncIterable<Buffer>): Promise<LogLine[]> {
  const rows = new ByteWriter(1_048_576);
  await transformInput(bytes, {
    mapRow: createRowMapper(),
    origin: {
      account: DEFAULT_ACCOUNT,
      region: DEFAULT_REGION,
      cluster: DEFAULT_CLUSTER,
      arrival: MORNING,
      isOfOptions: true,
    },
    rows,
    tally: emptyTally(),
    maxDocumentBytes: MAX_DOCUMENT_BYTES,
    flush: () => Promise.resolve(),
    reportFailure: () => undefined,
    onRead: () => undefined,
  });
  return rows.view().toString().split('\n').filter(Boolean).map(lineOf).filter(isWhole);
}

const RAW_EVENT = ',"RawEvent":';

/** The audit event of a row, as it was written: in the columns before it no quote stands without its backslash. */
function lineOf(row: string): LogLine {
  const text = row.slice(row.indexOf(RAW_EVENT) + RAW_EVENT.length, -1);
  return { timestamp: Date.parse((JSON.parse(row) as { TimeGenerated: string }).TimeGenerated), text };
}

/** What was cut or shrunk on its way is no event that any variant would see again. */
function isWhole({ text }: LogLine): boolean {
  return !text.includes(`"${SENTINEL_MEMBER}"`);
}

/** Without the events that are too long for a RawEvent: the reference shrinks them, and the plain ways have no rule. */
export function* withoutLongEvents(lines: Iterable<LogLine>): Generator<LogLine, void, undefined> {
  for (const line of lines) if (Buffer.byteLength(line.text) <= MAX_FIELD_BYTES) yield line;
}
