/** One log event as it enters a log group. The timestamp is in milliseconds since 1970, UTC. */
export interface LogEvent {
  readonly logStream: string;
  readonly timestamp: number;
  readonly message: string;
  /** The id that the service gave it; one is made up when absent. */
  readonly id?: string;
}

/** What every subscription message of one subscription filter carries. */
export interface Subscription {
  /** The AWS account that owns the log group. */
  readonly owner: string;
  readonly logGroup: string;
  readonly filterName: string;
  /** `emitSystemFields` of the filter: with it each log event carries account and region in `extractedFields`. */
  readonly systemFields?: { readonly account: string; readonly region: string };
}

/**
 * The id of a log event: 56 digits, the timestamp in the upper bits and a running number below, so ids sort by time.
 * The ids in the documentation of the service are built so: shifted right by 144 bits they give their timestamp.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export function logEventId(timestamp: number, sequence: number): string {
  return ((BigInt(timestamp) << 144n) + BigInt(sequence)).toString().padStart(56, '0');
}

/** One member of `logEvents`, as JSON text. */
export function logEventText(logEvent: LogEvent, sequence: number, subscription: Subscription): string {
  const { systemFields } = subscription;
  return JSON.stringify({
    id: logEvent.id ?? logEventId(logEvent.timestamp, sequence),
    timestamp: logEvent.timestamp,
    message: logEvent.message,
    ...(systemFields && {
      extractedFields: { '@aws.account': systemFields.account, '@aws.region': systemFields.region },
    }),
  });
}

/** A DATA_MESSAGE with log events of one log stream, which are given as JSON texts. */
export function dataMessageText(
  logStream: string,
  logEventTexts: readonly string[],
  subscription: Subscription,
): string {
  const head = JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: subscription.owner,
    logGroup: subscription.logGroup,
    logStream,
    subscriptionFilters: [subscription.filterName],
  });
  return `${head.slice(0, -1)},"logEvents":[${logEventTexts.join(',')}]}`;
}

/** The message by which CloudWatch Logs finds out whether it may write to the stream; it comes before all data. */
export function controlMessageText(timestamp: number): string {
  return JSON.stringify({
    messageType: 'CONTROL_MESSAGE',
    owner: 'CloudwatchLogs',
    logGroup: '',
    logStream: '',
    subscriptionFilters: [],
    logEvents: [{ id: '', timestamp, message: 'CWL CONTROL MESSAGE: Checking health of destination Firehose.' }],
  });
}
