import type { JsonObject, JsonValue } from '../build/go-json';
import { writeAuditEvent } from '../build/audit-event';
import type { AuditLevel } from './audit-policy';
import { eksAuditPolicy } from './audit-policy';
import { microTime, SECOND } from './timestamps';

/** Who a request is from, as the authenticator says. */
export interface User {
  readonly username: string;
  readonly uid?: string | undefined;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** A user at an address with a program. */
export interface Caller {
  readonly user: User;
  readonly sourceIp: string;
  readonly userAgent: string;
}

/** The object of a request, members in the order of the API server. */
export interface ObjectRef {
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly uid?: string | undefined;
  readonly apiGroup?: string | undefined;
  readonly apiVersion: string;
  readonly resourceVersion?: string | undefined;
  readonly subresource?: string | undefined;
}

/** Why a request failed, as the API server words it. */
export interface Failure {
  readonly message?: string;
  readonly reason: string;
  readonly details?: JsonObject;
}

/** One request to the API server, before the audit policy decides what of it is logged. */
export interface ApiRequest {
  readonly caller: Caller;
  readonly impersonatedUser?: User;
  readonly verb: string;
  readonly uri: string;
  readonly ref?: ObjectRef;
  readonly code: number;
  readonly failure?: Failure;
  readonly requestObject?: JsonValue | undefined;
  readonly responseObject?: JsonValue | undefined;
  /** Authentication failed: the request reached nobody. */
  readonly isUnauthenticated?: boolean;
  readonly isPanic?: boolean;
  /** Why the authorizer let it pass; empty for a node or a member of system:masters. */
  readonly allowedBy?: string;
  /** Annotations besides the authorizer's. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** From receipt to the response, or of a long-running request to its start. */
  readonly latencyMicros: number;
  /** A watch, exec, attach, port-forward or log: from the start of the response to its end. */
  readonly runsForMicros?: number;
}

/** One audit event and when it was written, microseconds since 1970. */
export interface WrittenEvent {
  readonly micros: number;
  readonly text: string;
}

/**
 * The audit events of a request in time order, the first of them written at `firstMicros`: none where the policy logs
 * nothing, two for a long-running one. All events of a request carry one auditID.
 */
export function auditEventsOf(request: ApiRequest, firstMicros: number, auditId: string): WrittenEvent[] {
  const { level, omitsRequestReceived } = levelOf(request);
  if (level === 'None') return [];
  const receivedMicros = omitsRequestReceived ? firstMicros - request.latencyMicros : firstMicros;
  const write = (stage: string, micros: number): WrittenEvent => ({
    micros,
    text: writeAuditEvent(eventMembers(request, level, stage, auditId, receivedMicros, micros)),
  });
  const answered = receivedMicros + request.latencyMicros;
  if (request.isUnauthenticated === true) return [write('ResponseStarted', answered)];
  if (request.isPanic === true) return [write('Panic', answered)];
  const events = omitsRequestReceived ? [] : [write('RequestReceived', receivedMicros)];
  if (request.runsForMicros === undefined) events.push(write('ResponseComplete', answered));
  else events.push(write('ResponseStarted', answered), write('ResponseComplete', answered + request.runsForMicros));
  return events;
}

function levelOf({ caller, verb, uri, ref, isUnauthenticated }: ApiRequest): ReturnType<typeof eksAuditPolicy> {
  return eksAuditPolicy({
    ...(isUnauthenticated === true ? {} : { username: caller.user.username, groups: caller.user.groups }),
    verb,
    path: uri.split('?')[0]!,
    ...(ref === undefined
      ? {}
      : {
          apiGroup: ref.apiGroup ?? '',
          resource: ref.subresource === undefined ? ref.resource : `${ref.resource}/${ref.subresource}`,
          ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }),
          ...(ref.name === undefined ? {} : { name: ref.name }),
        }),
  });
}

function eventMembers(
  request: ApiRequest,
  level: AuditLevel,
  stage: string,
  auditID: string,
  receivedMicros: number,
  stageMicros: number,
): Parameters<typeof writeAuditEvent>[0] {
  const { caller, impersonatedUser, verb, uri, ref, isUnauthenticated } = request;
  const isReceived = stage === 'RequestReceived';
  const hasBodies = !isReceived && isUnauthenticated !== true;
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level,
    auditID,
    stage,
    requestURI: uri,
    verb,
    user: isUnauthenticated === true ? {} : userMembers(caller.user),
    impersonatedUser: impersonatedUser === undefined ? undefined : userMembers(impersonatedUser),
    sourceIPs: [caller.sourceIp],
    userAgent: cutUserAgent(caller.userAgent),
    objectRef: ref === undefined ? undefined : refMembers(ref),
    responseStatus: isReceived ? undefined : responseStatus(request),
    requestObject: hasBodies && level !== 'Metadata' ? request.requestObject : undefined,
    responseObject: hasBodies && level === 'RequestResponse' ? responseBody(request) : undefined,
    requestReceivedTimestamp: microTime(receivedMicros),
    stageTimestamp: microTime(stageMicros),
    annotations: isReceived || isUnauthenticated === true ? undefined : annotationsOf(request),
  };
}

function userMembers({ username, uid, groups, extra }: User): JsonObject {
  return { username, uid, groups, extra };
}

function refMembers(ref: ObjectRef): JsonObject {
  const { resource, namespace, name, uid, apiGroup, apiVersion, resourceVersion, subresource } = ref;
  return { resource, namespace, name, uid, apiGroup, apiVersion, resourceVersion, subresource };
}

function responseStatus({ code, failure }: ApiRequest): JsonObject {
  if (failure === undefined) return { metadata: {}, code };
  const { message, reason, details } = failure;
  // A failed authentication is answered before any handler: only the attempted methods and the code are known.
  return reason === ''
    ? { metadata: {}, message, code }
    : { metadata: {}, status: 'Failure', message, reason, details, code };
}

function responseBody({ code, failure, responseObject, isPanic }: ApiRequest): JsonValue | undefined {
  if (failure === undefined || isPanic === true) return isPanic === true ? undefined : responseObject;
  const { message, reason, details } = failure;
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details, code };
}

function annotationsOf({ failure, code, allowedBy = '', annotations = {} }: ApiRequest): JsonObject {
  const isForbidden = code === 403 && failure?.reason === 'Forbidden';
  const all: Record<string, string> = {
    ...annotations,
    'authorization.k8s.io/decision': isForbidden ? 'forbid' : 'allow',
    'authorization.k8s.io/reason': isForbidden ? '' : allowedBy,
  };
  // Go writes the keys of a map in order.
  return Object.fromEntries(
    Object.keys(all)
      .sort()
      .map((key) => [key, all[key]]),
  );
}

/** Source: k8s.io/apiserver/pkg/audit/request.go, maxUserAgentLength and userAgentTruncateSuffix. */
const MAX_USER_AGENT_LENGTH = 1_024;

function cutUserAgent(userAgent: string): string {
  return userAgent.length > MAX_USER_AGENT_LENGTH
    ? `${userAgent.slice(0, MAX_USER_AGENT_LENGTH)}...TRUNCATED`
    : userAgent;
}

/** The path of a resource, with a query when there is one. */
export function resourceUri(ref: ObjectRef, query: Readonly<Record<string, string | number>> = {}): string {
  const { resource, namespace, name, apiGroup, apiVersion, subresource } = ref;
  const root = apiGroup === undefined ? `/api/${apiVersion}` : `/apis/${apiGroup}/${apiVersion}`;
  const scope = namespace === undefined ? '' : `/namespaces/${namespace}`;
  const tail = [resource, name, subresource].filter((part) => part !== undefined).join('/');
  const pairs = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return `${root}${scope}/${tail}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}

/** Latencies of most requests: a few milliseconds. */
export const FAST_MICROS = [700, 9_000] as const;

/** How long a watch runs before its client renews it: 5 to 10 minutes. */
export const WATCH_MICROS = [300 * SECOND, 599 * SECOND] as const;
