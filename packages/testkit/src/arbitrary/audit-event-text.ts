import fc from 'fast-check';

import type { JsonText } from './tokens';
import { escapedName, nameToken, stringToken } from './tokens';
import type { MemberText } from './json-text';
import { jsonValue, spaced, tokenText } from './json-text';
import type { ExpectedColumns } from './expected-columns';
import { expectedColumns } from './expected-columns';
import type { Shape, ShapeValue } from './shape';

/** The text of an audit event and what its columns must hold. */
export interface AuditEventText extends JsonText {
  readonly expected: ExpectedColumns;
}

/**
 * The text of an audit event of which any member that a column reads is right, absent, of a wrong type or written more
 * than once (the last one counts), in any order, with escaped names, whitespace and foreign members between them; and
 * the columns that follow. Strings stay far below the limit of a column.
 */
export function auditEventText(): fc.Arbitrary<AuditEventText> {
  return fc
    .record({
      verb: variants(text('get', 'create', 'deletecollection')),
      stage: variants(text('RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic')),
      userAgent: variants(text('kubectl/v1.33.4', 'a "quoted" agent', '')),
      requestURI: variants(text('/livez?verbose=1', '/api/v1/pods', '/a?b?c', '?x')),
      stageTimestamp: variants(text('2026-05-12T08:15:42.123456Z', '2026-05-12T08:15:42Z')),
      requestReceivedTimestamp: variants(text('2026-05-12T08:15:41.000001Z')),
      sourceIPs: variants(sourceIps()),
      user: variants(nested({ username: variants(text('system:node:ip-10-42-0-7', 'jürgen')) })),
      objectRef: variants(
        nested({
          namespace: variants(text('kube-system', 'payments', '')),
          resource: variants(text('pods', 'nodes', '')),
          name: variants(text('ledger-0', 'x', '')),
          subresource: variants(text('exec', 'status', '')),
        }),
      ),
      responseStatus: variants(nested({ code: variants(fc.constantFrom(0, 101, 200, 401, 403, 500).map(numberOf)) })),
      annotations: variants(nested({ 'authorization.k8s.io/decision': variants(text('allow', 'forbid')) })),
    })
    .chain((members) => withForeign(members))
    .chain((members) =>
      spaced(members.map(({ name, shape }) => ({ name, value: shape.json }))).map((json) => ({
        ...json,
        expected: expectedColumns(membersOf(members)),
      })),
    );
}

interface NamedShape {
  readonly plain: string | undefined;
  readonly name: string;
  readonly shape: Shape;
}

/** How often a member stands in its object and with which values: absent, once, or several times. */
function variants(right: fc.Arbitrary<Shape>): fc.Arbitrary<readonly Shape[]> {
  const any = fc.oneof({ weight: 4, arbitrary: right }, { weight: 1, arbitrary: wrongType() });
  return fc.oneof(
    { weight: 6, arbitrary: any.map((shape) => [shape]) },
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(any, { minLength: 2, maxLength: 3 }) },
  );
}

function text(...usual: string[]): fc.Arbitrary<Shape> {
  const tokens = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...usual).map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: stringToken(4) },
  );
  return tokens.map((token) => ({
    json: tokenText(token),
    value: { kind: 'string', string: JSON.parse(token) as string },
  }));
}

function numberOf(number: number): Shape {
  return { json: tokenText(String(number)), value: { kind: 'number', number } };
}

/** What none of the columns can take: neither a string, an integer, an array of strings nor an object with members. */
function wrongType(): fc.Arbitrary<Shape> {
  return fc
    .constantFrom('null', 'true', 'false', '1.5', '1e400', '[]', '[[]]', '{}', '[null,1]', '{"username":null}')
    .map((token) => ({ json: tokenText(token), value: { kind: 'other' } }));
}

function sourceIps(): fc.Arbitrary<Shape> {
  const address = text('198.51.100.7', '203.0.113.9', '::1');
  const list = fc.array(fc.oneof({ weight: 3, arbitrary: address }, { weight: 1, arbitrary: wrongType() }), {
    maxLength: 4,
  });
  const asArray = list.map((elements): Shape => {
    const token = `[${elements.map(({ json }) => json.text).join(',')}]`;
    const strings = elements.flatMap(({ value }) => (value.kind === 'string' ? [value.string] : []));
    return { json: tokenText(token), value: { kind: 'array', strings } };
  });
  return fc.oneof({ weight: 3, arbitrary: asArray }, { weight: 1, arbitrary: address });
}

function nested(members: Record<string, fc.Arbitrary<readonly Shape[]>>): fc.Arbitrary<Shape> {
  return fc
    .record(members)
    .chain(withForeign)
    .chain((named) =>
      spaced(named.map(({ name, shape }): MemberText => ({ name, value: shape.json }))).map((json) => ({
        json,
        value: { kind: 'object', members: membersOf(named) },
      })),
    );
}

/** The members, each as often as its variants say, shuffled, with foreign ones between and some names escaped. */
function withForeign(variantsOf: Readonly<Record<string, readonly Shape[]>>): fc.Arbitrary<NamedShape[]> {
  const own = Object.entries(variantsOf).flatMap(([plain, shapes]) => shapes.map((shape) => ({ plain, shape })));
  const foreign = fc.array(fc.tuple(foreignName(Object.keys(variantsOf)), jsonValue()), { maxLength: 2 });
  const escapes = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat()), {
    minLength: own.length,
    maxLength: own.length,
  });
  return fc.tuple(foreign, escapes, fc.boolean()).chain(([foreigners, which, isShuffled]) => {
    const named: NamedShape[] = [
      ...own.map(({ plain, shape }, index) => ({ plain, shape, name: escapedName(plain, which[index]!) })),
      ...foreigners.map(([name, json]): NamedShape => ({
        plain: undefined,
        name,
        shape: { json, value: { kind: 'other' } },
      })),
    ];
    return isShuffled ? fc.shuffledSubarray(named, { minLength: named.length }) : fc.constant(named);
  });
}

/** A name that is none of the members. */
function foreignName(own: readonly string[]): fc.Arbitrary<string> {
  return nameToken().filter((name) => !own.includes(JSON.parse(name) as string));
}

function membersOf(named: readonly NamedShape[]): ReadonlyMap<string, ShapeValue> {
  const members = new Map<string, ShapeValue>();
  for (const { plain, shape } of named) if (plain !== undefined) members.set(plain, shape.value);
  return members;
}
