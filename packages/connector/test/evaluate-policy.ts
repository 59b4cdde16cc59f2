/** A statement after its intrinsics are resolved. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the request. */
  readonly context?: Readonly<Record<string, string>>;
}

/** Whether the statements allow the request: a Deny wins, and what nobody allows is denied. */
export function isAllowed(statements: readonly Statement[], request: Request): boolean {
  const matching = statements.filter((statement) => applies(statement, request));
  return matching.some(({ Effect }) => Effect === 'Allow') && !matching.some(({ Effect }) => Effect === 'Deny');
}

/** Whether a statement of a policy speaks about the request. */
export function applies(statement: Statement, request: Request): boolean {
  return (
    listOf(statement.Action).some((action) => isLike(action.toLowerCase(), request.action.toLowerCase())) &&
    listOf(statement.Resource).some((resource) => isLike(resource, request.resource)) &&
    conditionsHold(statement, request.context ?? {})
  );
}

/** Whether all conditions of a statement hold for the condition keys. */
export function conditionsHold(
  statement: Pick<Statement, 'Condition'>,
  context: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, listOf(wanted), context[key])),
  );
}

function holds(operator: string, wanted: readonly string[], value: string | undefined): boolean {
  switch (operator) {
    case 'StringEquals':
      return value !== undefined && wanted.includes(value);
    case 'ArnEquals':
    case 'ArnLike':
      return value !== undefined && wanted.some((pattern) => isLike(pattern, value));
    case 'ArnNotEquals':
      return value === undefined || !wanted.some((pattern) => isLike(pattern, value));
    case 'Bool':
      return value !== undefined && wanted.includes(value);
    case 'NumericLessThan':
      return value !== undefined && wanted.some((limit) => Number(value) < Number(limit));
    default:
      throw new Error(`no condition operator ${operator} here`);
  }
}

function isLike(pattern: string, value: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(value);
}

export function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
