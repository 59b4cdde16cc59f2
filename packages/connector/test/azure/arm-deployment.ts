import { createHash } from 'node:crypto';

import { isArmExpression, parseArmExpression } from './arm-expression';
import type { ArmExpression } from './arm-expression';

type Json = Record<string, unknown>;

/** A resource whose expressions were evaluated and whose copies were written out. */
export interface DeployedResource extends Json {
  readonly id: string;
  readonly type: string;
  readonly apiVersion: string;
  readonly name: string;
  readonly dependsOn: readonly string[];
  readonly properties: Json;
}

export interface Deployment {
  readonly resources: readonly DeployedResource[];
  readonly outputs: Json;
  readonly usedParameters: ReadonlySet<string>;
  readonly usedVariables: ReadonlySet<string>;
  /** The resources whose state was read, with the API version they were read with. */
  readonly referenced: readonly { readonly id: string; readonly apiVersion: string }[];
}

const GROUP = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/group';

/** Deploys a template on paper: evaluates every expression with the given parameters; throws on what Azure refuses. */
export function deployOnPaper(template: Json, given: Json): Deployment {
  const declared = template['parameters'] as Record<string, { defaultValue?: unknown }>;
  const variables = template['variables'] as Json;
  const usedParameters = new Set<string>();
  const usedVariables = new Set<string>();
  const referenced: { id: string; apiVersion: string }[] = [];
  const indexes: { name: string; index: number }[] = [];

  const evaluate = (value: unknown): unknown => {
    if (typeof value === 'string')
      return isArmExpression(value) ? run(parseArmExpression(value)) : value.replace(/^\[\[/, '[');
    if (Array.isArray(value)) return value.map(evaluate);
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, evaluate(member)]));
    }
    return value;
  };
  const run = (expression: ArmExpression): unknown => {
    switch (expression.kind) {
      case 'text':
      case 'number':
        return expression.value;
      case 'property':
        return member(run(expression.of), expression.name);
      case 'index':
        return member(run(expression.of), String(run(expression.index)));
      case 'call':
        return call(expression.name, expression.args.map(run));
    }
  };
  const call = (name: string, args: readonly unknown[]): unknown => {
    const texts = args.map(String);
    const [first = '', second = ''] = texts;
    switch (name) {
      case 'parameters':
        usedParameters.add(first);
        return first in given ? given[first] : evaluate(member(member(declared, first), 'defaultValue'));
      case 'variables':
        usedVariables.add(first);
        return variable(first);
      case 'concat':
        return args.every(Array.isArray) ? args.flat() : texts.join('');
      case 'resourceId':
        return `${GROUP}/providers/${typedPath(first, texts.slice(1))}`;
      case 'extensionResourceId':
        return `${first}/providers/${typedPath(second, texts.slice(2))}`;
      case 'resourceGroup':
        return { location: 'westeurope' };
      case 'uniqueString':
      case 'guid':
        return createHash('sha256')
          .update(texts.join('\0'))
          .digest('hex')
          .slice(0, name === 'guid' ? 32 : 13);
      case 'length':
        return (args[0] as { length: number }).length;
      case 'equals':
        return args[0] === args[1];
      case 'if':
        return args[0] === true ? args[1] : args[2];
      case 'null':
        return null;
      case 'copyIndex': {
        const loop = first === '' ? indexes.at(-1) : indexes.find((candidate) => candidate.name === first);
        if (loop === undefined) throw new Error(`copyIndex(${first}) outside its loop`);
        return loop.index;
      }
      case 'reference':
        referenced.push({ id: first, apiVersion: second });
        return STATE;
      default:
        throw new Error(`the function ${name} has no meaning here`);
    }
  };
  const variable = (name: string): unknown => {
    if (name !== 'copy' && Object.hasOwn(variables, name)) return evaluate(variables[name]);
    const loop = ((variables['copy'] ?? []) as { name: string; count: unknown; input: unknown }[]).find(
      (candidate) => candidate.name === name,
    );
    if (loop === undefined) throw new Error(`the variable ${name} is not declared`);
    return repeat(loop.name, loop.count, () => evaluate(loop.input));
  };
  const repeat = <T>(name: string, count: unknown, body: () => T): T[] =>
    Array.from({ length: Number(evaluate(count)) }, (_, index) => {
      indexes.push({ name, index });
      const result = body();
      indexes.pop();
      return result;
    });

  const resources = (template['resources'] as Json[]).flatMap((resource) => {
    const { copy, ...rest } = resource as Json & { copy?: { name: string; count: unknown } };
    return copy === undefined ? [evaluate(rest)] : repeat(copy.name, copy.count, () => evaluate(rest));
  }) as unknown as DeployedResource[];
  return {
    resources: resources.map((resource) => ({
      ...resource,
      dependsOn: ((resource as Json)['dependsOn'] as string[] | undefined) ?? [],
      id: idOf(resource),
    })),
    outputs: evaluate(template['outputs']) as Json,
    usedParameters,
    usedVariables,
    referenced,
  };
}

/** What the state of any resource answers here. */
const STATE = {
  customerId: '11111111-2222-3333-4444-555555555555',
  immutableId: 'dcr-0123456789abcdef0123456789abcdef',
  logsIngestion: { endpoint: 'https://eks-sentinel.westeurope-1.ingest.monitor.azure.com' },
};

function member(value: unknown, name: string): unknown {
  if (value === null || typeof value !== 'object' || !(name in value))
    throw new Error(`nothing has the member ${name}`);
  return (value as Json)[name];
}

/** `A.B/c/d` with the names x and y is `A.B/c/x/d/y`. */
function typedPath(type: string, names: readonly string[]): string {
  const [namespace = '', ...kinds] = type.split('/');
  if (kinds.length !== names.length) throw new Error(`${type} takes ${kinds.length} names, not ${names.length}`);
  return [namespace, ...kinds.flatMap((kind, index) => [kind, names[index] ?? ''])].join('/');
}

function idOf(resource: Json): string {
  const scope = typeof resource['scope'] === 'string' ? resource['scope'] : GROUP;
  return `${scope}/providers/${typedPath(String(resource['type']), String(resource['name']).split('/'))}`;
}
