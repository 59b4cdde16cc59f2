import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way to a server that is cut once: the call arrives, and its answer is lost. */
export interface CuttingProxy {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** Calls `cut` when the answer to call number `call` (from 1) is there, and never passes that answer on. */
export async function startCuttingProxy(target: string, call: number, cut: () => void): Promise<CuttingProxy> {
  let calls = 0;
  const server = createServer((incoming, outgoing) => {
    calls += 1;
    const isCut = calls === call;
    const { method, headers, url = '/' } = incoming;
    const forwarded = request(new URL(url, target), { method, headers }, (answer) => {
      if (isCut) {
        answer.resume().once('end', cut);
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(forwarded);
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
