import type { Template } from '../src';

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

const ABSENT = Symbol('AWS::NoValue');

/** What CloudFormation makes of a part of the template: intrinsics replaced, conditions decided. */
export function resolve(template: Template, part: unknown, place: Place = {}): unknown {
  const values = parameterValues(template, place);
  const lookUp = (name: string): unknown => values[name] ?? attributeOf(template, name, lookUp, go);
  const holds = (name: string): boolean => go(template.Conditions[name]) === true;

  function go(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(go).filter((member) => member !== ABSENT);
    if (typeof value !== 'object' || value === null) return value;
    const [[key, inner] = ['', '']] = Object.entries(value) as [string, string][];
    const list = inner as unknown as unknown[];
    switch (key) {
      case 'Ref':
        return inner === 'AWS::NoValue' ? ABSENT : lookUp(inner);
      case 'Fn::GetAtt':
        return lookUp(list.join('.'));
      case 'Fn::Sub':
        return typeof inner === 'string' ? fill(inner, {}) : fill(list[0] as string, go(list[1]) as object);
      case 'Fn::If':
        return go(holds(list[0] as string) ? list[1] : list[2]);
      case 'Fn::Join':
        return (go(list[1]) as string[]).join(list[0] as string);
      case 'Fn::Split':
        return (go(list[1]) as string).split(list[0] as string);
      case 'Fn::Equals':
        return go(list[0]) === go(list[1]);
      case 'Fn::Not':
        return go(list[0]) !== true;
      default:
        return Object.fromEntries(
          Object.entries(value)
            .map(([name, member]) => [name, go(member)] as const)
            .filter(([, member]) => member !== ABSENT),
        );
    }
  }

  function fill(text: string, own: object): string {
    return text.replace(/\$\{([^}]+)\}/g, (_match, name: string) =>
      String((own as Record<string, unknown>)[name] ?? lookUp(name)),
    );
  }

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
