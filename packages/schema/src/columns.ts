/** Where the value of a column comes from. Paths are member names from the root of the audit event. */
export type ColumnSource =
  /** The first path that holds an RFC 3339 time in UTC; then the log event's time, then the arrival of the record. */
  | { readonly from: 'time'; readonly paths: readonly EventPath[] }
  /** A value that the event does not carry: the subscription message and the Lambda event know it. */
  | { readonly from: 'context'; readonly value: 'account' | 'region' | 'cluster' }
  /** A string, verbatim; anything else counts as absent and gives `""`. */
  | { readonly from: 'string'; readonly path: EventPath }
  /** The strings of an array, other elements left out; a single string stands for `[string]`; absent gives `[]`. */
  | { readonly from: 'strings'; readonly path: EventPath }
  /** An integer; anything else counts as absent and gives `null`, never 0. */
  | { readonly from: 'integer'; readonly path: EventPath }
  /** `[namespace/]resource/name[/subresource]`, else the path of the request URI. */
  | { readonly from: 'objectRef'; readonly paths: ObjectRefPaths }
  /** The whole audit event, nested. */
  | { readonly from: 'event' };

/** Member names from the root of the audit event to a value. */
export type EventPath = readonly [string, ...string[]];

/** The members that an object reference is put together from. */
export interface ObjectRefPaths {
  readonly namespace: EventPath;
  readonly resource: EventPath;
  readonly name: EventPath;
  readonly subresource: EventPath;
  readonly requestUri: EventPath;
}

/** A column type of Log Analytics that the table uses. */
export type ColumnType = 'datetime' | 'string' | 'int' | 'dynamic';

/** One column of the table: its name on the wire, its type in Log Analytics, its meaning for a reader of the table. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly description: string;
  readonly source: ColumnSource;
}

/**
 * The columns of a row, in the order in which every row carries them. This list is the only place where a column is
 * written: the row, the table, the data collection rule and the docs are derived from it.
 */
export const COLUMNS: readonly Column[] = [
  {
    name: 'TimeGenerated',
    type: 'datetime',
    description: 'When the stage of the request was reached (UTC, microseconds)',
    source: { from: 'time', paths: [['stageTimestamp'], ['requestReceivedTimestamp']] },
  },
  {
    name: 'AwsAccountId',
    type: 'string',
    description: 'The AWS account that owns the cluster',
    source: { from: 'context', value: 'account' },
  },
  {
    name: 'Region',
    type: 'string',
    description: 'The AWS region of the cluster',
    source: { from: 'context', value: 'region' },
  },
  {
    name: 'ClusterName',
    type: 'string',
    description: 'The name of the EKS cluster',
    source: { from: 'context', value: 'cluster' },
  },
  {
    name: 'Verb',
    type: 'string',
    description: 'The Kubernetes verb of the request: get, list, watch, create, update, patch, delete, ...',
    source: { from: 'string', path: ['verb'] },
  },
  {
    name: 'User',
    type: 'string',
    description: 'The authenticated user name; never the impersonated one',
    source: { from: 'string', path: ['user', 'username'] },
  },
  {
    name: 'SourceIPs',
    type: 'dynamic',
    description: 'The IP addresses that the request came from, as an array of strings',
    source: { from: 'strings', path: ['sourceIPs'] },
  },
  {
    name: 'UserAgent',
    type: 'string',
    description: 'What the client says it is',
    source: { from: 'string', path: ['userAgent'] },
  },
  {
    name: 'ObjectRef',
    type: 'string',
    description: 'The object of the request as [namespace/]resource/name[/subresource], or the request path',
    source: {
      from: 'objectRef',
      paths: {
        namespace: ['objectRef', 'namespace'],
        resource: ['objectRef', 'resource'],
        name: ['objectRef', 'name'],
        subresource: ['objectRef', 'subresource'],
        requestUri: ['requestURI'],
      },
    },
  },
  {
    name: 'ResponseCode',
    type: 'int',
    description: 'The HTTP status code of the response; null when the event carries none',
    source: { from: 'integer', path: ['responseStatus', 'code'] },
  },
  {
    name: 'Stage',
    type: 'string',
    description: 'The audit stage: RequestReceived, ResponseStarted, ResponseComplete or Panic',
    source: { from: 'string', path: ['stage'] },
  },
  {
    name: 'AuthDecision',
    type: 'string',
    description: 'The decision of the authorizer: allow or forbid',
    source: { from: 'string', path: ['annotations', 'authorization.k8s.io/decision'] },
  },
  {
    name: 'RawEvent',
    type: 'dynamic',
    description: 'The complete audit event, its text unchanged',
    source: { from: 'event' },
  },
];
