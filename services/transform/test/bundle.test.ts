import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = resolve(__dirname, '../../..');
const BUNDLE = join(ROOT, 'dist/transform/index.cjs');
const SAMPLES = join(ROOT, 'services/transform/samples');

let folder: string;
beforeAll(() => {
  if (!existsSync(BUNDLE)) execFileSync(process.execPath, [join(ROOT, 'tools/build/build-transform.cjs')]);
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  copyFileSync(BUNDLE, join(folder, 'index.cjs'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Invokes the bundle in a process and a folder that hold nothing else. */
function invokeBundle(sample: string, environment: Record<string, string> = {}) {
  const script = `
    console.log = console.info = console.warn = () => undefined;
    const event = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
    require('./index.cjs').handler(event).then(({ records }) => process.stdout.write(JSON.stringify(records)));
  `;
  const child = spawnSync(process.execPath, ['-e', script], {
    cwd: folder,
    input: readFileSync(join(SAMPLES, sample)),
    env: { PATH: process.env['PATH'], POWERTOOLS_DEV: 'true', ...environment },
    maxBuffer: 16 * 1_048_576,
  });
  const { stderr, stdout, status } = child;
  const records = status === 0 ? (JSON.parse(stdout.toString()) as { result: string; data?: string }[]) : [];
  return { status, records, results: records.map(({ result }) => result), error: stderr.toString() };
}

describe('the bundle', () => {
  it('stands alone and turns a sample into rows', () => {
    const { records, results } = invokeBundle('audit-mix.json');

    expect(results).toEqual(['Ok', 'Ok', 'Ok']);
    const lines = records.flatMap(({ data }) =>
      Buffer.from(data ?? '', 'base64')
        .toString()
        .trim()
        .split('\n'),
    );
    expect(lines.every((line) => (JSON.parse(line) as { ClusterName: string }).ClusterName !== '')).toBe(true);
  });

  it('answers the other samples as they deserve', () => {
    expect(invokeBundle('control-message.json').results).toEqual(['Dropped']);
    expect(invokeBundle('truncated.json').results).toEqual(['Ok']);
    expect(new Set(invokeBundle('noise.json').results)).toEqual(new Set(['Dropped', 'Ok']));
  });

  it('refuses a configuration that is not allowed when it is loaded', () => {
    const { status, error } = invokeBundle('control-message.json', { MAX_DECODED_BYTES: 'much' });

    expect(status).toBe(1);
    expect(error).toContain('ConfigError: MAX_DECODED_BYTES is a text of 4 characters that is no whole number');
  });

  it('is small enough for an inline template', () => {
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html: 1 MB a template
    expect(statSync(BUNDLE).size).toBeLessThan(900_000);
  });
});
