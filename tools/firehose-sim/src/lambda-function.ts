import { dirname, resolve } from 'node:path';

/** The function that transforms, with everything that its process needs to know. */
export interface LambdaFunction {
  bundle: string;
  handler: string;
  name: string;
  arn: string;
  region: string;
  memoryMb: number;
  timeoutMs: number;
  nodePath: string;
  env: Record<string, string>;
}

/**
 * Share of the memory that V8's heap may take; the rest is for buffers and code, as in the managed Node.js runtime.
 */
const HEAP_SHARE = 0.9;

const BOOTSTRAP = resolve(__dirname, 'bootstrap.cjs');

/** Arguments of the child process. */
export function processArguments(fn: LambdaFunction): string[] {
  return [`--max-old-space-size=${Math.floor(fn.memoryMb * HEAP_SHARE)}`, BOOTSTRAP, fn.bundle, fn.handler];
}

/**
 * Environment of the child process: the reserved variables of Lambda and `fn.env`, nothing of this machine.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function processEnvironment(fn: LambdaFunction, runtimeApi: string): Record<string, string> {
  return {
    _HANDLER: `index.${fn.handler}`,
    AWS_REGION: fn.region,
    AWS_DEFAULT_REGION: fn.region,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: '1',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'simulated',
    LAMBDA_TASK_ROOT: dirname(fn.bundle),
    LAMBDA_RUNTIME_DIR: __dirname,
    TZ: 'UTC',
    // The SDK must never ask a metadata service, nor print its notice about Node versions, inside a simulation.
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...fn.env,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
  };
}
