import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { logStreamName } from '@eks-sentinel/testkit';

import type { LogEvent } from '../../pipeline/src/subscription-message';
import { UsageError } from '../../src/cli/usage-error';
import { classifyDocument, type DocumentForm } from '../../src/transform/classify-document';
import { DEFAULT_ACCOUNT, DEFAULT_CLUSTER, DEFAULT_REGION } from '../../src/transform/defaults';
import { InflateError } from '../../src/transform/inflate-chunks';
import type { InputDocument } from '../../src/transform/input-document';
import { partExportTime } from '../../src/transform/map-document';
import { openInputs, reasonOf, type Input } from '../../src/transform/open-inputs';
import { readDocuments } from '../../src/transform/read-documents';
import type { EventSource } from './event-source';

/** The longest line that is read; CloudWatch Logs takes none over 1 MB. */
const MAX_LINE_BYTES = 64 * 1_048_576;
/** Without an audit event in so many bytes a file is taken for something else. */
const MAX_UNPROVEN_BYTES = 1_048_576;
const PLACE = { cluster: DEFAULT_CLUSTER, account: DEFAULT_ACCOUNT, region: DEFAULT_REGION } as const;
const LOG_STREAM = logStreamName('kube-apiserver-audit');

/**
 * The audit log of a person: a file, or all files of a folder, one audit event a line, plain or in gzip. Throws a
 * UsageError when one of them is something else, before anything of it is used. Log events that say no time of their
 * own get `now`.
 */
export async function ownLog(path: string, now: () => number): Promise<EventSource> {
  const names = await filesOf(path);
  for (const input of await openInputs(names, Readable.from([]))) await refuseOther(input);
  return {
    place: PLACE,
    total: undefined,
    story: [],
    logEvents: async function* (): AsyncGenerator<LogEvent> {
      for (const input of await openInputs(names, Readable.from([]))) {
        for await (const document of documentsOf(input)) yield* logEventOf(document, input.name, now);
      }
    },
  };
}

async function filesOf(path: string): Promise<string[]> {
  let entries: Dirent[];
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    entries = await readdir(path, { withFileTypes: true });
  } catch (error) {
    throw new UsageError(`--input ${path} cannot be read: ${reasonOf(error)}`);
  }
  const names = entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => join(path, name));
  if (names.length === 0) throw new UsageError(`--input ${path} holds no file: expected are audit logs`);
  return names.sort();
}

/** Reads until the first audit event. */
async function refuseOther(input: Input): Promise<void> {
  let bytes = 0;
  for await (const document of documentsOf(input)) {
    const form = formOf(document);
    if (form === 'audit_event') return;
    if (form !== 'other') throw new UsageError(`${input.name} ${OTHER_FORMS[form]}: ${EXPECTED}`);
    bytes += document.length;
    if (bytes > MAX_UNPROVEN_BYTES) break;
  }
  throw new UsageError(`${input.name} is no audit log: ${EXPECTED}`);
}

const EXPECTED = 'expected is one audit event a line, plain or in gzip, as kube-apiserver writes them';
const OTHER_FORMS: Readonly<Record<Exclude<DocumentForm, 'audit_event' | 'other'>, string>> = {
  subscription_message: 'holds payloads of CloudWatch Logs, which eks-sentinel transform reads',
  lambda_event: 'holds a Lambda event, which eks-sentinel transform reads',
  log_event_list: 'holds output of the AWS CLI, which eks-sentinel transform reads',
  log_event: 'holds output of the AWS CLI, which eks-sentinel transform reads',
};

function formOf({ bytes, isLine }: InputDocument): DocumentForm {
  if (bytes === undefined) return 'other';
  return classifyDocument(isLine ? partExportTime(bytes).message : bytes);
}

async function* documentsOf(input: Input): AsyncGenerator<InputDocument> {
  try {
    for await (const documents of readDocuments(input.open(), MAX_LINE_BYTES, () => undefined)) yield* documents;
  } catch (error) {
    if (error instanceof InflateError) throw new UsageError(`${input.name} is damaged gzip: fetch it anew`);
    if (error instanceof UsageError) throw new UsageError(`${input.name} ${error.message}`);
    if ((error as { syscall?: unknown }).syscall === undefined) throw error;
    throw new UsageError(`${input.name} cannot be read: ${reasonOf(error)}`);
  }
}

/** Every line counts, broken ones too: they give degraded rows. */
function* logEventOf({ bytes, isLine, line }: InputDocument, name: string, now: () => number): Generator<LogEvent> {
  if (bytes === undefined) throw new UsageError(`${name}, line ${line} is over 64 MiB: no log event is so long`);
  const { message, timestamp } = isLine ? partExportTime(bytes) : { message: bytes, timestamp: undefined };
  yield { logStream: LOG_STREAM, timestamp: timestamp ?? now(), message: message.toString() };
}
