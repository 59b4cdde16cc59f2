import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  type IAMClient,
} from '@aws-sdk/client-iam';

import { ask, mapAnswer, type Answer } from '../aws/answer';
import { inTurn } from '../shell/shell-command';
import { awsCommand } from './aws-command';
import { expectedResource, type Chain } from './chain';
import { check, passIf, unknownName, type CheckResult, type Verdict } from './check';
import { isAllowed, listOf, parsePolicy, type PolicyDocument, type Statement } from './policy';

/** Rights that are named one by one when they are missing. */
const MOST_SAID = 3;

/** A role: whom it trusts and what it may do. */
export interface RoleFacts {
  readonly name: string;
  readonly arn: string;
  readonly trust: Answer<PolicyDocument | undefined>;
  readonly policies: Answer<readonly (PolicyDocument | undefined)[]>;
}

/** Asks for a role by its ARN or by its name. */
export async function observeRole(iam: IAMClient, arnOrName: string): Promise<RoleFacts> {
  const RoleName = arnOrName.slice(arnOrName.lastIndexOf('/') + 1);
  const role = await ask('iam:GetRole', () => iam.send(new GetRoleCommand({ RoleName })));
  return {
    name: RoleName,
    arn: role.kind === 'value' ? (role.value.Role?.Arn ?? arnOrName) : arnOrName,
    trust: mapAnswer(role, ({ Role }) => parsePolicy(Role?.AssumeRolePolicyDocument)),
    policies: await observePolicies(iam, RoleName),
  };
}

async function observePolicies(iam: IAMClient, RoleName: string): Promise<RoleFacts['policies']> {
  const policies: (PolicyDocument | undefined)[] = [];
  const inline = await ask('iam:ListRolePolicies, iam:GetRolePolicy', async () => {
    for await (const { PolicyNames = [] } of paginateListRolePolicies({ client: iam }, { RoleName })) {
      for (const PolicyName of PolicyNames) {
        const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
        policies.push(parsePolicy(PolicyDocument));
      }
    }
  });
  if (inline.kind !== 'value') return inline;
  const attached = await ask('iam:ListAttachedRolePolicies, iam:GetPolicy, iam:GetPolicyVersion', async () => {
    for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies({ client: iam }, { RoleName })) {
      for (const { PolicyArn } of AttachedPolicies) {
        const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
        const version = { PolicyArn, VersionId: Policy?.DefaultVersionId };
        const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand(version));
        policies.push(parsePolicy(PolicyVersion?.Document));
      }
    }
  });
  return attached.kind === 'value' ? { kind: 'value', value: policies } : attached;
}

/** What the inline policy of a role is called in the template, and what it says. */
interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

/** The policies that the template gives to a role. */
export function expectedPolicies(chain: Chain, roleId: string): readonly InlinePolicy[] {
  return expectedResource(chain, roleId)['Policies'] as readonly InlinePolicy[];
}

/** Whether a role may do all that the template lets it do, for the statements whose Sid stands in `sids`. */
export function checkRights(
  chain: Chain,
  { id, roleId, sids }: { readonly id: CheckResult['id']; readonly roleId: string; readonly sids?: readonly string[] },
  role: RoleFacts,
): CheckResult {
  const expected = expectedPolicies(chain, roleId);
  const statements = expected
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Sid }) => sids === undefined || sids.includes(Sid ?? ''));
  const needs = statements.flatMap(({ Action, Resource }) =>
    listOf(Resource ?? []).flatMap((resource) => listOf(Action ?? []).map((action) => ({ action, resource }))),
  );
  const unknown = unknownName(JSON.stringify(statements));
  const actions = [...new Set(needs.map(({ action }) => action))];
  const question = { id, subject: role.name, expected: `may ${actions.join(', ')}` };
  if (unknown !== undefined) return { ...question, status: 'SKIP', observed: `no name given: --${unknown}` };
  const fix = inTurn(
    expected.map(({ PolicyName, PolicyDocument }) =>
      awsCommand('iam', 'PutRolePolicy', chain.region, {
        RoleName: role.name,
        PolicyName,
        PolicyDocument: JSON.stringify(PolicyDocument),
      }),
    ),
  );
  const judge = (policies: readonly (PolicyDocument | undefined)[]): Verdict => {
    const missing = needs.filter(
      ({ action, resource }) => !isAllowed(policies, { action, resource: sample(resource) }),
    );
    const said = [...new Set(missing.map(({ action, resource }) => `${action} on ${resource}`))];
    const more = said.length > MOST_SAID ? ` and ${said.length - MOST_SAID} more` : '';
    const observed = said.length === 0 ? 'all of them' : `lacks ${said.slice(0, MOST_SAID).join(', ')}${more}`;
    return passIf(said.length === 0, observed, 'FAIL', fix);
  };
  return check(question, role.policies, judge, fix);
}

/** Whether a role of ours trusts the service that has to assume it, for this account. */
export function checkServiceTrust(
  chain: Chain,
  { id, roleId, services }: ServiceTrust,
  role: RoleFacts,
  context: Readonly<Record<string, string>>,
): CheckResult {
  const [service = ''] = services;
  const question = { id, subject: role.name, expected: `trusts ${service} for account ${chain.account}` };
  const document = JSON.stringify(expectedResource(chain, roleId)['AssumeRolePolicyDocument']);
  const input = { RoleName: role.name };
  const update = awsCommand('iam', 'UpdateAssumeRolePolicy', chain.region, { ...input, PolicyDocument: document });
  const create = awsCommand('iam', 'CreateRole', chain.region, { ...input, AssumeRolePolicyDocument: document });
  const judge = (policy: PolicyDocument | undefined): Verdict => {
    const trusted = services.some((name) =>
      isAllowed([policy], { action: 'sts:AssumeRole', principal: ['Service', name], context }),
    );
    return passIf(trusted, trusted ? 'it does' : `${service} cannot assume it for this account`, 'FAIL', update);
  };
  return check(question, role.trust, judge, create);
}

interface ServiceTrust {
  readonly id: CheckResult['id'];
  readonly roleId: string;
  /** The names of the service, of which one has to be trusted. */
  readonly services: readonly string[];
}

/** One resource of those that the pattern names. */
function sample(pattern: string): string {
  return pattern.replaceAll('*', 'any');
}
