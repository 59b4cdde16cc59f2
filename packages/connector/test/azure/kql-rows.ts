import { createHash } from 'node:crypto';

import { FUNCTIONS } from '../../src/azure/queries/functions';
import { childrenOf, kindOf, nodesOf, textOf } from './kusto';
import type { KqlNode } from './kusto';
import { analyzeInWorkspace } from './workspace';

export type Row = Readonly<Record<string, unknown>>;

/** An expression that was read once and is evaluated on many rows. */
export type Evaluate = (row: Row) => unknown;

/**
 * Reads the row-wise head of a query: everything up to the first operator that works on more than one row or chooses
 * columns. What it returns gives the rows that pass the filters, with the columns that the query adds; a function
 * that the query calls is read too, without its time range.
 */
export function readFilters(kql: string): (rows: readonly Row[]) => Row[] {
  const statement = nodesOf(analyzeInWorkspace(kql).root).find((node) => kindOf(node) === 'ExpressionStatement')!;
  const [source, ...operators] = flatten(expressionsOf(statement)[0]!);
  const called = FUNCTIONS.find(({ alias }) => textOf(source!) === `${alias ?? ''}()`);
  const prepare =
    called === undefined ? (rows: readonly Row[]) => [...rows] : readFilters(withoutTimeRange(called.kql));
  const end = operators.findIndex((node) => !/^(Filter|Extend)Operator$/.test(kindOf(node)));
  const steps = operators.slice(0, end < 0 ? operators.length : end).map(readOperator);
  return (rows) => steps.reduce((passed, step) => step(passed), prepare(rows));
}

/** Reads an expression with the meaning that KQL gives it; throws on what has no meaning here. */
export function readExpression(node: KqlNode): Evaluate {
  const parts = expressionsOf(node);
  const operand = (index: number): Evaluate => readExpression(parts.at(index)!);
  const kind = kindOf(node).replace(/Expression$/, '');
  const text = textOf(node);
  switch (kind) {
    case 'NameReference':
      return (row) => row[text] ?? null;
    case 'StringLiteral':
      return () => unquote(text);
    case 'LongLiteral':
    case 'BooleanLiteral':
      return () => JSON.parse(text) as unknown;
    case 'SimpleNamed':
    case 'Parenthesized':
    case 'Bracketed':
      return operand(-1);
    case 'Path': {
      const [object, name] = [operand(0), textOf(parts[1]!)];
      return (row) => memberOf(object(row), name);
    }
    case 'Element': {
      const [object, index] = [operand(0), operand(1)];
      return (row) => memberOf(object(row), String(index(row)));
    }
    case 'FunctionCall': {
      const name = textOf(parts[0]!);
      const args = elementsOf(childrenOf(node)[1]!).map(readExpression);
      return (row) =>
        callFunction(
          name,
          args.map((argument) => argument(row)),
        );
    }
    case 'In':
    case 'NotIn': {
      const [value, members] = [operand(0), elementsOf(childrenOf(node).at(-1)!).map(readExpression)];
      return (row) => members.some((member) => member(row) === value(row)) === (kind === 'In');
    }
    case 'And':
    case 'Or': {
      const [left, right] = [operand(0), operand(1)];
      return (row) =>
        kind === 'And' ? left(row) === true && right(row) === true : left(row) === true || right(row) === true;
    }
    default: {
      const [left, right] = [operand(0), operand(1)];
      return (row) => compare(kind, left(row), right(row));
    }
  }
}

/** The expressions of a list of elements, such as the arguments of a call or the keys of a summarize. */
export function elementsOf(list: KqlNode): KqlNode[] {
  const elements = nodesOf(list).filter((node) => kindOf(node) === 'SeparatedElement');
  const inner = new Set(elements.flatMap((element) => nodesOf(element).slice(1)));
  return elements.filter((element) => !inner.has(element)).map((element) => childrenOf(element)[0]!);
}

function readOperator(operator: KqlNode): (rows: Row[]) => Row[] {
  if (kindOf(operator) === 'FilterOperator') {
    const condition = readExpression(expressionsOf(operator).at(-1)!);
    return (rows) => rows.filter((row) => condition(row) === true);
  }
  const added = elementsOf(operator).map((node) => [textOf(childrenOf(node)[0]!), readExpression(node)] as const);
  return (rows) =>
    rows.map((row) => ({ ...row, ...Object.fromEntries(added.map(([name, value]) => [name, value(row)])) }));
}

function callFunction(name: string, args: readonly unknown[]): unknown {
  const [first, second] = args;
  switch (name) {
    case 'tostring':
      return asText(first);
    case 'not':
      return typeof first === 'boolean' ? !first : null;
    case 'isempty':
      return first === null || first === '';
    case 'isnotempty':
      return first !== null && first !== '';
    case 'split':
      return asText(first).split(asText(second));
    case 'set_has_element':
      return Array.isArray(first) && first.includes(second);
    case 'hash_sha256':
      return createHash('sha256').update(asText(first)).digest('hex');
    default:
      throw new Error(`no meaning for the function ${name}`);
  }
}

/** A comparison with null is null; `startswith` ignores case, the operators that end in `_cs` do not. */
function compare(kind: string, left: unknown, right: unknown): boolean | null {
  if (left === null || right === null) return null;
  const [a, b] = [asText(left), asText(right)];
  switch (kind) {
    case 'Equal':
      return left === right;
    case 'NotEqual':
      return left !== right;
    case 'LessThan':
      return Number(left) < Number(right);
    case 'GreaterThanOrEqual':
      return Number(left) >= Number(right);
    case 'ContainsCs':
      return a.includes(b);
    case 'StartsWith':
      return a.toLowerCase().startsWith(b.toLowerCase());
    default:
      throw new Error(`no meaning for ${kind}`);
  }
}

function memberOf(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' && Object.hasOwn(value, name) ? (value as Row)[name] : null;
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A KQL string in single or double quotes; the shipped queries use no escapes. */
function unquote(text: string): string {
  return text.slice(1, -1);
}

function withoutTimeRange(kql: string): string {
  return kql
    .split('\n')
    .filter((line) => !line.includes('starttime'))
    .join('\n');
}

function flatten(pipe: KqlNode): KqlNode[] {
  if (kindOf(pipe) !== 'PipeExpression') return [pipe];
  return [...flatten(expressionsOf(pipe)[0]!), childrenOf(pipe).at(-1)!];
}

/** The children that are expressions: no tokens, no declared names, no lists. */
function expressionsOf(node: KqlNode): KqlNode[] {
  return childrenOf(node).filter((child) => /(Expression|NameReference)$/.test(kindOf(child)));
}
