import { DescribeStacksCommand, paginateDescribeStackEvents, type StackEvent } from '@aws-sdk/client-cloudformation';

import { ask, mapAnswer, valueOf, type Answer } from '../../aws/answer';
import type { AwsClients } from '../../aws/aws-clients';
import type { ShellCommand } from '../../shell/shell-command';
import { awsCommand } from '../aws-command';
import { expectedResource, type Chain } from '../chain';
import { check, type CheckResult, type Station, type Verdict } from '../check';
import { identityOf } from '../identity-names';
import { classifyFailure, type FailureClass } from '../stack-failure';
import { step1 } from './cluster';

export interface StackFacts {
  readonly status: Answer<string>;
  /** Events of the last operation, the newest first. */
  readonly events: Answer<readonly StackEvent[]>;
}

/** Pages of events that are read back to the beginning of the last operation. */
const MOST_PAGES = 10;

/** CloudFormation: the stack is whole, or why it is not. */
export const stackStation: Station<StackFacts | undefined> = {
  id: 'stack',

  observe: async (aws, { stack }) => {
    if (stack === undefined) return undefined;
    const described = await ask('cloudformation:DescribeStacks', () =>
      aws.cloudFormation.send(new DescribeStacksCommand({ StackName: stack })),
    );
    const status = mapAnswer(described, ({ Stacks = [] }) => Stacks[0]?.StackStatus ?? 'unknown');
    if (isWhole(valueOf(status))) return { status, events: { kind: 'value', value: [] } };
    return { status, events: await ask('cloudformation:DescribeStackEvents', () => lastOperation(aws, stack)) };
  },

  judge: (facts, chain) => (facts === undefined ? [] : judgeStack(facts, chain)),
};

async function lastOperation({ cloudFormation }: AwsClients, StackName: string): Promise<StackEvent[]> {
  const events: StackEvent[] = [];
  let pages = 0;
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client: cloudFormation }, { StackName })) {
    for (const event of StackEvents) {
      events.push(event);
      const isStack = event.ResourceType === 'AWS::CloudFormation::Stack' && event.LogicalResourceId === StackName;
      if (isStack && /^(CREATE|UPDATE)_IN_PROGRESS$/.test(event.ResourceStatus ?? '')) return events;
    }
    if (++pages === MOST_PAGES) break;
  }
  return events;
}

function isWhole(status: string | undefined): boolean {
  return status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE' || status === 'IMPORT_COMPLETE';
}

function judgeStack({ status, events }: StackFacts, chain: Chain): CheckResult[] {
  const subject = chain.stack!;
  const question = { id: 'stack.status', subject, expected: 'CREATE_COMPLETE or UPDATE_COMPLETE' } as const;
  return [
    check(question, status, (found): Verdict => {
      if (isWhole(found)) return { status: 'PASS', observed: found };
      const first = firstFailure(valueOf(events) ?? []);
      const show = awsCommand('cloudformation', 'DescribeStackEvents', chain.region, { StackName: subject });
      if (found.endsWith('_IN_PROGRESS') && first === undefined) return { status: 'WARN', observed: found, fix: show };
      // What was there before an update that failed still works.
      const bad = found === 'UPDATE_ROLLBACK_COMPLETE' ? 'WARN' : 'FAIL';
      if (first === undefined) return { status: bad, observed: `${found}, and ${whyNot(events)}`, fix: show };
      const failure = classifyFailure(first.ResourceStatusReason ?? '');
      const observed = `${found}: ${first.LogicalResourceId ?? ''} failed first: ${failure.sentence}`;
      return { status: bad, observed, fix: fixOf(failure.kind, chain) ?? show };
    }),
  ];
}

/** The first failure of the last operation; what was cancelled after it says nothing. */
function firstFailure(events: readonly StackEvent[]): StackEvent | undefined {
  return events.findLast(
    ({ ResourceStatus, ResourceStatusReason = '' }) =>
      (ResourceStatus ?? '').endsWith('_FAILED') && !/cancell?ed/i.test(ResourceStatusReason),
  );
}

function whyNot(events: StackFacts['events']): string {
  return events.kind === 'denied' ? `the reason may not be read: ${events.action}` : 'no event says why';
}

function fixOf(kind: FailureClass, chain: Chain): ShellCommand | undefined {
  switch (kind) {
    case 'provider_exists': {
      const { providerArn, audience } = identityOf(chain);
      const input = { OpenIDConnectProviderArn: providerArn, ClientID: audience };
      return awsCommand('iam', 'AddClientIDToOpenIDConnectProvider', chain.region, input);
    }
    case 'cluster_unknown':
      return awsCommand('eks', 'ListClusters', chain.region, {});
    case 'log_group_missing':
      return step1(chain, chain.clusters[0]?.name ?? '<cluster>');
    case 'name_taken':
      return awsCommand('s3api', 'HeadBucket', chain.region, {
        Bucket: String(expectedResource(chain, 'LogsBucket')['BucketName']),
      });
    case 'missing_permission':
    case 'other':
      return undefined;
  }
}
