import type { LifecycleRule, PublicAccessBlockConfiguration, ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import { ERRORS_PREFIX, ROWS_PREFIX } from '@eks-sentinel/connector';

import { valueOf } from '../../aws/answer';
import { ownCommand } from '../../shell/own-command';
import type { ShellCommand } from '../../shell/shell-command';
import { awsCommand } from '../aws-command';
import { bucketArn, chainOptions, expectedResource, type Chain } from '../chain';
import { check, passIf, result, type CheckResult } from '../check';
import { isDenied } from '../policy';
import { destinationOf } from './firehose';
import type { BucketFacts } from './s3-facts';
import { judgeNotifications } from './s3-notifications';

const BLOCKS = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const;

/** What the bucket is, what it announces, and what lies in it. */
export function judgeBucket(facts: BucketFacts, chain: Chain): CheckResult[] {
  const Bucket = chain.bucket!;
  const exists = { id: 's3.exists', subject: Bucket, expected: 'a bucket of this name' } as const;
  if (facts.head.kind === 'absent') {
    return [result(exists, { status: 'FAIL', observed: 'no such bucket', fix: createBucket(chain) })];
  }
  return [
    check(exists, facts.head, (region) => ({ status: 'PASS', observed: `exists in ${region ?? chain.region}` })),
    ...judgeNotifications(facts, chain),
    judgePublicAccess(facts, chain),
    ...judgePolicy(facts, chain),
    check({ id: 's3.encryption', subject: Bucket, expected: 'encrypted by default' }, facts.encryption, (algorithm) =>
      passIf(algorithm !== undefined, algorithm ?? 'none', 'WARN', encrypt(chain)),
    ),
    check({ id: 's3.lifecycle', subject: Bucket, expected: 'rows and failures expire' }, facts.lifecycle, (rules) => {
      const missing = [ROWS_PREFIX, ERRORS_PREFIX].filter((prefix) => !rules.some((rule) => expires(rule, prefix)));
      const observed = missing.length === 0 ? 'both expire' : `never expires: ${missing.join(', ')}`;
      return passIf(missing.length === 0, observed, 'WARN', lifecycle(chain));
    }),
    ...judgeObjects(facts, chain),
  ];
}

function judgePublicAccess({ publicAccess }: BucketFacts, chain: Chain): CheckResult {
  const question = { id: 's3.public-access', subject: chain.bucket!, expected: 'all four blocks are on' } as const;
  return check(question, publicAccess, (blocks) => {
    const off = BLOCKS.filter((block) => blocks[block] !== true);
    const fix = awsCommand('s3api', 'PutPublicAccessBlock', chain.region, {
      Bucket: chain.bucket!,
      PublicAccessBlockConfiguration: expectedResource(chain, 'LogsBucket')[
        'PublicAccessBlockConfiguration'
      ] as PublicAccessBlockConfiguration,
    });
    return passIf(off.length === 0, off.length === 0 ? 'all four' : `off: ${off.join(', ')}`, 'FAIL', fix);
  });
}

function judgePolicy({ policy, stream }: BucketFacts, chain: Chain): CheckResult[] {
  const subject = chain.bucket!;
  const role = destinationOf(valueOf(stream))?.RoleARN;
  const document = expectedResource(chain, 'LogsBucketPolicy', role === undefined ? {} : { FirehoseRole: role });
  const fix = awsCommand('s3api', 'PutBucketPolicy', chain.region, {
    Bucket: subject,
    Policy: JSON.stringify(document['PolicyDocument']),
  });
  const object = `${bucketArn(chain)}/${ROWS_PREFIX}x`;
  const secure = { 'aws:securetransport': 'true', 's3:tlsversion': '1.3' };
  const plain = check({ id: 's3.policy', subject, expected: 'plain HTTP is denied' }, policy, (one) => {
    const context = { 'aws:securetransport': 'false', 'aws:principalarn': role ?? '' };
    const denied = isDenied(one, { action: 's3:GetObject', resource: object, context });
    return passIf(denied, denied ? 'denied' : 'allowed: no statement denies it', 'WARN', fix);
  });
  if (role === undefined) return [plain];
  const question = { id: 's3.policy-firehose', subject, expected: 'the policy lets Firehose write' } as const;
  const writes = check(question, policy, (one) => {
    const context = { ...secure, 'aws:principalarn': role };
    const denied = isDenied(one, { action: 's3:PutObject', resource: object, principal: ['AWS', role], context });
    return passIf(!denied, denied ? `denies s3:PutObject to ${role}` : 'it does', 'FAIL', fix);
  });
  return [plain, writes];
}

function judgeObjects({ recentRows, errors }: BucketFacts, chain: Chain): CheckResult[] {
  const subject = chain.bucket!;
  const list = awsCommand('s3api', 'ListObjectsV2', chain.region, { Bucket: subject, Prefix: ROWS_PREFIX });
  return [
    check({ id: 's3.rows', subject, expected: 'objects of rows in this hour or the one before' }, recentRows, (count) =>
      passIf(count > 0, count > 0 ? `${count} objects` : 'no object', 'FAIL', list),
    ),
    check({ id: 's3.errors', subject, expected: 'no failures in the last 24 hours' }, errors, ({ recent, older }) => {
      const observed = `${recent} objects under errors/ of the last 24 hours, ${older} older ones`;
      return passIf(recent === 0, observed, 'WARN', redrive(chain));
    }),
  ];
}

/** Without a stack nobody knows the work list: the prefix takes its place. */
function redrive(chain: Chain): ShellCommand {
  const names = { bucket: chain.bucket, stream: chain.stream, prefix: ERRORS_PREFIX };
  return ownCommand('redrive', chainOptions(chain, names));
}

function expires(rule: LifecycleRule, prefix: string): boolean {
  const { Filter, Status, Expiration } = rule;
  const covered = Filter?.Prefix ?? Filter?.And?.Prefix ?? '';
  return Status === 'Enabled' && Expiration?.Days !== undefined && prefix.startsWith(covered);
}

function createBucket({ bucket, region }: Chain): ShellCommand {
  // In us-east-1, the one region that needs no constraint, it would be refused.
  const place = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } };
  return awsCommand('s3api', 'CreateBucket', region, { Bucket: bucket!, ...place });
}

function encrypt(chain: Chain): ShellCommand {
  const { ServerSideEncryptionConfiguration: rules } = expectedResource(chain, 'LogsBucket')['BucketEncryption'] as {
    readonly ServerSideEncryptionConfiguration: readonly {
      readonly ServerSideEncryptionByDefault: ServerSideEncryptionRule['ApplyServerSideEncryptionByDefault'];
      readonly BucketKeyEnabled?: boolean;
    }[];
  };
  return awsCommand('s3api', 'PutBucketEncryption', chain.region, {
    Bucket: chain.bucket!,
    ServerSideEncryptionConfiguration: {
      Rules: rules.map(({ ServerSideEncryptionByDefault, ...rest }) => ({
        ApplyServerSideEncryptionByDefault: ServerSideEncryptionByDefault,
        ...rest,
      })),
    },
  });
}

/** The rules as the API takes them, which CloudFormation spells a little differently. */
function lifecycle(chain: Chain): ShellCommand {
  const { Rules } = expectedResource(chain, 'LogsBucket')['LifecycleConfiguration'] as {
    readonly Rules: readonly (Omit<LifecycleRule, 'Filter' | 'Prefix'> & {
      readonly Id: string;
      readonly Prefix?: string;
      readonly ExpirationInDays?: number | string;
      readonly ExpiredObjectDeleteMarker?: boolean;
    })[];
  };
  return awsCommand('s3api', 'PutBucketLifecycleConfiguration', chain.region, {
    Bucket: chain.bucket!,
    LifecycleConfiguration: {
      Rules: Rules.map(({ Id, Prefix = '', ExpirationInDays, ExpiredObjectDeleteMarker, ...rest }) => ({
        ID: Id,
        Filter: { Prefix },
        Expiration: ExpirationInDays === undefined ? { ExpiredObjectDeleteMarker } : { Days: Number(ExpirationInDays) },
        ...rest,
      })),
    },
  });
}
