/** A parsed ARM expression: what stands between `[` and `]`. */
export type ArmExpression =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly ArmExpression[] }
  | { readonly kind: 'property'; readonly of: ArmExpression; readonly name: string }
  | { readonly kind: 'index'; readonly of: ArmExpression; readonly index: ArmExpression };

const TOKEN = /\s*(?:(?<text>'(?:[^']|'')*')|(?<number>-?\d+)|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<mark>[()[\],.]))/y;

/** A string is an expression when it starts with one bracket and ends with one; `[[` is an escaped text. */
export function isArmExpression(text: string): boolean {
  return text.startsWith('[') && !text.startsWith('[[') && text.endsWith(']');
}

/**
 * Parses the text of an expression without its outer brackets and throws where it is none.
 * Grammar: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
 */
export function parseArmExpression(text: string): ArmExpression {
  const tokens = tokenize(text.slice(1, -1));
  let position = 0;
  const peek = (): string | undefined => tokens[position];
  const take = (expected?: string): string => {
    const token = tokens[position++];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`expected ${expected ?? 'a value'} at token ${position} of ${text}`);
    }
    return token;
  };

  const parseList = (): ArmExpression[] => {
    const args: ArmExpression[] = [];
    take('(');
    while (peek() !== ')') {
      args.push(parseValue());
      if (peek() !== ')') take(',');
    }
    take(')');
    return args;
  };
  const parseValue = (): ArmExpression => {
    const token = take();
    let value: ArmExpression;
    if (token.startsWith("'")) value = { kind: 'text', value: token.slice(1, -1).replaceAll("''", "'") };
    else if (/^-?\d/.test(token)) value = { kind: 'number', value: Number(token) };
    else if (/^[A-Za-z_]/.test(token)) value = { kind: 'call', name: token, args: parseList() };
    else throw new Error(`unexpected ${token} in ${text}`);
    for (;;) {
      if (peek() === '.') {
        take('.');
        value = { kind: 'property', of: value, name: take() };
      } else if (peek() === '[') {
        take('[');
        value = { kind: 'index', of: value, index: parseValue() };
        take(']');
      } else return value;
    }
  };

  const expression = parseValue();
  if (position < tokens.length) throw new Error(`unexpected ${tokens[position] ?? ''} after the expression ${text}`);
  return expression;
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`no token at ${start} of ${text}`);
    tokens.push(match[0].trim());
  }
  return tokens;
}
