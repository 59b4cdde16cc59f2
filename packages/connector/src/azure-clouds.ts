/** How Sentinel identifies itself to AWS from one Azure cloud. */
export interface AzureCloud {
  /** Value of the parameter `AzureCloud`. */
  readonly name: 'Commercial' | 'Government';
  /** The issuer without `https://`. The slash at its end is part of the URL, of the ARN and of the condition keys. */
  readonly issuer: string;
  /** The application id of Sentinel's connector, which the token carries as `aud`. */
  readonly audience: string;
}

// Source: https://learn.microsoft.com/azure/sentinel/connect-aws (manual setup: create an OpenID Connect provider).
export const COMMERCIAL: AzureCloud = {
  name: 'Commercial',
  issuer: 'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/',
  audience: 'api://1462b192-27f7-4cb9-8523-0f4ecb54b47e',
};

export const GOVERNMENT: AzureCloud = {
  name: 'Government',
  issuer: 'sts.windows.net/cab8a31a-1906-4287-a0d8-4eef66b95f6e/',
  audience: 'api://d4230588-5f84-4281-a9c7-2c15194b28f7',
};

/** SHA-1 of the issuer's root certificate. IAM trusts the issuer by its own list of authorities; older ones ask for it. */
export const ISSUER_THUMBPRINT = '626d44e704d1ceabe3bf0d53397464ac8080142c';
