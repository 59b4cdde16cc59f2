import { describe, expect, it } from '@jest/globals';

import type { Resource, Template } from '../src';
import { findViolations, walk } from './find-violations';
import { OIDC, RESOURCES, serverlessStack } from './templates';

/** The resources template with one resource changed. */
function changed(id: string, change: (resource: Resource) => Resource): Template {
  return { ...RESOURCES, Resources: { ...RESOURCES.Resources, [id]: change(RESOURCES.Resources[id]!) } };
}

function withProperties(id: string, properties: Resource['Properties']): Template {
  return changed(id, (resource) => ({ ...resource, Properties: { ...resource.Properties, ...properties } }));
}

describe('the templates', () => {
  it.each([
    ['1-oidc-provider.json', OIDC],
    ['2-eks-resources.json', RESOURCES],
  ])('%s fits the resource schemas, and every reference leads somewhere', (_name, template) => {
    expect(findViolations(template)).toEqual([]);
  });

  it('of a stage with three clusters lacks only the code that the framework adds', () => {
    const stack = serverlessStack({ EKSClusterName: 'prod-1,prod_1,prod1' });

    expect(findViolations(stack)).toEqual(['TransformLambdaFunction/Code: missing']);
  });

  it('spell no partition, region or account out', () => {
    const spelt = [OIDC, RESOURCES, serverlessStack({ EKSClusterName: 'a,b' })].flatMap((template) =>
      walk({ Resources: template.Resources, Outputs: template.Outputs }).filter(
        ([path, value]) =>
          typeof value === 'string' &&
          !path.endsWith('/ZipFile') &&
          /arn:aws|us-east-1|amazonaws\.com\/|[0-9]{12}:/.test(value),
      ),
    );

    expect(spelt).toEqual([]);
  });

  it('hold at most what CloudFormation takes', () => {
    // Source: CloudFormation quotas.
    expect(Object.keys(RESOURCES.Parameters).length).toBeLessThanOrEqual(200);
    expect(Object.keys(RESOURCES.Resources).length).toBeLessThanOrEqual(500);
    expect(Object.keys(RESOURCES.Outputs).length).toBeLessThanOrEqual(200);
    expect(RESOURCES.Description.length).toBeLessThanOrEqual(1024);
  });
});

describe('the check itself', () => {
  it('finds an unknown property, deep inside too', () => {
    expect(findViolations(withProperties('ErrorsQueue', { Visibility: 1 }))).toEqual([
      'ErrorsQueue/Visibility: unknown',
    ]);
    expect(findViolations(withProperties('TransformLambdaFunction', { Environment: { Vars: {} } }))).toEqual([
      'TransformLambdaFunction/Environment/Vars: unknown',
    ]);
  });

  it('finds a missing property', () => {
    const template = changed('TransformVersion', () => ({ Type: 'AWS::Lambda::Version', Properties: {} }));

    expect(findViolations(template)).toContain('TransformVersion/FunctionName: missing');
  });

  it('finds a value outside an enumeration, in both branches of a condition', () => {
    const template = withProperties('TransformLambdaFunction', {
      LoggingConfig: { LogFormat: { 'Fn::If': ['HasKmsKey', 'JSON', 'Yaml'] } },
    });

    expect(findViolations(template)).toEqual(['TransformLambdaFunction/LoggingConfig/LogFormat: not among Text, JSON']);
  });

  it('finds a wrong type', () => {
    expect(findViolations(withProperties('ErrorsQueue', { VisibilityTimeout: '300' }))).toEqual([
      'ErrorsQueue/VisibilityTimeout: no number',
    ]);
  });

  it('finds a reference to nothing and an attribute that does not exist', () => {
    const template = withProperties('SentinelRole', {
      RoleName: { Ref: 'RoleName' },
      Description: { 'Fn::GetAtt': ['LogsBucket', 'Url'] },
    });

    expect(findViolations(template)).toEqual(['RoleName: nothing of that name', 'LogsBucket.Url: no such attribute']);
  });

  it('finds a circle, through DependsOn too', () => {
    const template = changed('FirehoseRole', (resource) => ({ ...resource, DependsOn: ['DeliveryStream'] }));

    expect(findViolations(template)).toContain(
      'LogsBucketPolicy -> FirehoseRole -> DeliveryStream -> LogsBucketPolicy',
    );
  });
});
