import type { ShapeValue } from './shape';

/** The columns that follow from the audit event alone. */
export interface ExpectedColumns {
  /** The time that the event says; `undefined` where the log event's own has to do. */
  readonly TimeGenerated: string | undefined;
  readonly Verb: string;
  readonly User: string;
  readonly SourceIPs: readonly string[];
  readonly UserAgent: string;
  readonly ObjectRef: string;
  readonly ResponseCode: number | null;
  readonly Stage: string;
  readonly AuthDecision: string;
}

type Members = ReadonlyMap<string, ShapeValue>;

/** A second, plain statement of the mapping, over the members of an event as its text was put together. */
export function expectedColumns(event: Members): ExpectedColumns {
  return {
    TimeGenerated: [event.get('stageTimestamp'), event.get('requestReceivedTimestamp')].map(stringOf).find(isTime),
    Verb: stringOf(event.get('verb')),
    User: stringOf(inside(event, 'user', 'username')),
    SourceIPs: stringsOf(event.get('sourceIPs')),
    UserAgent: stringOf(event.get('userAgent')),
    ObjectRef: objectRefOf(event),
    ResponseCode: integerOf(inside(event, 'responseStatus', 'code')),
    Stage: stringOf(event.get('stage')),
    AuthDecision: stringOf(inside(event, 'annotations', 'authorization.k8s.io/decision')),
  };
}

function objectRefOf(event: Members): string {
  const [namespace, resource, name, subresource] = ['namespace', 'resource', 'name', 'subresource'].map((part) =>
    stringOf(inside(event, 'objectRef', part)),
  ) as [string, string, string, string];
  if (namespace + resource + name + subresource === '') return stringOf(event.get('requestURI')).split('?')[0]!;
  if (resource === '') return name;
  const before = namespace === '' ? '' : `${namespace}/`;
  const after = subresource === '' ? '' : `/${subresource}`;
  return `${before}${resource}/${name}${after}`;
}

function inside(event: Members, outer: string, inner: string): ShapeValue | undefined {
  const value = event.get(outer);
  return value?.kind === 'object' ? value.members.get(inner) : undefined;
}

function stringOf(value: ShapeValue | undefined): string {
  return value?.kind === 'string' ? withoutLoneSurrogates(value.string) : '';
}

function stringsOf(value: ShapeValue | undefined): readonly string[] {
  if (value?.kind === 'string') return [withoutLoneSurrogates(value.string)];
  return value?.kind === 'array' ? value.strings.map(withoutLoneSurrogates) : [];
}

/** What some readers of JSON refuse has no place in a column. */
function withoutLoneSurrogates(text: string): string {
  return Array.from(text, (character) => (/^[\ud800-\udfff]$/.test(character) ? '\ufffd' : character)).join('');
}

function integerOf(value: ShapeValue | undefined): number | null {
  return value?.kind === 'number' ? value.number : null;
}

function isTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(text);
}
