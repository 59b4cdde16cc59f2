import { createHash } from 'node:crypto';

import { FUNCTION_ID, VERSION_ID } from './transform-function';
import type { Template, Value } from './template';

/** Enough of a SHA-256 that two configurations of one stack never meet. */
const HASH_CHARACTERS = 16;

/** Where the code lies differs between the ways of deploying; what it is stands in its own hash. */
const NOT_HASHED = new Set(['Code', 'Handler', 'Tags']);

type Versioned = Pick<Template, 'Parameters' | 'Resources'>;

/**
 * Names the version after the code and the configuration of the function. A version is immutable: under a fixed
 * logical id CloudFormation would create it once, and the alias would serve the first code for ever.
 *
 * @param template parameters with the values of this deployment as defaults
 * @param code the bundle
 */
export function withVersionId<T extends Versioned>(template: T, code: string | Uint8Array): T {
  const versionId = `${VERSION_ID}${hashOf(template, code)}`;
  const resources = Object.fromEntries(
    Object.entries(template.Resources).map(([id, resource]) => [id === VERSION_ID ? versionId : id, resource]),
  );
  const alias = resources['TransformAlias']!;
  const FunctionVersion = { 'Fn::GetAtt': [versionId, 'Version'] };
  resources['TransformAlias'] = { ...alias, Properties: { ...alias.Properties, FunctionVersion } };
  return { ...template, Resources: resources };
}

function hashOf(template: Versioned, code: string | Uint8Array): string {
  const properties = Object.entries(template.Resources[FUNCTION_ID]!.Properties)
    .filter(([name]) => !NOT_HASHED.has(name))
    .map(([name, value]) => [name, canonical(value, template)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(createHash('sha256').update(code).digest())
    .update(JSON.stringify(properties))
    .digest('hex')
    .slice(0, HASH_CHARACTERS);
}

/** The value with its keys in order and each parameter replaced by its default. */
function canonical(value: Value, template: Versioned): Value {
  if (Array.isArray(value)) return value.map((member: Value) => canonical(member, template));
  if (typeof value !== 'object') return value;
  const map = value as Readonly<Record<string, Value>>;
  const name = map['Ref'];
  const parameter = typeof name === 'string' ? template.Parameters[name] : undefined;
  if (parameter?.Default !== undefined) return String(parameter.Default);
  return Object.fromEntries(
    Object.keys(map)
      .sort()
      .map((key) => [key, canonical(map[key]!, template)]),
  );
}
