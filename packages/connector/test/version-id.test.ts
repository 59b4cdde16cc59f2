import { describe, expect, it } from '@jest/globals';

import { resourcesTemplate, withVersionId, type Template } from '../src';
import { CODE, RESOURCES, serverlessStack } from './templates';

function versionOf(template: Template): string {
  const ids = Object.keys(template.Resources).filter((id) => template.Resources[id]!.Type === 'AWS::Lambda::Version');
  expect(ids).toHaveLength(1);
  return ids[0]!;
}

function ofStage(values: Readonly<Record<string, string>>, code = CODE): string {
  return versionOf(withVersionId(serverlessStack(values), code));
}

describe('the version behind the alias', () => {
  it('is named after the code: one byte more gives another', () => {
    expect(versionOf(resourcesTemplate(CODE, 'other notices'))).toBe(versionOf(RESOURCES));
    expect(versionOf(resourcesTemplate(`${CODE} `, ''))).not.toBe(versionOf(RESOURCES));
    expect(ofStage({}, `${CODE} `)).not.toBe(ofStage({}));
  });

  it('is named after the configuration: another memory size or log level gives another', () => {
    const ids = [ofStage({}), ofStage({ MemorySize: '2048' }), ofStage({ LogLevel: 'DEBUG' })];

    expect(new Set(ids).size).toBe(3);
  });

  it('stays when what is no part of the function changes', () => {
    expect(ofStage({ RetentionDays: '7', BucketName: 'other', EKSClusterName: 'a,b' })).toBe(ofStage({}));
  });

  it('is the same in both ways of deploying', () => {
    expect(ofStage({})).toBe(versionOf(RESOURCES));
  });

  it('is what the alias serves, and what stays when another takes its place', () => {
    const id = versionOf(RESOURCES);

    expect(RESOURCES.Resources['TransformAlias']!.Properties).toEqual({
      Name: 'live',
      FunctionName: { Ref: 'TransformLambdaFunction' },
      FunctionVersion: { 'Fn::GetAtt': [id, 'Version'] },
    });
    expect(RESOURCES.Resources[id]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  it('is replaced when a parameter of the function changes in the console: the description carries them all', () => {
    const fn = JSON.stringify(RESOURCES.Resources['TransformLambdaFunction']!.Properties);
    const used = Object.keys(RESOURCES.Parameters).filter((name) => fn.includes(`{"Ref":"${name}"}`));

    expect(used).toEqual(['MemorySize', 'LogLevel']);
    expect(RESOURCES.Resources[versionOf(RESOURCES)]!.Properties['Description']).toEqual({
      'Fn::Sub': '${MemorySize} MB, log level ${LogLevel}',
    });
  });
});
