import { GetOpenIDConnectProviderCommand } from '@aws-sdk/client-iam';

import { ask } from '../../aws/answer';
import type { AwsClients } from '../../aws/aws-clients';
import { awsCommand } from '../aws-command';
import type { Chain } from '../chain';
import { check, passIf, result, type CheckResult } from '../check';
import { identityOf } from '../identity-names';

/** An account has one OIDC provider per issuer: whether it is there decides about `CreateOidcProvider`. */
export async function checkProvider({ iam }: AwsClients, chain: Chain): Promise<CheckResult[]> {
  const { providerArn, audience } = identityOf(chain);
  const provider = await ask('iam:GetOpenIDConnectProvider', () =>
    iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: providerArn })),
  );
  const question = { id: 'preflight.provider', subject: providerArn, expected: 'known before the deployment' } as const;
  if (provider.kind === 'absent') {
    const observed = 'the account has none: deploy with CreateOidcProvider=true';
    return [result(question, { status: 'PASS', observed })];
  }
  const input = { OpenIDConnectProviderArn: providerArn, ClientID: audience };
  const add = awsCommand('iam', 'AddClientIDToOpenIDConnectProvider', chain.region, input);
  return [
    check(question, provider, () => ({ status: 'PASS', observed: 'exists: deploy with CreateOidcProvider=false' })),
    check({ ...question, id: 'preflight.audience', expected: audience }, provider, ({ ClientIDList = [] }) =>
      passIf(ClientIDList.includes(audience), ClientIDList.join(', ') || 'no audience', 'FAIL', add),
    ),
  ];
}
