import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';

import { logStreamName } from '@eks-sentinel/testkit';

import { buildBundle } from '../src/build-bundle';
import type { EventSource } from '../src/event-source';
import type { FaultPlan } from '../src/fault-plan';
import { runChain, type RunResult } from '../src/run-chain';
import { startChain, type Chain } from '../src/start-chain';

/** The AWS SDK prints a notice about old Node versions once a process. */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** A folder that a test writes into; `remove` ends it. */
export interface TestFolder {
  readonly path: string;
  readonly remove: () => void;
}

export function makeTestFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'demo-test-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true });
    },
  };
}

/** What a run of the whole chain gave. */
export interface ChainRun extends RunResult {
  /** The values of each row, in the order of arrival. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** The texts of the rows' RawEvents, as they stand in the rows. */
  readonly rawEvents: readonly string[];
  /** The lines of all error objects. */
  readonly errorLines: readonly { readonly rawData: string; readonly errorCode: string }[];
  /** All that was said while it ran. */
  readonly progress: string;
}

interface SourceRunOptions {
  readonly bundle?: string;
  /** Gets the chain before the first log event. */
  readonly onStart?: (chain: Chain) => void;
}

/** Runs a source through the built Lambda and all servers. `change` sees the chain before the first log event. */
export async function runSource(
  source: EventSource,
  plan: FaultPlan,
  folder: string,
  { bundle = buildBundle(), onStart = () => undefined }: SourceRunOptions = {},
): Promise<ChainRun> {
  const stderr = Object.assign(collector(), { isTTY: true });
  const chain = await startChain({
    bundle,
    folder,
    port: 0,
    seed: 7,
    plan,
    keepsBucket: false,
    now: Date.now,
  });
  try {
    onStart(chain);
    const io = { stderr, now: Date.now };
    const result = await runChain(chain, { source, plan, folder, io, signal: new AbortController().signal });
    const lines = readLines(join(folder, 'rows.ndjson'));
    return {
      ...result,
      rows: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
      // RawEvent is the last column.
      rawEvents: lines.map((line) => line.slice(line.indexOf(RAW_EVENT) + RAW_EVENT.length, -1)),
      errorLines: filesBelow(join(folder, 'errors'))
        .flatMap(readLines)
        .map((line) => JSON.parse(line) as ChainRun['errorLines'][number]),
      progress: stderr.text(),
    };
  } finally {
    await chain.stop();
  }
}

const RAW_EVENT = '"RawEvent":';

function readLines(path: string): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** These texts as audit log events of the cluster `prod`. */
export function sourceOf(texts: readonly string[]): EventSource {
  return {
    place: { cluster: 'prod', account: '111122223333', region: 'eu-west-1' },
    total: texts.length,
    story: [],
    logEvents: () =>
      texts.map((message) => ({ logStream: logStreamName('kube-apiserver-audit'), timestamp: Date.now(), message })),
  };
}

/** A writable that keeps what it is given. */
export function collector(): Writable & { text: () => string } {
  const chunks: Buffer[] = [];
  const writable = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return Object.assign(writable, { text: () => Buffer.concat(chunks).toString() });
}
