import { once } from 'node:events';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { runCli } from '../../src/cli/run-cli';
import { demoCommand } from '../../src/commands/demo';
import type { DemoSummary } from '../src/summary';
import { collector, makeTestFolder, type TestFolder } from './run';

let folder: TestFolder;
beforeEach(() => {
  folder = makeTestFolder();
});
afterEach(() => {
  folder.remove();
});

/** Runs the command in process; its files lie in the folder of the test. */
async function demo(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const stdout = collector();
  const stderr = collector();
  const io = { stdin: Readable.from([]), stdout, stderr, env: {}, now: Date.now };
  const exitCode = await runCli([demoCommand], ['demo', '--out', join(folder.path, 'out'), ...args], io);
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

/** What is printed when a person can mend it. */
function refusal(sentence: string): { exitCode: number; stdout: string; stderr: string } {
  return { exitCode: 2, stdout: '', stderr: `eks-sentinel demo: ${sentence}\n` };
}

const EXPECTED = 'expected is one audit event a line, plain or in gzip, as kube-apiserver writes them';

describe('eks-sentinel demo', () => {
  it('refuses a wrong option in one line', async () => {
    expect(await demo('--event', '5')).toEqual(
      refusal("unknown option '--event' (Did you mean --events?); see eks-sentinel demo --help"),
    );
    expect(await demo('--events', '9')).toEqual(
      refusal(
        "option '-n, --events <count>' argument '9' is invalid. Expected is a whole number from 10 to 10000000; see eks-sentinel demo --help",
      ),
    );
    expect(await demo('--port', '65536')).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await demo('--seed', 'x')).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await demo('--input', 'audit.log', '--events', '100')).toEqual(
      refusal(
        "option '-i, --input <path>' cannot be used with option '-n, --events <count>'; see eks-sentinel demo --help",
      ),
    );
  });

  it('refuses a file that cannot be read, and an empty folder', async () => {
    const missing = join(folder.path, 'missing.log');

    expect(await demo('--input', missing)).toEqual(
      refusal(
        `--input ${missing} cannot be read: there is no such file; check its name and the folder that the command runs in`,
      ),
    );
    expect(await demo('--input', folder.path)).toEqual(
      refusal(`--input ${folder.path} holds no file: expected are audit logs`),
    );
  });

  it('refuses a file that is no audit log, also among others', async () => {
    const text = write('a.txt', 'time="2026-05-12T08:00:00Z" level=info msg="access granted"\n');
    const audit = write('b.log', '{"apiVersion":"audit.k8s.io/v1","auditID":"1"}\n');
    const binary = write('c.bin', Buffer.from([0, 1, 2, 3]));
    const cut = write('d.gz', gzipSync(Buffer.alloc(100_000, 'x')).subarray(0, 40));
    const payload = write('e.json', '{"messageType":"DATA_MESSAGE","logEvents":[]}');

    expect(await demo('--input', text)).toEqual(refusal(`${text} is no audit log: ${EXPECTED}`));
    expect(await demo('--input', folder.path)).toEqual(refusal(`${text} is no audit log: ${EXPECTED}`));
    expect(await demo('--input', binary)).toEqual(
      refusal(`${binary} is binary: expected are audit events as text, plain or in gzip; see --help`),
    );
    expect(await demo('--input', cut)).toEqual(refusal(`${cut} is damaged gzip: fetch it anew`));
    expect(await demo('--input', payload)).toEqual(
      refusal(`${payload} holds payloads of CloudWatch Logs, which eks-sentinel transform reads: ${EXPECTED}`),
    );
    expect(await demo('--input', write('empty.log', ''))).toMatchObject({ exitCode: 2, stdout: '' });
    expect(audit).toContain('b.log');
  });

  it('refuses a port that is in use, and leaves no folder behind', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;

    const result = await demo('--events', '10', '--port', String(port));

    server.close();
    expect(result).toEqual(refusal(`port ${port} on 127.0.0.1 is in use: choose another port, or 0 for a free one`));
    expect(readdirSync(join(folder.path, 'out'))).toEqual([]);
  });

  it('refuses an output folder that cannot be made', async () => {
    const file = write('file', '');

    expect(await demo('--out', file)).toEqual(refusal(`--out ${file} cannot be written: it is a file; name a folder`));
    expect(await demo('--out', join(file, 'below'))).toMatchObject({ exitCode: 2, stdout: '' });
  });

  it('gives one row for each event of an own log: plain, in gzip, exported, truncated, equal ones too', async () => {
    const event = (index: number): string =>
      `{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"same","stageTimestamp":"2021-01-01T00:00:00.000000Z","n":${index}}`;
    const logs = join(folder.path, 'logs');
    mkdirSync(logs);
    write('logs/a.log', `${event(1)}\r\n\n${event(2)}\n${event(2)}\n`);
    write('logs/b.log.gz', gzipSync(`${event(3)}\n${event(4).slice(0, 90)}[Truncated...]\n`));
    write('logs/c.log', `2026-05-12T08:15:42.123Z ${event(5)}\n`);
    write('logs/.hidden', 'no audit log');

    const { exitCode, stdout, stderr } = await demo('--input', logs, '--json');

    const summary = JSON.parse(stdout) as DemoSummary;
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(exitCode).toBe(0);
    expect(summary).toMatchObject({ rows: 6, isComplete: true, attack: { events: 0, rows: 0 } });
    // The truncated event has no time of its own left, so it keeps that of its log event.
    expect(summary.account).toMatchObject({ delivered: 5, degraded: 1, warnings: { replaced_times: 5 } });
    const rows = readFileSync(join(summary.folder, 'rows.ndjson'), 'utf8');
    expect(rows.match(/"ClusterName":"local"/g)).toHaveLength(6);
    expect(stderr).toContain('rows out 6');
  });

  it('tells the attack, counts and accounts, and says where the files lie', async () => {
    const { exitCode, stdout } = await demo('--events', '300', '--keep');

    expect(exitCode).toBe(0);
    expect(stdout).toContain('1  An expired token from a public build log is tried');
    expect(stdout).toContain('10  It deletes the events of kube-system to hide its tracks.');
    expect(stdout).not.toContain('MISSING');
    expect(stdout).toMatch(/\n {2}log events in +331\n {4}delivered +300\n/);
    expect(stdout).toContain('balanced: nothing is missing');
    const [run] = readdirSync(join(folder.path, 'out'));
    expect(readdirSync(join(folder.path, 'out', run!)).sort()).toEqual([
      'function.log',
      'metrics.ndjson',
      'rows.ndjson',
      's3',
      'summary.json',
    ]);
    expect(readdirSync(join(folder.path, 'out', run!, 's3'))).toContain('eks-audit-logs');
    expect(readdirSync(join(folder.path, 'out', run!, 's3/eks-audit-logs'))).toContain('eks-audit-logs');
  });
});
