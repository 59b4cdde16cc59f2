import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { buildAuditEvent } from '@eks-sentinel/testkit';

import type { Folder } from './run-transform';
import { makeFolder, runTransform } from './run-transform';

const EVENT = `${buildAuditEvent({ verb: 'get' })}\n`;

let folder: Folder;
beforeAll(() => {
  folder = makeFolder();
});
afterAll(() => {
  folder.remove();
});

describe('transform refuses', () => {
  it.each([
    ['an empty input', '', 'is empty'],
    ['an empty gzip text', gzipSync(''), 'holds nothing: its gzip text is empty'],
    ['gzip cut before any audit event', gzipSync(EVENT).subarray(0, 12), 'is gzip that ends too soon, before any'],
    ['gzip that is damaged from its beginning', Buffer.from([0x1f, 0x8b, 1, 2, 3]), 'is damaged gzip, before any'],
    ['binary bytes', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]), 'is binary'],
    ['UTF-16', Buffer.from(`\ufeff${EVENT}`, 'utf16le'), 'is UTF-16: expected is UTF-8; convert it with iconv'],
    ['prose', 'Lorem ipsum\ndolor sit amet\n', 'holds no audit event: see --help'],
    ['unrelated JSON', '{\n  "name": "hunter2",\n  "records": []\n}\n', 'holds no audit event: see --help'],
    ['unrelated JSON, a line each', '{"level":"info"}\n{"level":"warn"}\n', 'holds no audit event: see --help'],
    ['events that are no log events', '{"events":[{"id":1}]}', 'holds no audit event: see --help'],
    ['a JSON array', `[${EVENT.trim()}]`, 'holds no audit event: it is a JSON array: part it with jq -c .[]'],
    ['a megabyte without an audit event', 'hunter2\n'.repeat(160_000) + EVENT, 'holds no audit event'],
  ])('%s', async (_, stdin, sentence) => {
    const { exitCode, lines, stderr } = await runTransform([], { stdin });

    expect(stderr).toContain(`eks-sentinel transform: standard input ${sentence}`);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect(stderr).not.toContain('hunter2');
    expect(lines).toEqual([]);
    expect(exitCode).toBe(2);
  });

  it('a missing file and a directory before anything is written', async () => {
    const good = folder.write('good.log', EVENT);

    const missing = await runTransform([good, `${folder.path}/nope.log`]);
    const directory = await runTransform([good, folder.path]);
    const twice = await runTransform(['-', '-'], { stdin: EVENT });

    expect(missing.stderr).toBe(
      `eks-sentinel transform: ${folder.path}/nope.log cannot be read: there is no such file; check its name and the folder that the command runs in\n`,
    );
    expect(directory.stderr).toBe(`eks-sentinel transform: ${folder.path} is a directory: name the files in it\n`);
    expect(twice.stderr).toContain('standard input, which can be read once only');
    expect([missing, directory, twice].map(({ exitCode }) => exitCode)).toEqual([2, 2, 2]);
    expect([missing, directory, twice].flatMap(({ lines }) => lines)).toEqual([]);
  });

  it('one file, and reads the others all the same', async () => {
    const files = [folder.write('a.log', EVENT), folder.write('b.log', ''), folder.write('c.log', EVENT)];

    const { exitCode, rows, stderr } = await runTransform(files);

    expect(exitCode).toBe(2);
    expect(rows).toHaveLength(2);
    expect(stderr).toContain(`${files[1]} is empty`);
  });

  it.each([
    [['--cluster', 'a/b'], "option '-c, --cluster <name>' argument 'a/b' is invalid. Expected is the name of an EKS"],
    [['--account', '12'], "option '-a, --account <id>' argument '12' is invalid. Expected are 12 digits; see"],
    [['--region', 'EU'], "option '-r, --region <region>' argument 'EU' is invalid. Expected is an AWS region, such as"],
    [['--arrival', 'now'], "option '--arrival <time>' argument 'now' is invalid. Expected is a time in UTC"],
    [['--acount', '1'], "unknown option '--acount' (Did you mean --account?); see eks-sentinel transform --help"],
    [['--cluster'], "option '-c, --cluster <name>' argument missing; see eks-sentinel transform --help"],
  ])('the options %j in one line', async (args, sentence) => {
    const { exitCode, lines, stderr } = await runTransform(args, { stdin: EVENT });

    expect(stderr).toContain(`eks-sentinel transform: ${sentence}`);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect(lines).toEqual([]);
    expect(exitCode).toBe(2);
  });
});

describe('the summary of transform', () => {
  it('is one JSON object with --json, and nothing with --quiet', async () => {
    const json = await runTransform(['--json'], { stdin: gzipSync(EVENT) });
    const quiet = await runTransform(['--quiet'], { stdin: EVENT });

    const { bytesIn, bytesOut, ...others } = JSON.parse(json.stderr) as Record<string, unknown>;
    expect(bytesIn).toBe(gzipSync(EVENT).length);
    expect(bytesOut).toBe(Buffer.byteLength(`${json.lines[0]}\n`));
    expect(others).toEqual({
      inputs: 1,
      unusableInputs: 0,
      logEventsIn: 1,
      rowsOut: 1,
      rowsPlacedByOptions: 1,
      degraded: {},
      shrunkRows: 0,
      deepRows: 0,
      dropped: {},
      droppedLogEvents: 0,
      failed: {},
      textBytes: Buffer.byteLength(EVENT),
      seconds: 1,
      megabytesPerSecond: 0,
    });
    expect(quiet.stderr).toBe('');
  });

  it('says that rows carry the default cluster, until a cluster is named', async () => {
    const without = await runTransform([], { stdin: EVENT });
    const named = await runTransform(['--cluster', 'prod'], { stdin: EVENT });

    expect(without.stderr).toContain('note: audit events name no cluster, and ClusterName says local: set --cluster');
    expect(named.stderr).not.toContain('note:');
  });

  it('follows a progress line on a terminal, which is erased', async () => {
    const { stderr } = await runTransform([folder.write('long.log', EVENT.repeat(1_000))], { isTerminal: true });

    const [nothing, ...shown] = stderr.split('\r\u001b[K');
    expect(nothing).toBe('');
    expect(shown[0]).toMatch(/^0\.\d of \d\.\d MB read \(\d+ %\), 0 rows$/);
    expect(shown.at(-1)).toMatch(/^log events in {3}1000 /);
  });
});
