import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { BenchReport } from '../src/report';
import { costPerTb } from '../src/tune/cost';
import type { TuneResult } from '../src/tune/run-tune';
import { sampleReport } from './sample-report';

const ROOT = resolve(__dirname, '../../..');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-run-'));
  writeFileSync(join(folder, 'other.json'), '{"name":"other"}');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function bench(...args: string[]) {
  const page = join(folder, 'page.html');
  const child = spawnSync(process.execPath, [join(ROOT, 'tools/bin/bench.cjs'), '--page', page, ...args], {
    encoding: 'utf8',
    cwd: folder,
  });
  return { ...child, page };
}

/** The members of an object, in order. */
const membersOf = (value: object): string[] => Object.keys(value);

describe('npm run bench', () => {
  it('measures, compares, prints a report of one form and writes the page', () => {
    const base = join(folder, 'base.json');
    writeFileSync(base, JSON.stringify(sampleReport({ floor: 1, simd: 1e6, naive: 1e6 })));

    const { status, stdout, stderr, page } = bench('--quick', '--json', '--compare', base);

    expect(status).toBe(0);
    expect(stderr).toMatch(/S handler simd .*faster/);
    const report = JSON.parse(stdout) as BenchReport;
    expect(membersOf(report)).toEqual(membersOf(sampleReport()));
    expect(membersOf(report.machine)).toEqual(membersOf(sampleReport().machine));
    expect(report.sets.map(membersOf)).toEqual(sampleReport().sets.map(membersOf));
    expect(report.sets[0]!.measurements.map(({ variant, mode }) => `${variant} ${mode}`)).toEqual(
      ['floor', 'reference', 'portable', 'simd', 'naive', 'blueprint', 'four-fields'].flatMap((variant) => [
        `${variant} handler`,
        `${variant} endToEnd`,
      ]),
    );
    expect(report.sets[0]!.declined).toEqual({ portable: 0, simd: 0 });
    expect(report.cold.handlers.map(({ handler }) => handler)).toEqual([
      'nothing',
      'lambda',
      'reference',
      'simd',
      'naive',
    ]);
    expect(report.memory.map(({ handler }) => handler)).toEqual(['lambda', 'reference', 'simd', 'naive']);
    expect(report.memory.every(({ baseMb, peakMb }) => baseMb > 0 && peakMb > baseMb)).toBe(true);
    expect(new Set(report.scaling.map(({ variant }) => variant)).size).toBe(4);
    expect(readFileSync(page, 'utf8')).toContain('<h2>Compared with the base</h2>');
  }, 300_000);

  it('recommends what to deploy, with its cost by the formula', () => {
    const { status, stdout } = bench('--tune', '--quick', '--json', '--vcpu-speed', '0.5');

    const { hints, worstCase, candidates, recommended } = JSON.parse(stdout) as TuneResult;
    expect(status).toBe(0);
    expect(hints.map(({ hintMb }) => hintMb)).toEqual([0.2]);
    expect(hints[0]!.responseBytes).toBeGreaterThan(1e6);
    expect(worstCase.peakMb).toBeGreaterThan(hints[0]!.peakMb);
    expect(candidates.map(({ memoryMb }) => memoryMb)).toEqual([128, 256, 512, 768, 1_024, 1_769, 3_008]);
    expect(candidates).toContainEqual(recommended);
    expect(recommended!.usdPerTb).toBe(costPerTb(hints[0]!, recommended!.memoryMb, 0.5));
  }, 300_000);

  it('names the payload sets in its help, and which of them it measures by itself', () => {
    const { status, stdout } = bench('--help');

    expect(status).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'payload sets, of S, M, L, mixed and hostile, with commas (default: S,M,mixed,hostile)',
    );
  });

  it.each([
    [['--set', 'S,XL'], /S, M, L, mixed and hostile/],
    [['--rounds', '0'], /whole number above 0/],
    [['--compare', 'nowhere.json'], /nowhere\.json cannot be read: there is no such file/],
    [['--compare', 'other.json'], /other\.json is no report of this version: make one with npm run -s bench -- --json/],
    [['--input', 'nowhere.log'], /nowhere\.log cannot be read/],
    [['--tune', '--vcpu-speed', 'fast'], /ratio above 0/],
  ])('says in one line what is wrong with %j', (args, sentence) => {
    const { status, stdout, stderr } = bench('--quick', ...args);
    const line = stderr
      .trim()
      .split('\n')
      .filter((one) => !one.includes(' warning: '));

    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(line).toEqual([expect.stringMatching(sentence)]);
    expect(line[0]).toMatch(/^eks-sentinel bench: /);
  });
});
