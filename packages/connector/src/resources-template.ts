import { PARAMETERS, type ParameterGroup } from './parameters';
import { stackParts } from './stack-parts';
import type { Template, ValueMap } from './template';
import { FUNCTION_ID } from './transform-function';
import { withVersionId } from './version-id';

const GROUPS: readonly ParameterGroup[] = ['Sentinel connector', 'Choices', 'Protection and alarms', 'Sizes'];

/**
 * The second template for the console: everything but the OIDC provider's own stack, the transform inline.
 *
 * @param code the bundle: one CommonJS file that exports `handler` and needs nothing beside it. CloudFormation writes it
 *   to `index.js` and takes up to 4 MB; a template may have 1,000,000 bytes.
 *   Source: AWS::Lambda::Function Code (ZipFile); CloudFormation quotas (template body in an S3 object).
 * @param notices the licences of other people's code in the bundle. Inline code has no second file beside it, so the
 *   template, which is what people hand on, carries them as metadata: one line each.
 */
export function resourcesTemplate(code: string, notices: string): Template {
  const parts = stackParts('Retain');
  const fn = parts.Resources[FUNCTION_ID]!;
  const Properties = { ...fn.Properties, Handler: 'index.handler', Code: { ZipFile: code } };
  const Resources = { ...parts.Resources, [FUNCTION_ID]: { ...fn, Properties } };
  return withVersionId(
    {
      AWSTemplateFormatVersion: '2010-09-09',
      Description:
        'EKS audit logs into Microsoft Sentinel (eks-sentinel), 2 of 2: bucket, queues, stream, transform, roles',
      Metadata: { ...parameterGroups(), ThirdPartyNotices: notices.trimEnd().split('\n') },
      ...parts,
      Resources,
    },
    code,
  );
}

function parameterGroups(): ValueMap {
  const ParameterGroups = GROUPS.map((group) => ({
    Label: { default: group },
    Parameters: Object.keys(PARAMETERS).filter((name) => PARAMETERS[name]!.group === group),
  }));
  return { 'AWS::CloudFormation::Interface': { ParameterGroups } };
}
