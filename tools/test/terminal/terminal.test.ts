import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { benchCommand } from '../../bench/src/bench-command';
import { backfillText } from '../../src/backfill/backfill-report';
import type { CliCommand } from '../../src/cli/cli-command';
import { ERASE_LINE } from '../../src/cli/guard-terminal';
import { UsageError } from '../../src/cli/usage-error';
import { jsonReport, textReport } from '../../src/doctor/report';
import { walkChain } from '../../src/doctor/walk-chain';
import { reconcileText } from '../../src/reconcile/reconcile-report';
import { createRedriveCounts } from '../../src/redrive/redrive-counts';
import { redriveText } from '../../src/redrive/redrive-report';
import { COMMANDS } from '../../src/commands/all-commands';
import { CHAIN, clientsOf, healthyAccount } from '../doctor/account';
import { setAt } from '../doctor/misconfiguration';
import { hostileClients, withHostileNames } from '../shell/hostile-names';
import { DRIVING, HOSTILE, runHostile } from './run-hostile';

const FOLDER = mkdtempSync(join(tmpdir(), 'terminal-'));
afterAll(() => {
  rmSync(FOLDER, { recursive: true });
});

/** A command that writes this to standard output and the same, as progress, to standard error. */
function commandThatWrites(text: string | Uint8Array): CliCommand {
  return {
    name: 'say',
    summary: 'say it',
    declare: () => undefined,
    run: async (_command, { stdout, stderr }) => {
      stdout.write(text);
      if (typeof text === 'string') stderr.write(ERASE_LINE + text);
      return Promise.resolve(0);
    },
  };
}

function expectHarmless(text: string): void {
  expect(text.replaceAll(ERASE_LINE, '').replaceAll('\n', '')).not.toMatch(DRIVING);
}

describe('what any command writes', () => {
  it('never drives a terminal', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.oneof(fc.constantFrom(...HOSTILE.split('')), fc.string({ unit: 'binary' })) }),
        async (text) => {
          const { stdout, stderr } = await runHostile(['say'], { commands: [commandThatWrites(text)] });

          expectHarmless(stdout.toString());
          expect(stderr.startsWith(ERASE_LINE)).toBe(true);
          expect(stderr.slice(ERASE_LINE.length).replaceAll('\n', '')).not.toMatch(DRIVING);
        },
      ),
    );
  });

  it('is the same value where it is JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ stringUnit: 'binary' }), async (json) => {
        const { stdout } = await runHostile(['say'], { commands: [commandThatWrites(json)] });

        expect(JSON.parse(stdout.toString())).toEqual(JSON.parse(json));
      }),
    );
  });

  it('is untouched as bytes, unless a terminal shows them', async () => {
    const rows = Buffer.from(`{"a":"\u009b31m\u202e",\t"b":1}\r\n`);
    const commands = [commandThatWrites(rows)];

    const piped = await runHostile(['say'], { commands });
    const shown = await runHostile(['say'], { commands, isTTY: true });

    expect(piped.stdout).toEqual(rows);
    expect(shown.stdout.toString()).toBe(String.raw`{"a":"\u009b31m\u202e", "b":1}` + ' \n');
  });

  it('names an error in one line', async () => {
    const fail: CliCommand = {
      ...commandThatWrites(''),
      run: () => Promise.reject(new UsageError(`${HOSTILE}\nfine: nothing is wrong`)),
    };

    const { exitCode, stderr } = await runHostile(['say'], { commands: [fail] });

    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^eks-sentinel say: [^\n]*\\u000afine: nothing is wrong\n$/);
    expectHarmless(stderr);
  });
});

describe('each command, called with what drives a terminal', () => {
  const bench = benchCommand({ childFile: '', lambdaFile: '' }, FOLDER);

  it.each([...COMMANDS, bench].map(({ name }) => name))('%s', async (name) => {
    const commands = [...COMMANDS, bench];
    const options = [
      '--x',
      '--region',
      '--from',
      '--to',
      '--input',
      '--compare',
      '--arrival',
      '--cluster',
      '--stack',
      '--port',
    ];

    for (const args of [...options.map((option) => [option, HOSTILE]), [`--${HOSTILE}`], [HOSTILE, HOSTILE]]) {
      const { exitCode, stdout, stderr } = await runHostile([name, ...args, '--unknown'], { commands });

      expect({ args, exitCode }).toEqual({ args, exitCode: 2 });
      expect(stdout.toString() + stderr).toMatch(/^eks-sentinel [a-z]+: [^\n]+\n$/);
      expectHarmless(stderr);
    }
  });

  it('transform: names of files, messages, and rows on a terminal', async () => {
    const file = join(FOLDER, `audit${HOSTILE.slice(0, -1)}\n.log`);
    const event = {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      auditID: 'a',
      verb: HOSTILE,
      user: { username: HOSTILE },
    };
    const payload = `{"messageType":"DATA_MESSAGE","owner":1}`;
    writeFileSync(
      file,
      `${JSON.stringify(event)}\n${payload}\n{"kind":"Event","apiVersion":"audit.k8s.io/v1",\t"verb":"${HOSTILE}\n`,
    );

    const arrival = ['--arrival', '2026-05-12T08:15:42Z'];
    const missing = await runHostile(['transform', `${file}x`]);
    const piped = await runHostile(['transform', file, ...arrival]);
    const shown = await runHostile(['transform', file, ...arrival], { isTTY: true });
    const json = await runHostile(['transform', file, '--json']);

    expect(missing.stderr).toMatch(/^eks-sentinel transform: [^\n]+\n$/);
    expect(piped.stdout.toString()).toMatch(DRIVING);
    expect(piped.stderr).toContain(String.raw`\u000a.log, line 2: `);
    for (const { stderr } of [missing, piped, shown, json]) expectHarmless(stderr);
    expectHarmless(shown.stdout.toString());
    const rowsOf = (bytes: Buffer): unknown[] =>
      bytes
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
    expect(rowsOf(shown.stdout)).toEqual(rowsOf(piped.stdout));
  });
});

describe('each command, answered by AWS with what drives a terminal', () => {
  let server: Server;
  let args: string[];
  beforeAll(async () => {
    process.env['AWS_ACCESS_KEY_ID'] = 'any';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'any';
    // Errors of JSON and of XML services, as a proxy on the way could send them, too.
    server = createServer((request, response) => {
      const isJson = (request.headers['content-type'] ?? '').includes('json');
      const error = `<Error><Code>${HOSTILE}</Code><Message>${HOSTILE}</Message><RequestId>${HOSTILE}</RequestId></Error>`;
      response.writeHead(400, { 'content-type': isJson ? 'application/x-amz-json-1.1' : 'text/xml' });
      response.end(
        isJson ? JSON.stringify({ __type: HOSTILE, message: HOSTILE }) : `<ErrorResponse>${error}</ErrorResponse>`,
      );
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    args = ['--region', 'eu-west-1', '--endpoint-url', `http://127.0.0.1:${(server.address() as AddressInfo).port}`];
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  it.each([
    ['doctor', '--stack', 'x'],
    ['doctor', '--cluster', 'x'],
    ['redrive', '--stack', HOSTILE],
    ['redrive', '--bucket', HOSTILE, '--stream', HOSTILE, '--prefix', `errors/${HOSTILE}`],
    ['replay', '--bucket', 'b', '--queue', `https://x/1/${HOSTILE}`, '--prefix', HOSTILE, '--from', '1h'],
    ['backfill', '--stack', HOSTILE, '--cluster', 'x', '--from', '1h'],
    ['backfill', '--stream', HOSTILE, '--cluster', 'x', '--from', '1h', '--checkpoint', join(FOLDER, HOSTILE)],
    ['reconcile', '--stage', HOSTILE, '--from', '3h'],
    [
      'reconcile',
      '--bucket',
      HOSTILE,
      '--stream',
      HOSTILE,
      '--queue',
      `https://x/1/${HOSTILE}`,
      '--cluster',
      'x',
      '--from',
      '3h',
    ],
  ])('%s, case %#', async (...command) => {
    const { exitCode, stdout, stderr } = await runHostile([...command, ...args]);

    expect(exitCode).toBe(2);
    expect(stdout.toString()).toBe('');
    expect(stderr).toMatch(/^eks-sentinel [a-z]+: [^\n]+\n$/);
    expectHarmless(stderr);
  });
});

describe('the reports', () => {
  it('of doctor say hostile names without being driven by them', async () => {
    const account = healthyAccount();
    account.filters = [];
    setAt(account, 'bucket notifications', {});
    const chain = withHostileNames(CHAIN);
    const results = await walkChain(hostileClients(clientsOf(account)), chain);
    const text = textReport(chain, results);
    const plain = textReport(CHAIN, await walkChain(clientsOf(account), CHAIN));

    const printed = await runHostile(['say'], { commands: [commandThatWrites(jsonReport(chain, results))] });

    expectHarmless(text);
    expect(text.split('\n')).toHaveLength(plain.split('\n').length);
    expectHarmless(printed.stdout.toString());
    expect(JSON.parse(printed.stdout.toString())).toEqual(JSON.parse(jsonReport(chain, results)));
  });

  it('of the repairs keep each name in its line', () => {
    const name = `${HOSTILE}\nx`;
    const range = { from: 0, to: 60_000, now: 90_000 };
    const places = { bucket: name, stream: name, queue: name };
    const counts = { ...createRedriveCounts(), objects: 1, left: [{ key: name, record: 0, code: name }] };
    counts.codes.set(name, { records: 1, sent: 0, left: 1, bytes: 1, oldest: undefined, newest: undefined });
    const finding = { station: 'stream', missing: 1, unit: 'row', meaning: name, fix: 'backfill' } as const;
    const nothing = { logEvents: 1, delivered: 1, records: 1, bytes: 1, notAccepted: 1, tooLarge: 0 };
    const frame = { ...places, ...range, logGroup: name, doneUntil: 0, cluster: name, path: name };
    const texts = [
      redriveText(counts, {
        ...places,
        size: { timeoutSeconds: 120, memoryMb: 1_024 },
        isDryRun: false,
        isStopped: false,
        usesQueue: true,
      }),
      reconcileText({} as never, [finding], { ...places, ...range, clusters: [name] }),
      backfillText(nothing as never, { ...frame, isDryRun: false, isComplete: false }, 0),
    ];

    for (const text of texts) {
      expectHarmless(text);
      expect(text).not.toMatch(/^x/m);
    }
  });
});
