import type { ByteWriter } from '@eks-sentinel/json-scan';
import type { RowMapper } from '@eks-sentinel/mapping';

import { UsageError } from '../cli/usage-error';
import { classifyDocument } from './classify-document';
import { InflateError } from './inflate-chunks';
import type { InputDocument } from './input-document';
import { mapAuditEvent, mapDocument, partExportTime } from './map-document';
import type { Origin } from './map-log-events';
import { readDocuments } from './read-documents';
import type { InputFailureCode, Tally } from './tally';

/** What all inputs of a run share. */
export interface TransformRun {
  readonly mapRow: RowMapper;
  readonly origin: Origin;
  readonly rows: ByteWriter;
  readonly tally: Tally;
  readonly maxDocumentBytes: number;
  /** Writes the rows out and empties their writer. */
  readonly flush: () => Promise<void>;
  /** Says on standard error that a part of the input could not be read; `line` is undefined for all of it. */
  readonly reportFailure: (code: InputFailureCode, line: number | undefined) => void;
  /** Called often, while bytes are read. */
  readonly onRead: () => void;
}

/** Without an audit event in so many bytes an input is taken for something else. */
const MAX_UNPROVEN_BYTES = 1_048_576;
/** Rows wait until they are worth a write. */
const MIN_WRITE_BYTES = 262_144;

/** Maps one input. Throws a UsageError, its name left to the caller, when nothing of the input is of use. */
export async function transformInput(source: AsyncIterable<Buffer>, run: TransformRun): Promise<void> {
  const { tally, rows, flush, reportFailure } = run;
  let isProven = false;
  let unproven: InputDocument[] = [];
  let unprovenBytes = 0;
  const onText = (bytes: number): void => {
    tally.textBytes += bytes;
  };

  try {
    for await (const documents of readDocuments(countBytes(source, run), run.maxDocumentBytes, onText)) {
      for (const document of documents) {
        if (!isProven) {
          unproven.push(document);
          unprovenBytes += document.length;
          isProven = isEvidence(document);
          if (!isProven && unprovenBytes <= MAX_UNPROVEN_BYTES) continue;
          if (!isProven) throw notAudit(unproven);
        }
        for (const next of unproven.length > 0 ? unproven.splice(0) : [document]) {
          const steps = mapOne(next, run);
          while (steps.next().done !== true) await flush();
        }
        if (rows.length >= MIN_WRITE_BYTES) await flush();
      }
    }
  } catch (error) {
    if (!(error instanceof InflateError)) throw error;
    if (!isProven) throw new UsageError(`${GZIP_DAMAGE[error.code]} before any audit event: fetch it anew`);
    reportFailure(error.code, undefined);
    unproven = [];
  }
  if (!isProven) throw notAudit(unproven);
  await flush();
}

const GZIP_DAMAGE = {
  gzip_truncated: 'is gzip that ends too soon,',
  gzip_corrupt: 'is damaged gzip,',
} as const;

async function* countBytes(
  source: AsyncIterable<Buffer>,
  { tally, onRead }: TransformRun,
): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of source) {
    tally.bytesIn += chunk.length;
    onRead();
    yield chunk;
  }
}

/** Whether the document shows that the input is one of those that can be read. */
function isEvidence({ bytes, isLine }: InputDocument): boolean {
  if (bytes === undefined) return false;
  return classifyDocument(isLine ? partExportTime(bytes).message : bytes) !== 'other';
}

function* mapOne(document: InputDocument, run: TransformRun): Generator<undefined, void, undefined> {
  const fail = (code: InputFailureCode): void => {
    run.reportFailure(code, document.line);
  };
  const { bytes, isLine } = document;
  if (bytes === undefined) {
    fail('too_long');
    return;
  }
  const { message, timestamp } = isLine ? partExportTime(bytes) : { message: bytes, timestamp: undefined };
  const form = classifyDocument(message);
  // In a file of audit events every line counts as one, whatever became of it.
  if (isLine && (form === 'other' || form === 'audit_event')) mapAuditEvent(message, timestamp, run.origin, run);
  else yield* mapDocument(message, form, run.origin, { ...run, fail });
}

function notAudit(documents: readonly InputDocument[]): UsageError {
  const tooLong = documents.find(({ bytes }) => bytes === undefined);
  if (tooLong !== undefined) {
    return new UsageError(`begins with a line or document that is too long to read, at line ${tooLong.line}: part it`);
  }
  const isList = documents[0]?.bytes?.toString('latin1').trimStart().startsWith('[') === true;
  const hint = isList ? 'it is a JSON array: part it with jq -c .[]' : 'see --help for what can be read';
  return new UsageError(`holds no audit event: ${hint}`);
}
