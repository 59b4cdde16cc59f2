import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface Run {
  readonly status: number | null;
  /** What the person sees, in one piece. */
  readonly said: string;
}

const root = resolve(__dirname, '../../..');

/**
 * Runs the framework as a person does, but without credentials, configuration and region in the environment, and in a
 * work folder of its own, so that two runs side by side do not see each other.
 */
export function runSls(...words: string[]): Run {
  const workFolder = `out/sls-${process.pid}`;
  try {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [require.resolve('serverless/bin/serverless.js'), ...words],
      {
        cwd: root,
        env: {
          PATH: process.env['PATH'],
          HOME: join(root, workFolder),
          EKS_SENTINEL_WORK_FOLDER: workFolder,
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        },
        encoding: 'utf8',
        timeout: 60_000,
      },
    );
    return { status, said: `${stdout}${stderr}` };
  } finally {
    rmSync(join(root, workFolder), { recursive: true, force: true });
  }
}
