import { CONDITIONS } from './conditions';
import { ref } from './intrinsics';
import { ADD_AUDIENCE_COMMAND, AUDIENCE, oidcProvider } from './oidc-provider';
import { templateParameters } from './parameters';
import type { Template } from './template';

/** The first template for the console: the OIDC provider of Sentinel, once for an account and an Azure cloud. */
export function oidcTemplate(): Template {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description:
      'EKS audit logs into Microsoft Sentinel (eks-sentinel), 1 of 2: the OIDC provider, once for an account',
    Parameters: templateParameters(['AzureCloud']),
    Conditions: { IsAzureGovernment: CONDITIONS.IsAzureGovernment },
    Resources: { OidcProvider: oidcProvider() },
    Outputs: {
      OidcProviderArn: { Description: 'The provider that the role of Sentinel trusts', Value: ref('OidcProvider') },
      SentinelAudience: { Description: 'The audience of the tokens of Sentinel', Value: AUDIENCE },
      AddSentinelAudience: {
        Description: 'For an account that has the provider already: run this instead of creating the stack',
        Value: ADD_AUDIENCE_COMMAND,
      },
    },
  };
}
