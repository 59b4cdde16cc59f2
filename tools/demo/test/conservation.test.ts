import { auditTraffic, componentTraffic, logStreamName, truncateEvent } from '@eks-sentinel/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { EventSource } from '../src/event-source';
import { ALL_FAULTS, NO_FAULTS } from '../src/fault-plan';
import type { Chain } from '../src/start-chain';
import { makeTestFolder, runSource, sourceOf, type TestFolder } from './run';

const NOW = Date.now();
const TIME = { seed: 3, from: NOW - 3_600_000, to: NOW };

let folder: TestFolder;
beforeEach(() => {
  folder = makeTestFolder();
});
afterEach(() => {
  folder.remove();
});

/** So many audit events, each unlike the others. */
function auditTexts(events: number): string[] {
  return [...auditTraffic({ ...TIME, events })].map(({ text }) => text);
}

function smallEvent(index: number, auditID = `audit-${index}`): string {
  return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"${auditID}","stage":"ResponseComplete","verb":"get","n":${index}}`;
}

/** Audit events that compress to next to nothing. */
function largeEvents(count: number, bytes: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    smallEvent(index).replace('"verb"', `"requestURI":"/${'a'.repeat(bytes)}","verb"`),
  );
}

describe('the whole chain', () => {
  it('delivers every audit event exactly once with all faults on', async () => {
    const whole = auditTexts(900);
    const cut = whole.slice(0, 30).map((text) => truncateEvent(text, 300));
    const equal = Array.from({ length: 20 }, () => smallEvent(0));
    const large = largeEvents(80, 30_000);
    const texts = [...whole.slice(0, 400), ...equal, ...cut, ...large, ...whole.slice(400)];
    const noise = [...componentTraffic({ ...TIME, events: 100 })];
    const source: EventSource = {
      ...sourceOf(texts),
      logEvents: function* () {
        yield* sourceOf(texts).logEvents() as Iterable<never>;
        for (const { component = '', timestamp, text } of noise) {
          yield { logStream: logStreamName(component), timestamp, message: text };
        }
      },
    };

    const { summary, rawEvents } = await runSource(source, ALL_FAULTS, folder.path);

    const tooLong = whole.filter((text) => Buffer.byteLength(text) > 64_000).length;
    const unchanged = [...whole, ...equal, ...large].filter((text) => Buffer.byteLength(text) <= 64_000);
    const marked = rawEvents.filter((text) => text.includes('"eksSentinel":{'));
    expect(rawEvents.filter((text) => !text.includes('"eksSentinel":{')).sort()).toEqual(unchanged.sort());
    expect(marked).toHaveLength(30 + tooLong);
    expect(summary.account).toEqual({
      logEvents: 1_131,
      delivered: 1_000,
      degraded: 30,
      dropped: { control_message: 1, filter_pattern: 100 },
      failed: {},
      missing: 0,
      isBalanced: true,
      duplicates: expect.any(Number),
      warnings: {},
    });
    expect(summary.isComplete).toBe(true);
    expect(summary.poison).toEqual({ records: 2, inErrorObjects: 2 });
    expect(summary.account.duplicates).toBeGreaterThan(0);
    expect(summary.transform.reingestedRecords).toBeGreaterThan(0);
    expect(summary.stream.attemptFailures).toEqual({ 'Runtime.ExitError': 1 });
    expect(summary.stream.entriesRefused).toBeGreaterThan(0);
    expect(summary.stream.s3Failures).toBe(1);
    expect(summary.notifications.repeated).toBeGreaterThan(0);
  });

  it('delivers once what a Lambda had put back when it was killed in mid-batch', async () => {
    const texts = largeEvents(80, 60_000);
    let chain: Chain | undefined;
    const source: EventSource = {
      ...sourceOf(texts),
      logEvents: async function* () {
        // The control message is through: the next invocation has audit events.
        await chain!.stream.flush();
        chain!.stream.setFaults({ lambdaCrashNext: 1, lambdaCrashAt: 'response' });
        yield* sourceOf(texts).logEvents();
      },
    };
    const plan = { ...NO_FAULTS, maxResponseBytes: 1_048_576 };

    const { summary, rawEvents } = await runSource(source, plan, folder.path, {
      onStart: (started) => {
        chain = started;
      },
    });

    expect([...rawEvents].sort()).toEqual(texts.sort());
    expect(summary.stream.attemptFailures).toEqual({ 'Runtime.ExitError': 1 });
    expect(summary.stream.coldStarts).toBe(2);
    // What was put back in vain stands in the stream twice.
    expect(summary.stream.recordsPutBack).toBeGreaterThan(summary.transform.reingestedRecords);
    expect(summary.account.duplicates).toBeGreaterThan(0);
    expect(summary.account).toMatchObject({ delivered: 80, missing: 0, failed: {} });
  });

  it('puts back to the stream what the response of a real batch has no room for', async () => {
    // 7 MB of rows (9.7 MB in base64) that compress to a few KB: one batch, although a response holds 6 MB.
    const texts = largeEvents(120, 60_000);

    const { summary, rawEvents } = await runSource(sourceOf(texts), NO_FAULTS, folder.path);

    expect([...rawEvents].sort()).toEqual(texts.sort());
    expect(summary.transform.reingestedRecords).toBeGreaterThan(0);
    expect(summary.account).toMatchObject({ delivered: 120, missing: 0, failed: {}, duplicates: 0 });
  });

  it('keeps poison in the error objects with its original bytes, and its neighbours in the table', async () => {
    const plan = { ...NO_FAULTS, recordsPerPoison: 1 };

    const { summary, errorLines } = await runSource(sourceOf(auditTexts(160)), plan, folder.path);

    expect(summary.poison).toEqual({ records: 4, inErrorObjects: 4 });
    expect(errorLines).toHaveLength(4);
    const bytes = errorLines.map(({ rawData }) => Buffer.from(rawData, 'base64'));
    const plain = bytes.filter((data) => data[0] === 0x7b).map((data) => data.toString());
    expect(plain.sort()).toEqual([
      '{"poison":0,"messageType":"DATA_MESSAGE","logEvents":[]}',
      '{"poison":2,"messageType":"DATA_MESSAGE","logEvents":[]}',
    ]);
    expect(bytes.filter((data) => data[0] === 0x1f && data[1] === 0x8b)).toHaveLength(2);
    expect(summary.transform.failedRecords).toEqual({ gzip_missing: 2, gzip_truncated: 2 });
    expect(summary.account).toMatchObject({ delivered: 160, failed: {}, missing: 0 });
  });

  it('removes equal rows only: requests that share an auditID and a stage all stay', async () => {
    const sharing = Array.from({ length: 50 }, (_, index) => smallEvent(index, 'fixed-by-the-client'));
    const plan = { ...NO_FAULTS, isToldTwice: () => true };

    const { summary, rawEvents } = await runSource(sourceOf(sharing), plan, folder.path);

    expect([...rawEvents].sort()).toEqual(sharing.sort());
    expect(summary.account).toMatchObject({ delivered: 50, duplicates: 50, missing: 0 });
  });

  it('writes again what S3 refuses', async () => {
    const plan = { ...NO_FAULTS, stream: { s3FailNext: 3 } };

    const { summary } = await runSource(sourceOf(auditTexts(100)), plan, folder.path);

    expect(summary.stream.s3Failures).toBe(3);
    expect(summary.account).toMatchObject({ delivered: 100, missing: 0, duplicates: 0 });
  });

  it('counts as failed what lies in the error objects because the Lambda never ran', async () => {
    const plan = { ...NO_FAULTS, stream: { lambdaThrottleRate: 1 } };

    const { summary, rows } = await runSource(sourceOf(auditTexts(100)), plan, folder.path);

    expect(rows).toHaveLength(0);
    expect(summary.account).toMatchObject({
      logEvents: 101,
      delivered: 0,
      failed: { 'Lambda.InvokeLimitExceeded': 101 },
      missing: 0,
      isBalanced: true,
    });
  });

  it('counts as failed, once, what was put back so often that the Lambda gave it up', async () => {
    // 26 MB of rows in base64 at 1 MiB a response: more passes than the 16 that a record is granted.
    const plan = { ...NO_FAULTS, maxResponseBytes: 1_048_576 };

    const { summary, rows } = await runSource(sourceOf(largeEvents(320, 60_000)), plan, folder.path);

    const { delivered, failed, missing, duplicates } = summary.account;
    expect(summary.transform.failedRecords['deferrals_exhausted']).toBeGreaterThan(0);
    expect(Object.keys(failed)).toEqual(['Lambda.ProcessingFailedStatus']);
    expect(delivered).toBe(rows.length);
    expect(delivered + failed['Lambda.ProcessingFailedStatus']!).toBe(320);
    expect({ missing, duplicates }).toEqual({ missing: 0, duplicates: 0 });
  });
});
