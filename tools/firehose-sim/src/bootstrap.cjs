'use strict';

// The runtime client: takes Lambda events from the Runtime API, calls the handler, sends the answer back.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
// Plain JavaScript without dependencies: the child process runs nothing but this file and the bundle.

const http = require('node:http');

const [, , bundlePath, handlerName] = process.argv;
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
// The version is that of this process, which need not be the simulation's.
process.env.AWS_EXECUTION_ENV = `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** Ends what an invocation wrote, so that its lines are told from those of the next one. */
const END_OF_INVOCATION = '\u001eend\n';

function call(method, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const options = {
      agent,
      host,
      port,
      method,
      path: `/2018-06-01/runtime${path}`,
      headers: { ...headers, ...length },
    };
    const request = http.request(options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

function describe(error) {
  const isError = error instanceof Error;
  return JSON.stringify({
    errorType: isError ? error.name : 'Error',
    errorMessage: isError ? error.message : String(error),
    trace: isError && error.stack ? error.stack.split('\n') : [],
  });
}

function sendError(path, error, type) {
  return call('POST', path, describe(error), { 'Lambda-Runtime-Function-Error-Type': type });
}

async function loadHandler() {
  let loaded;
  try {
    loaded = require(bundlePath);
  } catch (error) {
    await sendError('/init/error', error, 'Runtime.ImportModuleError');
    process.exit(1);
  }
  if (typeof loaded[handlerName] === 'function') return loaded[handlerName];
  await sendError('/init/error', new Error(`${handlerName} is undefined or not exported`), 'Runtime.HandlerNotFound');
  return process.exit(1);
}

function contextOf(headers) {
  const deadlineMs = Number(headers['lambda-runtime-deadline-ms']);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

async function answer(handler, invocation) {
  const id = invocation.headers['lambda-runtime-aws-request-id'];
  process.env._X_AMZN_TRACE_ID = invocation.headers['lambda-runtime-trace-id'];
  let response;
  let failure;
  try {
    response = await handler(JSON.parse(invocation.body.toString('utf8')), contextOf(invocation.headers));
  } catch (error) {
    failure = { error, type: error instanceof Error ? error.name : 'Error' };
  }
  let text;
  try {
    text = JSON.stringify(response === undefined ? null : response);
  } catch (error) {
    failure ??= { error, type: 'Runtime.MarshalError' };
  }
  process.stdout.write(END_OF_INVOCATION);
  process.stderr.write(END_OF_INVOCATION);
  if (failure) await sendError(`/invocation/${id}/error`, failure.error, failure.type);
  else await call('POST', `/invocation/${id}/response`, text, { 'Content-Type': 'application/json' });
}

async function main() {
  const handler = await loadHandler();
  for (;;) await answer(handler, await call('GET', '/invocation/next'));
}

// The Runtime API is gone when the simulation is: then there is nobody to tell.
main().catch(() => process.exit(1));
