import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { FirehoseSimulationError } from './simulation-error';

const HOST = '127.0.0.1';

export interface LoopbackServer {
  /** `127.0.0.1:<port>` */
  address: string;
  port: number;
  close: () => Promise<void>;
}

/** Serves HTTP on loopback; port 0 takes a free one. */
export async function listen(listener: RequestListener, port: number): Promise<LoopbackServer> {
  const server = createServer(listener);
  // A function can compute for minutes between two calls on the same connection.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await open(server, port);
  const { port: opened } = server.address() as AddressInfo;
  return {
    address: `${HOST}:${opened}`,
    port: opened,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function open(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${error.code ?? 'unknown'})`;
      const advice = 'choose another port, or 0 for a free one';
      reject(new FirehoseSimulationError(`firehose-sim: port ${port} on ${HOST} ${why}: ${advice}`));
    });
    server.listen(port, HOST, resolve);
  });
}
