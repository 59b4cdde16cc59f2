import type { IncomingMessage, ServerResponse } from 'node:http';

import { MAX_INVOCATION_RESPONSE_BYTES } from './limits';
import { listen } from './listen';
import { readBody } from './read-body';

/** How the process answered: what the handler returned, or an error type of Lambda's. */
export type FunctionAnswer = { ok: true; body: Buffer } | { ok: false; errorType: string; errorMessage: string };

export interface RuntimeApiEvents {
  /** The process asks for work for the first time, or again. */
  onReady(): void;
  onAnswer(requestId: string, answer: FunctionAnswer): void;
  onInitError(answer: FunctionAnswer): void;
}

export interface Invocation {
  requestId: string;
  functionArn: string;
  timeoutMs: number;
  payload: Buffer;
  /** Called when the process has the Lambda event: from here its time runs. */
  onTaken: () => void;
}

/** The side of the Runtime API that the Lambda service plays, for one process. */
export interface RuntimeApi {
  /** Value of AWS_LAMBDA_RUNTIME_API. */
  address: string;
  offer(invocation: Invocation): void;
  /** Forgets what is offered: the process is gone. */
  withdraw(): void;
  close(): Promise<void>;
}

const PREFIX = '/2018-06-01/runtime';

/** https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export async function startRuntimeApi(events: RuntimeApiEvents): Promise<RuntimeApi> {
  let offered: Invocation | undefined;
  let waiting: ServerResponse | undefined;

  function hand(): void {
    if (!offered || !waiting) return;
    const { requestId, functionArn, timeoutMs, payload, onTaken } = offered;
    const response = waiting;
    offered = undefined;
    waiting = undefined;
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': payload.length,
      'Lambda-Runtime-Aws-Request-Id': requestId,
      'Lambda-Runtime-Deadline-Ms': Date.now() + timeoutMs,
      'Lambda-Runtime-Invoked-Function-Arn': functionArn,
      'Lambda-Runtime-Trace-Id': `Root=1-00000000-${requestId.replaceAll('-', '').slice(0, 24)};Sampled=0`,
    });
    response.end(payload, onTaken);
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (request.method === 'GET' && path === `${PREFIX}/invocation/next`) {
      waiting = response;
      events.onReady();
      hand();
      return;
    }
    const body = await readBody(request, MAX_INVOCATION_RESPONSE_BYTES);
    if (path === `${PREFIX}/init/error`) {
      events.onInitError(errorAnswer(request, body));
      reply(response, 202, { status: 'OK' });
      return;
    }
    const [, requestId, kind] = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    if (requestId === undefined) {
      reply(response, 404, { errorType: 'InvalidRequest', errorMessage: 'no such path' });
    } else if (kind === 'error') {
      events.onAnswer(requestId, errorAnswer(request, body));
      reply(response, 202, { status: 'OK' });
    } else if (body === undefined) {
      events.onAnswer(requestId, TOO_LARGE);
      reply(response, 413, { errorType: 'RequestEntityTooLarge', errorMessage: TOO_LARGE.errorMessage });
    } else {
      events.onAnswer(requestId, { ok: true, body });
      reply(response, 202, { status: 'OK' });
    }
  }

  const server = await listen((request, response) => {
    // The only way to fail is a connection that breaks: the process died, and its exit tells.
    route(request, response).catch(() => response.destroy());
  }, 0);

  return {
    address: server.address,
    offer: (invocation) => {
      offered = invocation;
      hand();
    },
    withdraw: () => {
      offered = undefined;
      waiting = undefined;
    },
    close: server.close,
  };
}

const TOO_LARGE = {
  ok: false,
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_INVOCATION_RESPONSE_BYTES} bytes).`,
} as const;

function errorAnswer(request: IncomingMessage, body: Buffer | undefined): FunctionAnswer {
  const type = request.headers['lambda-runtime-function-error-type'];
  let errorMessage = '';
  try {
    const parsed = JSON.parse(body?.toString('utf8') ?? '') as { errorMessage?: unknown };
    if (typeof parsed.errorMessage === 'string') errorMessage = parsed.errorMessage;
  } catch {
    // A runtime may send an error without a readable body.
  }
  return { ok: false, errorType: typeof type === 'string' ? type : 'Unhandled', errorMessage };
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}
