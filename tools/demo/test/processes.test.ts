import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { buildBundle } from '../src/build-bundle';
import type { DemoSummary } from '../src/summary';
import { makeTestFolder, type TestFolder } from './run';

const SHIM = resolve(__dirname, '../../bin/eks-sentinel.cjs');

let folder: TestFolder;
beforeEach(() => {
  folder = makeTestFolder();
  mkdirSync(join(folder.path, 'tmp'));
  buildBundle();
});
afterEach(() => {
  folder.remove();
});

interface DemoProcess {
  readonly child: ChildProcess;
  readonly stderr: () => string;
  /** Resolves at the end. */
  readonly ended: Promise<{ readonly exitCode: number | null; readonly stdout: string }>;
}

/** Starts the command as the leader of a process group, with a folder of its own for temporary files. */
function startDemo(...args: string[]): DemoProcess {
  const child = spawn(process.execPath, [SHIM, 'demo', '--out', join(folder.path, 'out'), ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: join(folder.path, 'tmp') },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(([exitCode]) => ({ exitCode: exitCode as number | null, stdout }));
  return { child, stderr: () => stderr, ended };
}

/** The names of what still runs in a process group, the Lambda's process among them; only Linux tells. */
function livingProcesses(group: number): string[] {
  const stats = existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return stats.map(readStat).flatMap((stat) => {
    const [, name = '', state = '', , pgrp = ''] = /^\d+ \((.*)\) (\S) (\d+) (\d+)/.exec(stat) ?? [];
    return Number(pgrp) === group && state !== 'Z' ? [name] : [];
  });
}

/** Where the system does not tell, it is taken for running. */
function isLambdaRunning(group: number): boolean {
  return !existsSync('/proc') || livingProcesses(group).length >= 2;
}

function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}

describe('processes of the demo', () => {
  it('lets two demos run side by side', async () => {
    const demos = [startDemo('--events', '300', '--json'), startDemo('--events', '300', '--json')];

    const results = await Promise.all(demos.map(({ ended }) => ended));

    const summaries = results.map(({ stdout }) => JSON.parse(stdout) as DemoSummary);
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(summaries.map(({ rows }) => rows)).toEqual([300, 300]);
    expect(new Set(summaries.map((summary) => summary.folder)).size).toBe(2);
    expect(readdirSync(join(folder.path, 'tmp'))).toEqual([]);
  });

  it('ends cleanly on Ctrl-C, in the middle of the work', async () => {
    const { child, stderr, ended } = startDemo('--events', '1000000', '--faults');
    await new Promise<void>((resolve) => {
      child.stderr!.on('data', () => {
        if (stderr().includes('\nevents in') && isLambdaRunning(child.pid!)) resolve();
      });
    });

    child.kill('SIGINT');
    const { exitCode, stdout } = await ended;

    expect(exitCode).toBe(130);
    expect(stdout).toBe('');
    expect(stderr()).toMatch(/eks-sentinel demo: stopped; the rows so far lie in .*demo-\S+\n$/);
    expect(readdirSync(join(folder.path, 'tmp'))).toEqual([]);
    expect(livingProcesses(child.pid!)).toEqual([]);
  });
});
