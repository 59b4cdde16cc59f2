import { describe, expect, it } from '@jest/globals';

import { classifyFailure } from '../../src/doctor/stack-failure';

describe('classifyFailure', () => {
  // Reasons as CloudFormation passes them on from the services.
  it.each([
    [
      'missing_permission',
      'User: arn:aws:iam::111122223333:user/ops is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::1:role/x',
    ],
    ['missing_permission', 'API: s3:CreateBucket Access Denied'],
    ['name_taken', 'acme-eks-audit already exists'],
    ['name_taken', "Resource of type 'AWS::SQS::Queue' with identifier 'MicrosoftSentinelEKSSqs' already exists."],
    ['provider_exists', 'EntityAlreadyExists: Provider with url https://sts.windows.net/33e01921/ already exists.'],
    ['cluster_unknown', 'No cluster found for name: prod-9.'],
    ['log_group_missing', 'The specified log group does not exist. (Service: CloudWatchLogs, Status Code: 400)'],
    ['other', 'Properties validation failed for resource LogsBucket'],
  ])('takes it for %s', (kind, reason) => {
    expect(classifyFailure(reason).kind).toBe(kind);
  });

  it('names the action that the deployer lacks', () => {
    const reason = 'User: x is not authorized to perform: iam:PassRole on resource: y';

    expect(classifyFailure(reason).sentence).toBe('the deployer lacks iam:PassRole');
  });
});
