import type { Template } from './template';

/** What the intrinsic functions of a template look up. */
export interface Surroundings {
  /** Parameters as CloudFormation holds them (a list for a comma-delimited one) and pseudo parameters such as `AWS::Region`. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The value of `Ref: LogicalId` (asked as `LogicalId`) and of `Fn::GetAtt` (asked as `LogicalId.Attribute`). */
  readonly attributeOf: (reference: string) => unknown;
}

/** Stands for `AWS::NoValue` until the member that holds it is left out. */
const ABSENT = Symbol('AWS::NoValue');

/**
 * A part of a template as CloudFormation would read it: intrinsic functions replaced, conditions decided, absent members
 * left out. Knows the functions that these templates use; recursion is as deep as the template.
 */
export function resolveIntrinsics(
  template: Pick<Template, 'Conditions'>,
  part: unknown,
  { values, attributeOf }: Surroundings,
): unknown {
  return resolve(part);

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve).filter((member) => member !== ABSENT);
    if (typeof value !== 'object' || value === null) return value;
    const [[key, inner] = ['', '']] = Object.entries(value) as [string, unknown][];
    return key === 'Ref' || key.startsWith('Fn::') ? call(key, inner) : resolveMembers(value);
  }

  function call(name: string, argument: unknown): unknown {
    const list = argument as readonly unknown[];
    switch (name) {
      case 'Ref':
        return argument === 'AWS::NoValue' ? ABSENT : lookUp(argument as string);
      case 'Fn::GetAtt':
        return attributeOf(list.join('.'));
      case 'Fn::Sub':
        return typeof argument === 'string' ? fill(argument, {}) : fill(list[0] as string, resolve(list[1]) as object);
      case 'Fn::If':
        return resolve(resolve(template.Conditions[list[0] as string]) === true ? list[1] : list[2]);
      case 'Fn::Join':
        return (resolve(list[1]) as string[]).join(list[0] as string);
      case 'Fn::Split':
        return (resolve(list[1]) as string).split(list[0] as string);
      case 'Fn::Equals':
        return resolve(list[0]) === resolve(list[1]);
      case 'Fn::Not':
        return resolve(list[0]) !== true;
      default:
        throw new Error(`${name} is no function of these templates`);
    }
  }

  function resolveMembers(value: object): unknown {
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, member]) => [name, resolve(member)] as const)
        .filter(([, member]) => member !== ABSENT),
    );
  }

  function fill(text: string, own: object): string {
    return text.replace(/\$\{([^}]+)\}/g, (_match, name: string) =>
      String((own as Readonly<Record<string, unknown>>)[name] ?? lookUp(name)),
    );
  }

  function lookUp(name: string): unknown {
    return values[name] ?? attributeOf(name);
  }
}
