import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { ALIAS_NAME, PARAMETERS, TRANSFORM_TIMEOUT_SECONDS } from '@eks-sentinel/connector';

import { MB_PER_VCPU } from '../../bench/src/tune/cost';
import { callAws } from '../aws/call-aws';

/** What decides how much work the transform can do in one invocation. */
export interface FunctionSize {
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
}

/** The size of a stack whose parameters were left as they are. */
export const DEFAULT_SIZE: FunctionSize = {
  timeoutSeconds: TRANSFORM_TIMEOUT_SECONDS,
  memoryMb: Number(PARAMETERS['MemorySize']!.Default),
};

/** The size of the version that is in service. */
export async function readFunctionSize(lambda: LambdaClient, functionName: string): Promise<FunctionSize> {
  const call = {
    action: 'lambda:GetFunctionConfiguration',
    on: `function ${functionName} (or give --timeout and --memory)`,
  };
  const command = new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: ALIAS_NAME });
  const { Timeout: timeoutSeconds, MemorySize: memoryMb } = await callAws(call, () => lambda.send(command));
  return {
    timeoutSeconds: timeoutSeconds ?? DEFAULT_SIZE.timeoutSeconds,
    memoryMb: memoryMb ?? DEFAULT_SIZE.memoryMb,
  };
}

/**
 * How long a function of this size may work, less the reserve before its deadline, in milliseconds of a whole CPU. This
 * machine's is taken to be as fast as one of Lambda's.
 */
export function workMsOf({ timeoutSeconds, memoryMb }: FunctionSize, deadlineReserveMs: number): number {
  return Math.max(0, timeoutSeconds * 1_000 - deadlineReserveMs) * Math.min(1, memoryMb / MB_PER_VCPU);
}
