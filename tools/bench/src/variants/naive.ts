import { gunzipSync } from 'node:zlib';

import type { Variant } from './variant';
import { eachRecord } from './variant';

/** What a subscription message holds, as `JSON.parse` gives it. */
export interface ParsedMessage {
  readonly owner: string;
  readonly logGroup: string;
  readonly logEvents: readonly {
    readonly timestamp: number;
    readonly message: string;
    readonly extractedFields?: Readonly<Record<string, string>>;
  }[];
}

/** An object of an audit event, whose members may be of any type. */
export type Members = Readonly<Record<string, unknown>>;

/**
 * The rows of the project, made the plain way: parse everything, stringify everything. It keeps the rules of the row for
 * whole audit events of common length; it has none for the rest.
 */
export const NAIVE: Variant = {
  name: 'naive',
  label: 'naive: parse and stringify each event',
  claim: 'equal',
  keepsAllRules: false,
  invoke: eachRecord((data, _recordId, region) => {
    const message = parseMessage(data);
    const lines = message.logEvents.map((logEvent) => JSON.stringify(naiveRow(message, logEvent, region)));
    return Buffer.from(lines.join('\n') + '\n').toString('base64');
  }),
};

/** The message of a record; what the plain way does not check is not checked. */
export function parseMessage(data: string): ParsedMessage {
  return JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()) as ParsedMessage;
}

function naiveRow(
  { owner, logGroup }: ParsedMessage,
  { timestamp, message, extractedFields }: ParsedMessage['logEvents'][number],
  region: string,
): Members {
  const event = JSON.parse(message) as Members;
  const code = membersOf(event['responseStatus'])['code'];
  const sourceIPs = event['sourceIPs'];
  return {
    TimeGenerated:
      textOf(event['stageTimestamp']) || textOf(event['requestReceivedTimestamp']) || new Date(timestamp).toISOString(),
    AwsAccountId: extractedFields?.['@aws.account'] ?? owner,
    Region: extractedFields?.['@aws.region'] ?? region,
    ClusterName: logGroup.split('/')[3] ?? '',
    Verb: textOf(event['verb']),
    User: textOf(membersOf(event['user'])['username']),
    SourceIPs: Array.isArray(sourceIPs) ? sourceIPs : [],
    UserAgent: textOf(event['userAgent']),
    ObjectRef: naiveObjectRef(membersOf(event['objectRef']), event),
    ResponseCode: Number.isInteger(code) ? code : null,
    Stage: textOf(event['stage']),
    AuthDecision: textOf(membersOf(event['annotations'])['authorization.k8s.io/decision']),
    RawEvent: event,
  };
}

function naiveObjectRef(ref: Members, event: Members): string {
  const namespace = textOf(ref['namespace']);
  const resource = textOf(ref['resource']);
  const name = textOf(ref['name']);
  const subresource = textOf(ref['subresource']);
  if (resource === '') return namespace + name + subresource === '' ? pathOf(textOf(event['requestURI'])) : name;
  return `${namespace === '' ? '' : `${namespace}/`}${resource}/${name}${subresource === '' ? '' : `/${subresource}`}`;
}

function pathOf(uri: string): string {
  return uri.split('?')[0]!;
}

/** A string, or `""`. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** An object, or one without members. */
export function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {};
}
