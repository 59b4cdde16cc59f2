import { COMMERCIAL, GOVERNMENT, ISSUER_THUMBPRINT } from './azure-clouds';
import { either, sub } from './intrinsics';
import type { Resource, Value, ValueMap } from './template';

/** The audience of Sentinel's tokens in the chosen Azure cloud. */
export const AUDIENCE: ValueMap = either('IsAzureGovernment', GOVERNMENT.audience, COMMERCIAL.audience);

/**
 * Adds Sentinel's audience to a provider that the account already has (one per issuer: Defender for Cloud makes the
 * same one). Adding an audience that is there already changes nothing.
 */
export const ADD_AUDIENCE_COMMAND: Value = either(
  'IsAzureGovernment',
  addAudience(GOVERNMENT.issuer, GOVERNMENT.audience),
  addAudience(COMMERCIAL.issuer, COMMERCIAL.audience),
);

/** The identity provider by which AWS accepts the tokens of Sentinel. It outlives the stack: others may use it too. */
export function oidcProvider(): Resource {
  return {
    Type: 'AWS::IAM::OIDCProvider',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      Url: either('IsAzureGovernment', `https://${GOVERNMENT.issuer}`, `https://${COMMERCIAL.issuer}`),
      ClientIdList: [AUDIENCE],
      ThumbprintList: [ISSUER_THUMBPRINT],
    },
  };
}

function addAudience(issuer: string, audience: string): Value {
  const arn = `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/${issuer}`;
  const command = 'aws iam add-client-id-to-open-id-connect-provider';
  return sub(`${command} --open-id-connect-provider-arn ${arn} --client-id ${audience}`);
}
