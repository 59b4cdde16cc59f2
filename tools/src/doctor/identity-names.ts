import { expectedResource, type Chain } from './chain';

/** How Sentinel proves who it is: the same in every stack of one Azure cloud. */
export interface IdentityNames {
  /** Without `https://`; the slash at its end is part of URL, ARN and condition keys. */
  readonly issuer: string;
  readonly audience: string;
  readonly thumbprint: string;
  readonly providerArn: string;
}

/** The names as the template has them. */
export function identityOf(chain: Chain): IdentityNames {
  const provider = expectedResource(chain, 'OidcProvider');
  const issuer = String(provider['Url']).replace('https://', '');
  const [audience = ''] = provider['ClientIdList'] as readonly string[];
  const [thumbprint = ''] = provider['ThumbprintList'] as readonly string[];
  return {
    issuer,
    audience,
    thumbprint,
    providerArn: `arn:${chain.partition}:iam::${chain.account}:oidc-provider/${issuer}`,
  };
}
