import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way to a server on which calls, counted from 1, can be held up and lost. */
export interface Proxy {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

export interface ProxyFaults {
  /** A call goes on when this resolves. */
  readonly hold?: (call: number) => Promise<unknown>;
  /** The answer to a call has come and is not passed on when this gives true. */
  readonly cut?: (call: number) => boolean;
}

export async function startProxy(target: string, faults: ProxyFaults): Promise<Proxy> {
  let calls = 0;
  const server = createServer((incoming, outgoing) => {
    calls += 1;
    const call = calls;
    const { method, headers, url = '/' } = incoming;
    void Promise.resolve(faults.hold?.(call)).then(() => {
      const forwarded = request(new URL(url, target), { method, headers }, (answer) => {
        if (faults.cut?.(call) === true) {
          answer.resume();
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(forwarded);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
