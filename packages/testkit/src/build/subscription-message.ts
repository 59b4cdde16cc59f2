import type { LogEvent } from './log-event';
import { buildLogEvent } from './log-event';
import { buildAuditEvent } from './audit-event';

/** What CloudWatch Logs puts into a record, before gzip. */
export interface SubscriptionMessage {
  readonly messageType: string;
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly subscriptionFilters: readonly string[];
  readonly logEvents: readonly LogEvent[];
  readonly policyLevel?: string;
}

/** A log stream of a cluster's log group: the component and 32 hex digits. */
export function logStreamName(component: string, hex = '0f3a5b7c9d1e2f40123456789abcdef0'): string {
  return `${component}-${hex}`;
}

/**
 * The text of a subscription message as CloudWatch Logs writes it, one audit event in it unless `overrides` brings its
 * own log events. Members keep the order of the service.
 */
export function buildSubscriptionMessage(overrides: Partial<SubscriptionMessage> = {}): string {
  const { messageType, owner, logGroup, logStream, subscriptionFilters, logEvents, policyLevel } = {
    ...DEFAULTS,
    logEvents: overrides.logEvents ?? [buildLogEvent(buildAuditEvent())],
    ...overrides,
  };
  const events = logEvents.map(({ id, timestamp, message, extractedFields }) => ({
    id,
    timestamp,
    message,
    extractedFields,
  }));
  return JSON.stringify({
    messageType,
    owner,
    logGroup,
    logStream,
    subscriptionFilters,
    logEvents: events,
    policyLevel,
  });
}

/** The message that CloudWatch Logs sends to see whether the stream takes records. `timestamp` in ms since 1970. */
export function buildControlMessage(timestamp = Date.UTC(2026, 4, 12, 8, 15, 0)): string {
  return buildSubscriptionMessage({
    messageType: 'CONTROL_MESSAGE',
    owner: 'CloudwatchLogs',
    logGroup: '',
    logStream: '',
    subscriptionFilters: [],
    logEvents: [{ id: '', timestamp, message: 'CWL CONTROL MESSAGE: Checking health of destination Firehose.' }],
  });
}

const DEFAULTS: Omit<SubscriptionMessage, 'logEvents'> = {
  messageType: 'DATA_MESSAGE',
  owner: '111122223333',
  logGroup: '/aws/eks/prod-eu-1/cluster',
  logStream: logStreamName('kube-apiserver-audit'),
  subscriptionFilters: ['eks-sentinel-prod-eu-1'],
};
