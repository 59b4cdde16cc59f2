import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A log event in a log stream of the stand-in. */
export interface StoredLogEvent {
  readonly logStream: string;
  readonly timestamp: number;
  readonly message: string;
}

/** Sums of metrics by their names, such as `ForwardedLogEvents`. */
export type MetricSums = Readonly<Record<string, number>>;

export interface CloudWatchOptions {
  readonly account: string;
  readonly region: string;
  readonly logGroup: string;
  readonly stream: string;
  readonly logEvents: readonly StoredLogEvent[];
  readonly metrics?: () => MetricSums;
  /** Messages that the queue got: the metric NumberOfMessagesSent, without the test event of the configuration. */
  readonly countMessages?: () => Promise<number>;
  /** Numbers of FilterLogEvents calls (from 1) that are throttled. */
  readonly throttled?: readonly number[];
  /** Called before each FilterLogEvents call is answered. */
  readonly onFilter?: (call: number) => void;
}

/** A stand-in for CloudWatch Logs and CloudWatch metrics: as many operations wide as the commands need. */
export interface CloudWatchEndpoint {
  readonly endpoint: string;
  readonly filterCalls: () => number;
  readonly stop: () => Promise<void>;
}

type Body = Readonly<Record<string, unknown>>;

/** Small, so that a few log events make several pages. */
const PAGE_EVENTS = 40;

export async function startCloudWatchEndpoint(options: CloudWatchOptions): Promise<CloudWatchEndpoint> {
  let filterCalls = 0;

  async function answer(operation: string, body: Body): Promise<Body | undefined> {
    switch (operation) {
      case 'DescribeLogGroups':
        return {
          logGroups: options.logGroup.startsWith(body['logGroupNamePrefix'] as string) ? [describeGroup()] : [],
        };
      case 'DescribeSubscriptionFilters':
        return { subscriptionFilters: [describeFilter()] };
      case 'FilterLogEvents':
        return filter(body);
      case 'GetMetricData':
        return { MetricDataResults: await Promise.all((body['MetricDataQueries'] as Body[]).map(measure)) };
      default:
        return undefined;
    }
  }

  function describeGroup(): Body {
    const { logGroup, region, account } = options;
    return { logGroupName: logGroup, arn: `arn:aws:logs:${region}:${account}:log-group:${logGroup}:*` };
  }

  function describeFilter(): Body {
    const { region, account, stream } = options;
    return {
      filterName: 'eks-sentinel',
      destinationArn: `arn:aws:firehose:${region}:${account}:deliverystream/${stream}`,
    };
  }

  /** Every first page is empty and has a successor, as the service may answer. */
  function filter({ startTime, endTime, logStreamNamePrefix, nextToken }: Body): Body | undefined {
    filterCalls += 1;
    options.onFilter?.(filterCalls);
    if (options.throttled?.includes(filterCalls) === true) return undefined;
    if (nextToken === undefined) return { events: [], nextToken: '0' };
    const found = options.logEvents.filter(
      ({ logStream, timestamp }) =>
        logStream.startsWith(logStreamNamePrefix as string) &&
        timestamp >= (startTime as number) &&
        timestamp <= (endTime as number),
    );
    const start = Number(nextToken);
    const page = found.slice(start, start + PAGE_EVENTS);
    const next = start + PAGE_EVENTS;
    return {
      events: page.map(({ logStream, timestamp, message }, index) => ({
        logStreamName: logStream,
        timestamp,
        message,
        eventId: String(start + index),
      })),
      ...(next < found.length && { nextToken: String(next) }),
    };
  }

  async function measure({ Id: id, MetricStat: stat }: Body): Promise<Body> {
    const name = ((stat as Body)['Metric'] as Body)['MetricName'] as string;
    const messages = name === 'NumberOfMessagesSent' ? await options.countMessages?.() : undefined;
    const sum = messages === undefined ? options.metrics?.()[name] : messages - 1;
    return {
      Id: id,
      StatusCode: 'Complete',
      Timestamps: sum === undefined ? [] : [0],
      Values: sum === undefined ? [] : [sum],
    };
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void respond());
    const respond = async (): Promise<void> => {
      const operation = String(request.headers['x-amz-target']).split('.').at(-1)!;
      const result = await answer(operation, JSON.parse(Buffer.concat(chunks).toString()) as Body);
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      if (result === undefined) response.statusCode = 400;
      response.end(JSON.stringify(result ?? { __type: 'ThrottlingException', message: 'Rate exceeded' }));
    };
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    filterCalls: () => filterCalls,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
