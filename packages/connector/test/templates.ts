import { fillStack, oidcTemplate, PARAMETERS, resourcesTemplate, serverlessInclude, type Template } from '../src';
import { GIVEN } from './resolve';

export const CODE = 'exports.handler = async () => ({ records: [] });\n';

export const OIDC = oidcTemplate();
export const RESOURCES = resourcesTemplate(CODE, 'THIRD-PARTY NOTICES\n');

/** Values of a stage as the Serverless Framework hands them over. */
export const STAGE_VALUES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(PARAMETERS).flatMap(([name, { Default }]) =>
      Default === undefined ? [] : [[name, String(Default)]],
    ),
  ),
  ...GIVEN,
  deletionPolicy: 'Retain',
};

/** The stack of the Serverless Framework, without what the framework adds. */
export function serverlessStack(values: Readonly<Record<string, string>> = {}): Template {
  const resources = fillStack(serverlessInclude(), { ...STAGE_VALUES, ...values });
  return { AWSTemplateFormatVersion: '2010-09-09', Description: '', ...resources };
}
