import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What stands in for the server behind: an answer, or undefined to pass the request on. */
export type StandIn = (call: Call) => { readonly status: number; readonly body: string } | undefined;

/** A request as a service sees it. */
export interface Call {
  /** Such as `DescribeCluster` where the protocol names it, else method and path, such as `GET /clusters/prod-1`. */
  readonly name: string;
  readonly body: string;
  /** Whether the service speaks JSON; the others speak XML. */
  readonly isJson: boolean;
}

export interface AwsFront {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** A server on loopback in front of another one, for what that one lacks or does wrongly. */
export async function startAwsFront(behind: string, standIn: StandIn): Promise<AwsFront> {
  const server = createServer((incoming, outgoing) => {
    void answer(incoming, outgoing, behind, standIn);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  behind: string,
  standIn: StandIn,
): Promise<void> {
  const bytes = await buffer(incoming);
  const own = standIn(callOf(incoming, bytes.toString('utf8')));
  if (own !== undefined) {
    outgoing.writeHead(own.status, { 'content-type': 'application/json' }).end(own.body);
    return;
  }
  const { method, headers, url } = incoming;
  const onward = request(`${behind}${url}`, { method, headers }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  onward.end(bytes);
}

function callOf({ method = '', url = '', headers }: IncomingMessage, body: string): Call {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return { name: target.split('.')[1]!, body, isJson: true };
  const rpc = /\/operation\/(\w+)$/.exec(url)?.[1];
  if (rpc !== undefined) return { name: rpc, body, isJson: true };
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  if (action !== undefined) return { name: action, body, isJson: false };
  return { name: `${method} ${url}`, body, isJson: /^\/(clusters|20\d\d-)/.test(url) };
}
