import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface MotoServer {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** Whether Python's moto_server can be started here. */
export function hasMotoServer(): boolean {
  return spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status === 0;
}

/** An emulation of AWS on a free port of loopback; it answers as soon as it names its port. */
export async function startMotoServer(): Promise<MotoServer> {
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = new Promise<void>((resolve) =>
    server.once('exit', () => {
      resolve();
    }),
  );
  for await (const line of createInterface({ input: server.stderr })) {
    const endpoint = /http:\/\/127\.0\.0\.1:[0-9]+/.exec(line)?.[0];
    if (endpoint === undefined) continue;
    // Nobody reads on: what the server logs would fill the pipe and stop it.
    server.stderr.resume();
    return {
      endpoint,
      stop: async () => {
        server.kill();
        await exited;
      },
    };
  }
  throw new Error('moto_server ended before it named its port');
}
