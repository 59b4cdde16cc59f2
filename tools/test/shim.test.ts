import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { describe, expect, it } from '@jest/globals';

import { auditTraffic } from '@eks-sentinel/testkit';

import { version } from '../package.json';

const SHIM = resolve(__dirname, '../bin/eks-sentinel.cjs');
/** Makes the last line on standard error say how many KiB of memory the process took at most. */
// The kernel's own mark of a process; `resourceUsage().maxRSS` begins with what the parent had when it forked.
const PRINT_MAX_RSS = [
  "import{readFileSync}from'node:fs';",
  "const own=()=>/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status','utf8'))[1];",
  'const peak=()=>{try{return own()}catch{return process.resourceUsage().maxRSS}};',
  "process.on('exit',()=>console.error(peak()))",
].join('');
const SAMPLE = resolve(__dirname, '../../services/transform/samples/audit-mix.json');

function run(args: readonly string[], input = ''): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [SHIM, ...args], { input, encoding: 'utf8' });
}

describe('the command eks-sentinel', () => {
  it('prints its help, its version and the help of a command', () => {
    expect(run(['help'])).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('transform') });
    expect(run(['--help']).stdout).toBe(run(['help']).stdout);
    expect(run(['--version'])).toMatchObject({ status: 0, stderr: '', stdout: `${version}\n` });
    const help = run(['transform', '--help']);
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toContain('Exit code:');
    expect(help.stdout).toContain('Examples:');
  });

  it('says in one line that a command is missing or unknown', () => {
    const sentence =
      'expected is one of transform, demo, doctor, redrive, replay, backfill, reconcile, help; see eks-sentinel help\n';

    expect(run([])).toMatchObject({ status: 2, stdout: '', stderr: `eks-sentinel: no command: ${sentence}` });
    expect(run(['x'])).toMatchObject({ status: 2, stdout: '', stderr: `eks-sentinel: unknown command: ${sentence}` });
  });

  it('transforms a sample: rows on standard output, the summary on standard error', () => {
    const { status, stdout, stderr } = run(['transform', SAMPLE]);

    expect(status).toBe(0);
    expect(stdout.split('\n')).toHaveLength(192);
    expect(stderr).toContain('rows out        191');
  });

  const onLinux = existsSync('/dev/full') ? it : it.skip;
  onLinux('says that standard output takes no more, as on a full disk', () => {
    const stdio = ['ignore', openSync('/dev/full', 'w'), 'pipe'] as const;

    const { status, stderr } = spawnSync(process.execPath, [SHIM, 'transform', SAMPLE], { stdio: [...stdio] });

    expect(status).toBe(2);
    expect(stderr.toString()).toBe(
      'eks-sentinel transform: standard output cannot be written: the system says ENOSPC; the rows end too soon\n',
    );
  });

  it('ends quietly when its reader has read enough', async () => {
    const child = spawn(process.execPath, [SHIM, 'transform', SAMPLE], { stdio: ['ignore', 'pipe', 'pipe'] });
    const stderr: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));

    child.stdout.destroy();
    const [status] = (await once(child, 'close')) as [number | null];

    expect(status).toBe(0);
    expect(Buffer.concat(stderr).toString()).toBe('');
  });

  it('reads 300 MB in memory that does not grow with them', async () => {
    const args = [
      '--max-old-space-size=48',
      `--import=data:text/javascript,${encodeURIComponent(PRINT_MAX_RSS)}`,
      SHIM,
      'transform',
      '--json',
    ];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'pipe'] });
    const stderr: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    const closed = once(child, 'close');
    const block = Buffer.from(trafficLines(2_000));
    const blocks = Math.ceil(300_000_000 / block.length);

    await pipeline(Readable.from(Array.from({ length: blocks }, () => block)), child.stdin);
    const [status] = (await closed) as [number | null];

    const [summary, maxRss] = Buffer.concat(stderr).toString().trim().split('\n');
    expect(status).toBe(0);
    expect(JSON.parse(summary!)).toMatchObject({ rowsOut: blocks * 2_000, textBytes: blocks * block.length });
    // One event takes about 75 MB, 2 GB take 90 MB on a quiet machine; a busy one collects garbage later.
    expect(Number(maxRss) * 1024).toBeLessThan(250_000_000);
  }, 180_000);
});

function trafficLines(events: number): string {
  const from = Date.UTC(2026, 4, 12);
  return [...auditTraffic({ seed: 7, events, from, to: from + 3_600_000 })].map(({ text }) => `${text}\n`).join('');
}
