import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, Resource as ResourceSpec, SpecDatabase } from '@aws-cdk/service-spec-types';

import type { Resource, Template, Value } from '../src';

type Checked = Pick<Template, 'Parameters' | 'Resources' | 'Outputs'> & Partial<Template>;

let database: SpecDatabase | undefined;

/** Checks resources against the published schemas, references against what exists, and looks for circles. */
export function findViolations(template: Checked): string[] {
  const violations: string[] = [];
  for (const [id, resource] of Object.entries(template.Resources)) violations.push(...checkResource(id, resource));
  violations.push(...checkReferences(template), ...checkConditions(template), ...findCircles(template));
  return violations;
}

/** Every member of the tree under its path. */
export function walk(value: unknown, path = ''): [string, unknown][] {
  const here: [string, unknown][] = [[path, value]];
  if (typeof value !== 'object' || value === null) return here;
  return here.concat(Object.entries(value).flatMap(([key, member]) => walk(member, `${path}/${key}`)));
}

/** Logical ids that the tree refers to. */
export function referencesIn(tree: unknown): string[] {
  return walk(tree).flatMap(([path, value]) => {
    if (typeof value === 'string' && path.endsWith('/Ref')) return [value];
    if (Array.isArray(value) && path.endsWith('/Fn::GetAtt')) return [`${String(value[0])}.${String(value[1])}`];
    if (typeof value === 'string' && /\/Fn::Sub(\/0)?$/.test(path)) {
      const own = value.includes('${Ids}') ? ['Ids'] : [];
      const names = [...value.matchAll(/\$\{([^}!]+)\}/g)].map((match) => match[1]!);
      return names.filter((name) => !own.includes(name));
    }
    return [];
  });
}

function specOf(type: string): ResourceSpec | undefined {
  database ??= loadAwsServiceSpecSync();
  return database.lookup('resource', 'cloudFormationType', 'equals', type)[0];
}

function checkResource(id: string, resource: Resource): string[] {
  const spec = specOf(resource.Type);
  if (spec === undefined) return [`${id}: no resource type ${resource.Type}`];
  return checkProperties(id, resource.Properties, spec.properties);
}

function checkProperties(path: string, given: object, specs: Readonly<Record<string, Property>>): string[] {
  const violations: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    const spec = specs[name];
    if (spec === undefined) violations.push(`${path}/${name}: unknown`);
    else violations.push(...checkValue(`${path}/${name}`, value as Value, spec.type));
  }
  for (const [name, spec] of Object.entries(specs)) {
    if (spec.required === true && !(name in given)) violations.push(`${path}/${name}: missing`);
  }
  return violations;
}

function checkValue(path: string, value: Value, type: PropertyType): string[] {
  const branches = branchesOf(value);
  if (branches === undefined) return [];
  return branches.flatMap((branch) => checkLiteral(path, branch, type));
}

/** What the value can be: both branches of a condition; nothing that could be checked for another intrinsic. */
function branchesOf(value: Value): Value[] | undefined {
  if (typeof value !== 'object' || Array.isArray(value)) return [value];
  const [key, inner] = Object.entries(value)[0] ?? ['', ''];
  if (key === 'Fn::If') return (inner as Value[]).slice(1).flatMap((branch) => branchesOf(branch) ?? []);
  return key === 'Ref' || key.startsWith('Fn::') ? undefined : [value];
}

function checkLiteral(path: string, value: Value, type: PropertyType): string[] {
  switch (type.type) {
    case 'ref': {
      if (typeof value !== 'object' || Array.isArray(value)) return [`${path}: no object`];
      return checkProperties(path, value, database!.get('typeDefinition', type.reference.$ref).properties);
    }
    case 'array':
      if (!Array.isArray(value)) return [`${path}: no list`];
      return value.flatMap((member: Value, index) => checkValue(`${path}/${index}`, member, type.element));
    case 'map':
      if (typeof value !== 'object' || Array.isArray(value)) return [`${path}: no map`];
      return Object.entries(value).flatMap(([key, member]) => checkValue(`${path}/${key}`, member, type.element));
    case 'union':
      return type.types.some((member) => checkLiteral(path, value, member).length === 0) ? [] : [`${path}: no variant`];
    case 'integer':
    case 'number':
      return typeof value === 'number' ? [] : [`${path}: no number`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path}: no boolean`];
    case 'string':
      if (typeof value !== 'string') return [`${path}: no string`];
      return type.allowedValues?.includes(value) === false
        ? [`${path}: not among ${type.allowedValues.join(', ')}`]
        : [];
    default:
      return [];
  }
}

function checkReferences(template: Checked): string[] {
  return referencesIn({ Resources: template.Resources, Outputs: template.Outputs }).flatMap((reference) => {
    const [id, ...attribute] = reference.split('.');
    if (id!.startsWith('AWS::') || (template.Parameters[id!] !== undefined && attribute.length === 0)) return [];
    const resource = template.Resources[id!];
    if (resource === undefined) return [`${reference}: nothing of that name`];
    const name = attribute.join('.');
    return name === '' || name in (specOf(resource.Type)?.attributes ?? {}) ? [] : [`${reference}: no such attribute`];
  });
}

function checkConditions(template: Checked): string[] {
  const used = walk({ Resources: template.Resources, Outputs: template.Outputs }).flatMap(([path, value]) => {
    if (path.endsWith('/Fn::If/0')) return [value as string];
    return typeof value === 'string' && path.endsWith('/Condition') ? [value] : [];
  });
  const defined = Object.keys(template.Conditions ?? {});
  return [
    ...used.filter((name) => !defined.includes(name)).map((name) => `${name}: no such condition`),
    ...defined.filter((name) => !used.includes(name)).map((name) => `${name}: no use of the condition`),
  ];
}

function findCircles(template: Checked): string[] {
  const edges = new Map(
    Object.entries(template.Resources).map(([id, resource]) => [
      id,
      [
        ...referencesIn(resource.Properties).map((reference) => reference.split('.')[0]!),
        ...(resource.DependsOn ?? []),
      ],
    ]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (id: string, trail: readonly string[]): void => {
    if (trail.includes(id)) circles.push([...trail.slice(trail.indexOf(id)), id].join(' -> '));
    else if (!done.has(id)) {
      for (const next of edges.get(id) ?? []) visit(next, [...trail, id]);
      done.add(id);
    }
  };
  for (const id of edges.keys()) visit(id, []);
  return circles;
}
