import { resolveIntrinsics, type Resource, type Template } from '@eks-sentinel/connector';

import type { Applied, Clients } from './applied';
import { appliersOf } from './appliers';

export interface AppliedStack {
  /** Outputs as the console would show them. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Logical id -> what the service answered. */
  readonly resources: ReadonlyMap<string, Applied>;
}

/** Creates what the template names, in the order of its references, through the services' own APIs. */
export async function applyStack(
  clients: Clients,
  template: Template,
  given: Readonly<Record<string, string>>,
): Promise<AppliedStack> {
  const applied = new Map<string, Applied>();
  const appliers = appliersOf(clients);
  const surroundings = {
    values: valuesOf(template, given),
    attributeOf: (reference: string): unknown => {
      const [id, attribute] = reference.split('.') as [string, string | undefined];
      const value = attribute === undefined ? applied.get(id)?.ref : applied.get(id)?.attributes?.[attribute];
      if (value === undefined) throw new Error(`${reference} is not known yet`);
      return value;
    },
  };
  const read = (part: unknown): unknown => resolveIntrinsics(template, part, surroundings);

  for (const id of inOrder(template)) {
    const { Type, Condition, Properties } = template.Resources[id]!;
    if (Condition !== undefined && read(template.Conditions[Condition]) !== true) continue;
    const applier = appliers[Type];
    if (applier === undefined) throw new Error(`no applier for ${Type}`);
    applied.set(id, await applier(read(Properties) as never));
  }
  const outputs = Object.entries(template.Outputs).map(([name, { Value }]) => [name, read(Value) as string]);
  return { outputs: Object.fromEntries(outputs) as Record<string, string>, resources: applied };
}

function valuesOf(template: Template, given: Readonly<Record<string, string>>): Record<string, unknown> {
  const parameters = Object.entries(template.Parameters).map(([name, { Type, Default }]) => {
    const value = given[name] ?? Default;
    return [name, Type === 'CommaDelimitedList' ? String(value).split(',') : value];
  });
  return { ...(Object.fromEntries(parameters) as Record<string, unknown>), ...given };
}

/** Logical ids, each behind all that it refers to. */
function inOrder(template: Template): string[] {
  const order: string[] = [];
  const visit = (id: string): void => {
    if (order.includes(id)) return;
    for (const other of dependenciesOf(template.Resources[id]!))
      if (template.Resources[other] !== undefined) visit(other);
    order.push(id);
  };
  for (const id of Object.keys(template.Resources)) visit(id);
  return order;
}

function dependenciesOf({ DependsOn, Properties }: Resource): string[] {
  const text = JSON.stringify(Properties);
  const references = /"Ref":"(\w+)"|"Fn::GetAtt":\["(\w+)"|\$\{(\w+)[.}]/g;
  const found = [...text.matchAll(references)].map((match) => match[1] ?? match[2] ?? match[3]!);
  return [...found, ...(typeof DependsOn === 'string' ? [DependsOn] : (DependsOn ?? []))];
}
