import { spawn, spawnSync } from 'node:child_process';

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
  const exited = new Promise<void>((resolve) => {
    server.once('exit', () => {
      resolve();
    });
  });
  const endpoint = await new Promise<string>((resolve, reject) => {
    let said = '';
    // Read to the end: a full pipe would stop the server.
    server.stderr.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString('utf8')}`.slice(-4096);
      const match = /http:\/\/127\.0\.0\.1:[0-9]+/.exec(said);
      if (match !== null) resolve(match[0]);
    });
    server.once('exit', () => {
      reject(new Error('moto_server ended before it named its port'));
    });
  });
  return {
    endpoint,
    stop: async () => {
      server.kill();
      await exited;
    },
  };
}
