import { resolveIntrinsics, type Template } from '../src';

/** Where a stack is created and with which parameters. */
export interface Place {
  readonly partition?: string;
  readonly region?: string;
  readonly urlSuffix?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

export const ACCOUNT = '111122223333';
export const STACK = 'eks-sentinel-prod';
export const GIVEN = {
  EKSClusterName: 'prod-1',
  SentinelWorkspaceId: '01234567-89ab-cdef-0123-456789abcdef',
  BucketName: 'acme-eks-audit',
};

/** What CloudFormation makes of a part of the template: intrinsics replaced, conditions decided. */
export function resolve(template: Template, part: unknown, place: Place = {}): unknown {
  const values = parameterValues(template, place);
  const lookUp = (name: string): unknown => values[name] ?? attributeOf(template, name, lookUp, go);
  const go = (value: unknown): unknown => resolveIntrinsics(template, value, { values, attributeOf: lookUp });
  return go(part);
}

function parameterValues(template: Template, place: Place): Record<string, unknown> {
  const given: Readonly<Record<string, string>> = { ...GIVEN, ...place.parameters };
  const parameters = Object.entries(template.Parameters).map(([name, parameter]) => {
    const value = given[name] ?? parameter.Default;
    if (value === undefined) throw new Error(`no value for ${name}`);
    return [name, parameter.Type === 'CommaDelimitedList' ? String(value).split(',') : value];
  });
  return {
    ...(Object.fromEntries(parameters) as Record<string, unknown>),
    'AWS::Partition': place.partition ?? 'aws',
    'AWS::Region': place.region ?? 'eu-west-1',
    'AWS::URLSuffix': place.urlSuffix ?? 'amazonaws.com',
    'AWS::AccountId': ACCOUNT,
    'AWS::StackName': STACK,
  };
}

/** Names and ARNs of the few resources that others refer to. */
function attributeOf(
  template: Template,
  reference: string,
  lookUp: (name: string) => unknown,
  go: (value: unknown) => unknown,
): unknown {
  const [id, attribute] = reference.split('.') as [string, string | undefined];
  const resource = template.Resources[id];
  if (resource === undefined) throw new Error(`nothing is called ${reference}`);
  const arn = (service: string, name: string, where = `${String(lookUp('AWS::Region'))}:${ACCOUNT}`): string =>
    `arn:${String(lookUp('AWS::Partition'))}:${service}:${where}:${name}`;
  const property = (name: string): string => String(go(resource.Properties[name]));
  switch (`${resource.Type} ${attribute ?? ''}`) {
    case 'AWS::S3::Bucket ':
      return property('BucketName');
    case 'AWS::S3::Bucket Arn':
      return arn('s3', property('BucketName'), ':');
    case 'AWS::SQS::Queue ':
      return `https://sqs.${String(lookUp('AWS::Region'))}.${String(lookUp('AWS::URLSuffix'))}/${ACCOUNT}/${property('QueueName')}`;
    case 'AWS::SQS::Queue Arn':
      return arn('sqs', property('QueueName'));
    case 'AWS::SQS::Queue QueueName':
      return property('QueueName');
    case 'AWS::IAM::Role Arn':
      return arn('iam', `role/${'RoleName' in resource.Properties ? property('RoleName') : id}`, `:${ACCOUNT}`);
    case 'AWS::KinesisFirehose::DeliveryStream Arn':
      return arn('firehose', `deliverystream/${property('DeliveryStreamName')}`);
    case 'AWS::KinesisFirehose::DeliveryStream ':
      return property('DeliveryStreamName');
    case 'AWS::Lambda::Function ':
      return property('FunctionName');
    case 'AWS::Lambda::Alias ':
      return arn('lambda', `function:${property('FunctionName')}:${property('Name')}`);
    default:
      return `<${reference}>`;
  }
}
