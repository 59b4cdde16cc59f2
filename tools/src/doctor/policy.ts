type OneOrMany<T> = T | readonly T[];

/** A statement of an IAM policy, as JSON spells it. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, OneOrMany<string>>>;
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany<string>>>>>;
}

export interface PolicyDocument {
  readonly Statement: OneOrMany<Statement>;
}

export interface PolicyRequest {
  readonly action: string;
  /** Absent in trust policies, which name no resource. */
  readonly resource?: string;
  /** `Service` or `Federated` or `AWS`, and who asks; absent in the policies of a role, which name no principal. */
  readonly principal?: readonly [kind: string, name: string];
  /** Condition keys of the request, in lower case. A condition about any other key counts as fulfilled. */
  readonly context?: Readonly<Record<string, string>>;
}

/** The policy that the text holds, or undefined where it is none. IAM sends it as part of a URL. */
export function parsePolicy(text: string | undefined): PolicyDocument | undefined {
  if (text === undefined) return undefined;
  try {
    const policy: unknown = JSON.parse(text.startsWith('%7B') ? decodeURIComponent(text) : text);
    return typeof policy === 'object' && policy !== null && 'Statement' in policy
      ? (policy as PolicyDocument)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the policies allow the request: a Deny wins, and what nobody allows is denied. */
export function isAllowed(policies: readonly (PolicyDocument | undefined)[], request: PolicyRequest): boolean {
  const statements = policies
    .flatMap((policy) => listOf(policy?.Statement ?? []))
    .filter((one) => speaks(one, request));
  return statements.some(({ Effect }) => Effect === 'Allow') && !statements.some(({ Effect }) => Effect === 'Deny');
}

/** Whether a Deny of the policy hits the request. */
export function isDenied(policy: PolicyDocument | undefined, request: PolicyRequest): boolean {
  return listOf(policy?.Statement ?? []).some((one) => one.Effect === 'Deny' && speaks(one, request));
}

export function listOf<T>(value: OneOrMany<T>): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** Whether text fits an IAM pattern, where `*` stands for any text and `?` for one character. */
export function isLike(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(text);
}

function speaks(statement: Statement, request: PolicyRequest): boolean {
  return (
    namesAction(statement, request.action) &&
    namesResource(statement, request.resource) &&
    namesPrincipal(statement, request.principal) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) =>
        holds(operator, listOf(wanted), request.context?.[key.toLowerCase()]),
      ),
    )
  );
}

function namesAction({ Action, NotAction }: Statement, action: string): boolean {
  const fits = (pattern: string): boolean => isLike(pattern.toLowerCase(), action.toLowerCase());
  return Action === undefined ? !listOf(NotAction ?? []).some(fits) : listOf(Action).some(fits);
}

function namesResource({ Resource, NotResource }: Statement, resource: string | undefined): boolean {
  if (resource === undefined) return true;
  const fits = (pattern: string): boolean => isLike(pattern, resource);
  return Resource === undefined ? !listOf(NotResource ?? []).some(fits) : listOf(Resource).some(fits);
}

function namesPrincipal({ Principal }: Statement, principal: PolicyRequest['principal']): boolean {
  if (principal === undefined || Principal === undefined || Principal === '*') return true;
  const [kind, name] = principal;
  return listOf(Principal[kind] ?? []).some((one) => one === '*' || one === name);
}

function holds(operator: string, wanted: readonly string[], value: string | undefined): boolean {
  if (value === undefined) return true;
  const plain = operator.replace(/^For(Any|All)Values?:/, '').replace(/IfExists$/, '');
  const negated = plain.includes('Not');
  return matchesAny(plain.replace('Not', ''), wanted, value) !== negated;
}

function matchesAny(operator: string, wanted: readonly string[], value: string): boolean {
  switch (operator) {
    case 'StringEquals':
      return wanted.includes(value);
    case 'StringEqualsIgnoreCase':
    case 'Bool':
      return wanted.some((one) => one.toLowerCase() === value.toLowerCase());
    case 'StringLike':
    case 'ArnEquals':
    case 'ArnLike':
      return wanted.some((pattern) => isLike(pattern, value));
    case 'NumericLessThan':
      return wanted.some((limit) => Number(value) < Number(limit));
    case 'Null':
      return wanted.includes('false');
    default:
      // Dates and addresses: nothing of this chain depends on them.
      return true;
  }
}
