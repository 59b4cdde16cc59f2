import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { runCli } from '../../src/cli/run-cli';
import { demoCommand } from '../../src/commands/demo';
import { collector, makeTestFolder, type TestFolder } from './run';

const HOSTILE = '\u001b]0;PWNED\u0007\u001b[31m\u007f\u009b31m\u202e\u2066\u2028';
const DRIVING = /[\p{C}\p{Zl}\p{Zp}]/u;

let folder: TestFolder;
beforeEach(() => {
  folder = makeTestFolder();
});
afterEach(() => {
  folder.remove();
});

describe('eks-sentinel demo, fed with what drives a terminal', () => {
  it('prints none of it, from any column or name', async () => {
    const event = {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      auditID: HOSTILE,
      stage: HOSTILE,
      verb: HOSTILE,
      requestURI: HOSTILE,
      user: { username: HOSTILE },
      sourceIPs: [HOSTILE],
      userAgent: HOSTILE,
      objectRef: { resource: HOSTILE, namespace: HOSTILE, name: HOSTILE },
      responseStatus: { code: 403 },
      stageTimestamp: HOSTILE,
      annotations: { 'authorization.k8s.io/decision': HOSTILE },
    };
    const input = join(folder.path, `audit${HOSTILE}.log`);
    writeFileSync(input, `${JSON.stringify(event)}\n${JSON.stringify({ ...event, auditID: 'b' })}\n`);
    const stdout = collector();
    const stderr = Object.assign(collector(), { isTTY: true, columns: 80 });
    const io = { stdin: Readable.from([]), stdout, stderr, env: {}, now: Date.now };

    const args = ['demo', '--input', input, '--out', join(folder.path, `out${HOSTILE}`)];
    const exitCode = await runCli([demoCommand], args, io);

    const text = stdout.text();
    expect(exitCode).toBe(0);
    expect(text).toContain(String.raw`\u001b]0;PW`);
    expect(text.replaceAll('\n', '')).not.toMatch(DRIVING);
    expect(stderr.text().replaceAll('\r\u001b[K', '').replaceAll('\n', '')).not.toMatch(DRIVING);
  });
});
