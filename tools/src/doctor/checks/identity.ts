import { GetOpenIDConnectProviderCommand } from '@aws-sdk/client-iam';

import { ask, mapAnswer, type Answer } from '../../aws/answer';
import type { ShellCommand } from '../../shell/shell-command';
import { awsCommand } from '../aws-command';
import { expectedResource, type Chain } from '../chain';
import { check, passIf, result, unnamed, type CheckResult, type Station } from '../check';
import { identityOf } from '../identity-names';
import { isAllowed, listOf, type PolicyDocument } from '../policy';
import { checkRights, observeRole, type RoleFacts } from '../role';

export interface IdentityFacts {
  /** The audiences of the provider. */
  readonly provider: Answer<readonly string[]>;
  readonly role?: RoleFacts;
}

/** IAM: Sentinel can prove who it is, assume the role, and do with it what it has to. */
export const identityStation: Station<IdentityFacts> = {
  id: 'identity',

  observe: async ({ iam }, chain) => {
    const { providerArn } = identityOf(chain);
    const provider = await ask('iam:GetOpenIDConnectProvider', () =>
      iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: providerArn })),
    );
    const audiences = mapAnswer(provider, ({ ClientIDList = [] }) => ClientIDList);
    return chain.role === undefined
      ? { provider: audiences }
      : { provider: audiences, role: await observeRole(iam, chain.role) };
  },

  judge: ({ provider, role }, chain) => [
    ...judgeProvider(provider, chain),
    ...(role === undefined ? [unnamed('identity.role', '--role')] : judgeRole(role, chain)),
  ],
};

function judgeProvider(provider: IdentityFacts['provider'], chain: Chain): CheckResult[] {
  const { issuer, audience, providerArn, thumbprint } = identityOf(chain);
  const exists = {
    id: 'identity.provider',
    subject: providerArn,
    expected: `a provider for https://${issuer}`,
  } as const;
  if (provider.kind === 'absent') {
    const fix = awsCommand('iam', 'CreateOpenIDConnectProvider', chain.region, {
      Url: `https://${issuer}`,
      ClientIDList: [audience],
      ThumbprintList: [thumbprint],
    });
    return [
      result(exists, { status: 'FAIL', observed: 'no provider for this issuer (its slash at the end counts)', fix }),
    ];
  }
  const add = awsCommand('iam', 'AddClientIDToOpenIDConnectProvider', chain.region, {
    OpenIDConnectProviderArn: providerArn,
    ClientID: audience,
  });
  return [
    check(exists, provider, () => ({ status: 'PASS', observed: 'exists' })),
    check({ id: 'identity.audience', subject: providerArn, expected: audience }, provider, (audiences) =>
      passIf(audiences.includes(audience), audiences.length === 0 ? 'no audience' : audiences.join(', '), 'FAIL', add),
    ),
  ];
}

function judgeRole(role: RoleFacts, chain: Chain): CheckResult[] {
  const document = JSON.stringify(expectedResource(chain, 'SentinelRole')['AssumeRolePolicyDocument']);
  const exists = { id: 'identity.role', subject: role.name, expected: 'a role of this name' } as const;
  const input = { RoleName: role.name, AssumeRolePolicyDocument: document };
  if (role.trust.kind === 'absent') {
    const fix = awsCommand('iam', 'CreateRole', chain.region, input);
    return [result(exists, { status: 'FAIL', observed: 'no such role', fix })];
  }
  const update = { RoleName: role.name, PolicyDocument: document };
  const fix = awsCommand('iam', 'UpdateAssumeRolePolicy', chain.region, update);
  const named = role.name.startsWith('OIDC_');
  return [
    check(exists, role.trust, () => ({ status: 'PASS', observed: role.arn })),
    result(
      { id: 'identity.role-name', subject: role.name, expected: 'starts with OIDC_: Sentinel takes no other' },
      passIf(
        named,
        named ? 'it does' : 'it does not',
        'FAIL',
        awsCommand('iam', 'CreateRole', chain.region, {
          ...input,
          RoleName: `OIDC_${role.name}`,
        }),
      ),
    ),
    ...judgeTrust(role, chain, fix),
    checkRights(chain, { id: 'identity.bucket-rights', roleId: 'SentinelRole', sids: ['ReadRows'] }, role),
    checkRights(chain, { id: 'identity.queue-rights', roleId: 'SentinelRole', sids: ['WorkOffNotifications'] }, role),
    ...(chain.kmsKeyArn === ''
      ? []
      : [
          checkRights(
            chain,
            { id: 'identity.key-rights', roleId: 'SentinelRole', sids: ['DecryptRowsAndNotifications'] },
            role,
          ),
        ]),
  ];
}

/** The trust, condition by condition, so that the one that is wrong is named. */
function judgeTrust(role: RoleFacts, chain: Chain, fix: ShellCommand): CheckResult[] {
  const { issuer, audience, providerArn } = identityOf(chain);
  const subject = role.name;
  const context = { [`${issuer}:aud`.toLowerCase()]: audience };
  const trusts = (policy: PolicyDocument | undefined, given: Readonly<Record<string, string>> = {}): boolean =>
    isAllowed([policy], {
      action: 'sts:AssumeRoleWithWebIdentity',
      principal: ['Federated', providerArn],
      context: given,
    });
  const session = (workspace: string): string => `MicrosoftSentinel_${workspace}`;
  return [
    check({ id: 'identity.trust-provider', subject, expected: `trusts ${providerArn}` }, role.trust, (policy) => {
      const statements = listOf(policy?.Statement ?? []);
      const named = statements.flatMap(({ Principal }) =>
        typeof Principal === 'object' ? listOf(Principal['Federated'] ?? []) : [],
      );
      return passIf(trusts(policy), `trusts ${named.length === 0 ? 'no provider' : named.join(', ')}`, 'FAIL', fix);
    }),
    check(
      { id: 'identity.trust-audience', subject, expected: `${issuer}:aud is ${audience}` },
      role.trust,
      (policy) => {
        const text = JSON.stringify(policy ?? {});
        // Whether the key is spelled right is told by its presence: a condition about any other key never holds.
        const spelled = text.includes(`"${issuer}:aud"`);
        const holds = spelled && text.includes(audience) && (!trusts(policy) || trusts(policy, context));
        return passIf(holds, holds ? 'it is' : 'the condition on the audience is missing or another one', 'FAIL', fix);
      },
    ),
    check(
      {
        id: 'identity.trust-session',
        subject,
        expected: `session names ${chain.workspaceIds.map(session).join(', ')}`,
      },
      role.trust,
      (policy) => {
        const refused = chain.workspaceIds.filter(
          (id) => trusts(policy) && !trusts(policy, { 'sts:rolesessionname': session(id) }),
        );
        const spelled = JSON.stringify(policy ?? {}).includes('"sts:RoleSessionName"');
        const observed =
          refused.length > 0
            ? `refuses ${refused.map(session).join(', ')}`
            : spelled
              ? 'accepted'
              : 'any session name is accepted';
        return refused.length > 0 ? { status: 'FAIL', observed, fix } : passIf(spelled, observed, 'WARN', fix);
      },
    ),
  ];
}
