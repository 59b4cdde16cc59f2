import { DescribeDeliveryStreamCommand } from '@aws-sdk/client-firehose';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';

import { ask, type Answer } from '../../aws/answer';
import type { AwsClients } from '../../aws/aws-clients';
import type { Chain } from '../chain';
import { check, result, type CheckResult, type Question } from '../check';

/** Whether the names that the stack would take are free. */
export async function checkNames(aws: AwsClients, chain: Chain): Promise<CheckResult[]> {
  const { bucket, queue, role, stream, functionName } = chain;
  const queues = queue === undefined ? [] : [queue, `${queue}-dlq`, `${queue}-errors`];
  return Promise.all([
    ...(bucket === undefined ? [] : [checkBucket(aws, bucket)]),
    ...queues.map((QueueName) =>
      checkFree({ id: 'preflight.queue', subject: QueueName }, 'SentinelSQSQueueName', 'sqs:GetQueueUrl', () =>
        aws.sqs.send(new GetQueueUrlCommand({ QueueName })),
      ),
    ),
    ...(role === undefined
      ? []
      : [
          checkFree({ id: 'preflight.role', subject: role }, 'AwsRoleName', 'iam:GetRole', () =>
            aws.iam.send(new GetRoleCommand({ RoleName: role })),
          ),
        ]),
    ...(stream === undefined
      ? []
      : [
          checkFree(
            { id: 'preflight.stream', subject: stream },
            'the stack name',
            'firehose:DescribeDeliveryStream',
            () => aws.firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: stream })),
          ),
        ]),
    ...(functionName === undefined
      ? []
      : [
          checkFree(
            { id: 'preflight.function', subject: functionName },
            'the stack name',
            'lambda:GetFunctionConfiguration',
            () => aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName })),
          ),
        ]),
  ]);
}

/** The names of buckets are those of all accounts: one that may not be looked at is taken by somebody. */
async function checkBucket({ s3 }: AwsClients, Bucket: string): Promise<CheckResult> {
  const head = await ask('s3:ListBucket', () => s3.send(new HeadBucketCommand({ Bucket })));
  const question = { id: 'preflight.bucket', subject: Bucket, expected: 'a name that is free in all of AWS' } as const;
  if (head.kind === 'denied') return result(question, taken('by another account, or you may not see it', 'BucketName'));
  // S3 answers with a redirection where the bucket lies in another region.
  if (head.kind === 'failed' && /Redirect|^301$/.test(head.code)) {
    return result(question, taken('in another region', 'BucketName'));
  }
  return judgeFree(question, 'BucketName', head);
}

async function checkFree(
  question: Omit<Question, 'expected'>,
  parameter: string,
  action: string,
  look: () => Promise<unknown>,
): Promise<CheckResult> {
  return judgeFree({ ...question, expected: 'a name that is free' }, parameter, await ask(action, look));
}

function judgeFree(question: Question, parameter: string, answer: Answer<unknown>): CheckResult {
  if (answer.kind === 'absent') return result(question, { status: 'PASS', observed: 'free' });
  return check(question, answer, () => taken('in this account', parameter));
}

function taken(where: string, parameter: string): { status: 'FAIL'; observed: string } {
  return { status: 'FAIL', observed: `taken ${where}: choose another (${parameter})` };
}
