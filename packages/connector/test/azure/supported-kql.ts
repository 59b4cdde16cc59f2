import { childrenOf, kindOf, nodesOf, textOf } from './kusto';
import type { KqlNode } from './kusto';

/**
 * What a transformation of a data collection rule may use, in the spelling of the language service. What the page
 * does not list is refused here too: `not()`, `coalesce`, `in~`, `has_any`, every operator on more than one row.
 * Source: https://learn.microsoft.com/azure/azure-monitor/data-collection/data-collection-transformations-kql
 */
const OPERATORS = ['Extend', 'Project', 'Print', 'Filter', 'Parse', 'ProjectAway', 'ProjectRename', 'DataTable'];

const STRING_OPERATORS = [
  'Contains',
  'ContainsCs',
  'Has',
  'HasCs',
  'StartsWith',
  'StartsWithCs',
  'EndsWith',
  'EndsWithCs',
];
const EXPRESSIONS = [
  ...['Pipe', 'FunctionCall', 'SimpleNamed', 'Path', 'Element', 'Bracketed', 'Parenthesized', 'And', 'Or'],
  ...['Add', 'Subtract', 'Multiply', 'Divide', 'Modulo', 'UnaryMinus', 'MatchesRegex', 'In', 'NotIn'],
  ...[
    'Equal',
    'NotEqual',
    'EqualTilde',
    'BangTilde',
    'LessThan',
    'LessThanOrEqual',
    'GreaterThan',
    'GreaterThanOrEqual',
  ],
  ...[
    'StringLiteral',
    'LongLiteral',
    'IntLiteral',
    'RealLiteral',
    'BooleanLiteral',
    'DateTimeLiteral',
    'TimespanLiteral',
  ],
  ...STRING_OPERATORS.flatMap((name) => [name, `Not${name}`]),
];

const FUNCTIONS = [
  ...['binary_and', 'binary_or', 'binary_not', 'binary_shift_left', 'binary_shift_right', 'binary_xor'],
  ...['tobool', 'todatetime', 'todouble', 'toreal', 'toguid', 'toint', 'tolong', 'tostring', 'totimespan'],
  ...['ago', 'datetime_add', 'datetime_diff', 'datetime_part', 'dayofmonth', 'dayofweek', 'dayofyear', 'endofday'],
  ...['endofmonth', 'endofweek', 'endofyear', 'getmonth', 'getyear', 'hourofday', 'make_datetime', 'make_timespan'],
  ...['now', 'startofday', 'startofmonth', 'startofweek', 'startofyear', 'weekofyear'],
  ...['array_concat', 'array_length', 'pack_array', 'pack', 'parse_json', 'parse_xml', 'zip'],
  ...['abs', 'bin', 'floor', 'ceiling', 'exp', 'exp10', 'exp2', 'isfinite', 'isinf', 'isnan', 'log', 'log10', 'log2'],
  ...['pow', 'round', 'sign', 'case', 'iif', 'max_of', 'min_of', 'base64_encodestring', 'base64_decodestring'],
  ...['countof', 'extract', 'extract_all', 'indexof', 'isempty', 'isnotempty', 'split', 'strcat', 'strcat_delim'],
  ...['strlen', 'substring', 'tolower', 'toupper', 'hash_sha256', 'gettype', 'isnotnull', 'isnull', 'columnifexists'],
];

/** The operators, expressions and functions of a KQL text that a transformation may not use. */
export function findUnsupported(root: KqlNode): string[] {
  return nodesOf(root).flatMap((node) => {
    const [, name, family] = /^(\w+?)(Operator|Expression)$/.exec(kindOf(node)) ?? [];
    if (name === undefined) return [];
    if (family === 'Operator') return OPERATORS.includes(name) ? [] : [`operator ${name}`];
    if (!EXPRESSIONS.includes(name)) return [`expression ${name}`];
    const called = name === 'FunctionCall' ? textOf(childrenOf(node)[0]!) : 'now';
    return FUNCTIONS.includes(called) ? [] : [`function ${called}`];
  });
}
