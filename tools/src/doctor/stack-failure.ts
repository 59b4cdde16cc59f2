/** Why a stack failed, as far as the reason of CloudFormation tells. */
export type FailureClass =
  'missing_permission' | 'name_taken' | 'cluster_unknown' | 'log_group_missing' | 'provider_exists' | 'other';

export interface StackFailure {
  readonly kind: FailureClass;
  readonly sentence: string;
}

/** Classes a reason. Reasons are texts of several services; the first rule that fits decides. */
export function classifyFailure(reason: string): StackFailure {
  const action = /not authorized to perform:? ?\(?([a-z0-9-]+:[A-Za-z]+)/.exec(reason)?.[1];
  if (action !== undefined) return { kind: 'missing_permission', sentence: `the deployer lacks ${action}` };
  if (/access ?denied|not authorized|forbidden/i.test(reason)) {
    return { kind: 'missing_permission', sentence: 'the deployer lacks a permission' };
  }
  if (/(provider|oidc).*already exists/is.test(reason)) {
    const sentence = 'the account has the OIDC provider: add the audience, then deploy with CreateOidcProvider=false';
    return { kind: 'provider_exists', sentence };
  }
  if (/log group does not exist/i.test(reason)) {
    return { kind: 'log_group_missing', sentence: 'the log group does not exist: run Step 1 first' };
  }
  if (/no cluster found|cluster.*(not found|does not exist)/i.test(reason)) {
    return { kind: 'cluster_unknown', sentence: 'there is no such cluster' };
  }
  if (/already exists|already owned|not available|BucketAlready/i.test(reason)) {
    return { kind: 'name_taken', sentence: 'the name is taken: give another one' };
  }
  return { kind: 'other', sentence: 'see the reason in the events of the stack' };
}
