import { gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

import {
  buildAuditEvent,
  buildLambdaEvent,
  buildLogEvent,
  buildSubscriptionMessage,
  truncateEvent,
} from '@eks-sentinel/testkit';

import { runTransform } from './run-transform';

const GET = buildAuditEvent({ verb: 'get' });
const LIST = buildAuditEvent({ verb: 'list' });
const PAYLOAD = buildSubscriptionMessage({ logEvents: [buildLogEvent(LIST)] });

describe('transform and damage', () => {
  it('makes degraded rows of cut and broken lines, and touches no neighbour', async () => {
    const cut = truncateEvent(GET, 700);
    const notUtf8 = Buffer.from(GET.replace('"get"', '"g\u00ff"'), 'latin1');
    const stdin = Buffer.concat([Buffer.from(`${cut}\nI0512 klog line\n[1]\n`), notUtf8, Buffer.from(`\n${LIST}`)]);

    const { exitCode, rows, stderr } = await runTransform(['--json'], { stdin });

    expect(exitCode).toBe(0);
    expect(rows).toHaveLength(5);
    expect(rows[4]).toMatchObject({ Verb: 'list' });
    expect(JSON.parse(stderr)).toMatchObject({
      logEventsIn: 5,
      rowsOut: 5,
      degraded: { truncated: 1, not_json: 1, not_object: 1, not_utf8: 1 },
    });
  });

  it('says of a record that is not UTF-8 what the Lambda says', async () => {
    const notUtf8 = (text: string) => gzipSync(Buffer.from(text.replace('?', '\u00ff'), 'latin1'));
    const message = buildSubscriptionMessage({ logEvents: [buildLogEvent('{"verb":"?"}'), buildLogEvent(LIST)] });
    const stdin = JSON.stringify(buildLambdaEvent([notUtf8('["?"]'), notUtf8(message)]));

    const { exitCode, rows, stderr } = await runTransform(['--json'], { stdin });

    expect(exitCode).toBe(1);
    expect(rows).toMatchObject([{ Verb: '\ufffd' }, { Verb: 'list' }]);
    expect(stderr).toContain('"failed":{"message_not_json":1}');
    expect(stderr).toContain('"degraded":{"not_utf8":1}');
  });

  it('holds lines back until one shows that they are audit events, and loses none', async () => {
    const { exitCode, rows } = await runTransform([], { stdin: `b":1},"verb":"x"}\nnoise\n${GET}\n` });

    expect(exitCode).toBe(0);
    expect(rows.map(({ Verb }) => Verb)).toEqual(['', '', 'get']);
  });

  it('leaves out an over-long line, says where it stands, and reads on', async () => {
    const long = buildAuditEvent({ userAgent: 'x'.repeat(5_000) });

    const { exitCode, rows, stderr } = await runTransform([], {
      stdin: `${GET}\n${long}\n${LIST}\n`,
      maxDocumentBytes: 4_000,
    });

    expect(rows.map(({ Verb }) => Verb)).toEqual(['get', 'list']);
    expect(stderr).toMatch(/^eks-sentinel transform: standard input, line 2: longer than is read at once/);
    expect(stderr).toContain('failed          1 (too_long 1)');
    expect(exitCode).toBe(1);
  });

  it('finds the payload behind one that breaks off', async () => {
    const inString = PAYLOAD.slice(0, PAYLOAD.indexOf('eks-sentinel-prod'));
    const between = PAYLOAD.slice(0, PAYLOAD.indexOf('"logEvents"') - 1);

    const { exitCode, rows, stderr } = await runTransform([], { stdin: `${inString}\n${between}\n${PAYLOAD}\n` });

    expect(rows).toMatchObject([{ Verb: 'list' }]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('standard input, line 1: no payload');
    expect(stderr).toContain('standard input, line 2: no payload');
  });

  it('delivers what stands before the end of a cut gzip text', async () => {
    const noise = Array.from({ length: 400 }, (_, index) => buildAuditEvent({ auditID: `${index * 7919}-a` }));
    const gzip = gzipSync(noise.join('\n'));

    const { exitCode, rows, stderr } = await runTransform([], { stdin: gzip.subarray(0, gzip.length - 9) });

    expect(rows).toHaveLength(400);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('standard input: the gzip text ends too soon');
  });

  it('delivers what was inflated before a wrong checksum, but for the last 64 KiB', async () => {
    const gzip = gzipSync(`${GET}\n`.repeat(3_000));
    gzip[gzip.length - 8]! ^= 1;

    const { exitCode, rows, stderr } = await runTransform([], { stdin: gzip });

    expect(gzip.length).toBeLessThan(16_384);
    expect(rows.length).toBeGreaterThan(3_000 - 65_536 / GET.length - 2);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('standard input: the gzip text is damaged');
  });

  it('says that a gzip text is damaged when something else stands behind it', async () => {
    const { exitCode, rows, stderr } = await runTransform([], {
      stdin: Buffer.concat([gzipSync(`${GET}\n`), Buffer.alloc(20_000), Buffer.from('more')]),
    });

    expect(rows).toMatchObject([{ Verb: 'get' }]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('the gzip text is damaged');
  });

  it('counts each unreadable record of a Lambda event under its code, and maps those beside it', async () => {
    const lambdaEvent = buildLambdaEvent([Buffer.from('plain text'), gzipSync('null'), PAYLOAD]);

    const { exitCode, rows, stderr } = await runTransform(['--json'], { stdin: JSON.stringify(lambdaEvent) });

    expect(rows).toMatchObject([{ Verb: 'list' }]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('"failed":{"gzip_missing":1,"message_not_object":1}');
  });

  it('says at most twenty failures and counts all', async () => {
    const lambdaEvent = buildLambdaEvent(Array.from({ length: 50 }, () => Buffer.from('plain text')));

    const { stderr } = await runTransform([], { stdin: JSON.stringify(lambdaEvent) });

    expect(stderr.match(/the data of the record is no gzip/g)).toHaveLength(20);
    expect(stderr).toContain('further failures are only counted');
    expect(stderr).toContain('failed          50 (gzip_missing 50)');
  });
});
