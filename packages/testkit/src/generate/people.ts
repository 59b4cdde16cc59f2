import type { Caller, User } from './api-request';
import type { Random } from './random';

/** Someone who works in the cluster. */
export interface Person extends Caller {
  readonly role: 'developer' | 'operator' | 'pipeline';
}

/** User name, name of the IAM session (which AWS allows in ASCII only), role in the cluster, IAM role. */
const STAFF: readonly (readonly [username: string, session: string, role: Person['role'], iamRole: string])[] = [
  ['ana.kovačević@example.com', 'ana.kovacevic', 'operator', 'PlatformOperator'],
  ['jürgen.müller@example.com', 'juergen.mueller', 'developer', 'Developer'],
  ["zoë.o'neill@example.com", 'zoe.oneill', 'developer', 'Developer'],
  ['李小龍@example.com', 'li.xiaolong', 'developer', 'Developer'],
  ['priya.raman@example.com', 'priya.raman', 'operator', 'PlatformOperator'],
  ['sam.taylor@example.com', 'sam.taylor', 'developer', 'Developer'],
  ['deploy-bot', 'deploy-bot', 'pipeline', 'GitHubActionsDeploy'],
  ['nightly-tests', 'nightly-tests', 'pipeline', 'NightlyTests'],
];

/** The staff of the world, each at an address of a documentation range. */
export function buildPeople(random: Random, account: string): [Person, ...Person[]] {
  const people = STAFF.map(([username, session, role, iamRole]) => ({
    role,
    user: iamUser(random, account, iamRole, session, username, groupsOf(role)),
    sourceIp: role === 'pipeline' ? `198.51.100.${random.int(10, 40)}` : `203.0.113.${random.int(10, 120)}`,
    userAgent: userAgentOf(random, role),
  }));
  return people as [Person, ...Person[]];
}

/** A user as the IAM authenticator of EKS maps it from an assumed role. */
function iamUser(
  random: Random,
  account: string,
  iamRole: string,
  session: string,
  username: string,
  groups: readonly string[],
): User {
  const roleId = `AROA${random.awsId(17)}`;
  return {
    username,
    uid: `aws-iam-authenticator:${account}:${roleId}`,
    groups: [...groups, 'system:authenticated'],
    extra: {
      accessKeyId: [`ASIA${random.awsId(16)}`],
      arn: [`arn:aws:sts::${account}:assumed-role/${iamRole}/${session}`],
      canonicalArn: [`arn:aws:iam::${account}:role/${iamRole}`],
      principalId: [roleId],
      sessionName: [session],
    },
  };
}

function groupsOf(role: Person['role']): string[] {
  if (role === 'operator') return ['platform-operators'];
  return role === 'pipeline' ? ['deployers'] : ['developers'];
}

function userAgentOf(random: Random, role: Person['role']): string {
  if (role === 'pipeline') return random.pick(['Helm/3.18.4', 'kubectl/v1.33.4 (linux/amd64) kubernetes/74cdb42']);
  return random.pick([
    'kubectl/v1.33.4 (darwin/arm64) kubernetes/74cdb42',
    'kubectl/v1.32.9 (windows/amd64) kubernetes/cea7087',
    'k9s/v0.50.9 (linux/amd64) kubernetes/$Format',
    'OpenLens/6.5.2-366 (darwin; arm64) <https://example.com/lens>',
  ]);
}
