import type { CheckResult } from '../../src/doctor/check';
import { healthyAccount, type Account } from './account';

/** The account before anything is deployed: the cluster is there, and logs. */
export function emptyAccount(): Account {
  const account = healthyAccount();
  Object.assign(account, {
    stack: undefined,
    stream: undefined,
    fn: undefined,
    bucket: undefined,
    provider: undefined,
  });
  account.queues = {};
  account.roles = {};
  account.filters = [];
  return account;
}

/** What can be in the way of a first deployment, and the check that has to say so. */
export const OBSTACLES: readonly (readonly [id: CheckResult['id'], change: (account: Account) => unknown])[] = [
  ['preflight.queue', (a: Account) => (a.queues['MicrosoftSentinelEKSSqs-dlq'] = {})],
  ['preflight.role', (a: Account) => (a.roles['OIDC_MicrosoftSentinelRoleEKS'] = { trust: {}, policies: {} })],
  ['preflight.stream', (a: Account) => (a.stream = {})],
  ['preflight.function', (a: Account) => (a.fn = {})],
  ['preflight.bucket', (a: Account) => (a.bucket = {})],
  ['preflight.bucket', (a: Account) => a.refused.add('HeadBucket')],
  ['preflight.filters', (a: Account) => (a.filters = [{ filterName: 'a' }, { filterName: 'b' }])],
  ['preflight.audience', (a: Account) => (a.provider = { ClientIDList: ['api://defender'] })],
  ['preflight.stack', (a: Account) => (a.stack = { StackStatus: 'ROLLBACK_COMPLETE' })],
  ['preflight.permissions', (a: Account) => a.lacking.push('iam:PassRole')],
];
