import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';

import {
  type ApiError,
  BODY_TOO_LARGE,
  NOT_READABLE,
  notSimulated,
  SLOW_DOWN,
  streamNotFound,
  unknownOperation,
} from './api-error';
import type { Configuration } from './configuration';
import type { SimulationCounters } from './counters';
import { describeStream } from './describe-stream';
import type { DeliveryStream } from './delivery-stream';
import type { QuotaMeter } from './direct-put-quota';
import type { FaultSwitches } from './faults';
import { MAX_HTTP_BODY_BYTES } from './limits';
import { readBody } from './read-body';
import { readPutRequest, readStreamName } from './read-put-request';

const TARGET = /^Firehose_20150804\.([A-Za-z]+)$/;

/** Operations of the service. https://docs.aws.amazon.com/firehose/latest/APIReference/API_Operations.html */
const OTHER_OPERATIONS = new Set([
  'CreateDeliveryStream',
  'DeleteDeliveryStream',
  'ListTagsForDeliveryStream',
  'StartDeliveryStreamEncryption',
  'StopDeliveryStreamEncryption',
  'TagDeliveryStream',
  'UntagDeliveryStream',
  'UpdateDestination',
]);

type Answer = { status: 200; body: object } | ApiError;

/** Answers the calls of Firehose clients: AWS JSON 1.1, any credentials. */
export function createFirehoseApi(
  configuration: Configuration,
  surroundings: {
    stream: DeliveryStream;
    faults: FaultSwitches;
    quota: QuotaMeter;
    counters: SimulationCounters;
    /** Access key of the function's process: what it puts is put back. */
    functionAccessKeyId: string;
    createdMs: number;
  },
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { stream: own, maxHeldBytes } = configuration;
  const { stream, faults, quota, counters, functionAccessKeyId, createdMs } = surroundings;

  function put(operation: 'PutRecord' | 'PutRecordBatch', input: unknown, isFromFunction: boolean): Answer {
    counters.putCalls++;
    const request = readPutRequest(operation, input);
    if (!request.ok || request.streamName !== own.name) {
      counters.putCallsRejected++;
      return request.ok ? streamNotFound(request.streamName, own.accountId) : request.error;
    }
    if (faults.isThrottled() || !quota.takeRequest() || stream.held().bytes + request.bytes > maxHeldBytes) {
      counters.putCallsThrottled++;
      return SLOW_DOWN;
    }

    const accept = (data: Buffer): { RecordId: string } | undefined => {
      if (!quota.takeRecord(data.length)) return undefined;
      stream.accept(data);
      if (isFromFunction) counters.recordsPutBack++;
      return { RecordId: randomUUID() + randomUUID() };
    };
    if (operation === 'PutRecord') {
      const entry = accept(request.records[0]!);
      if (!entry) counters.putCallsThrottled++;
      return entry ? { status: 200, body: { ...entry, Encrypted: false } } : SLOW_DOWN;
    }
    return putBatch(request.records, accept);
  }

  /** A call with failed entries succeeds: the producer must look at FailedPutCount, and at each entry in order. */
  function putBatch(records: Buffer[], accept: (data: Buffer) => { RecordId: string } | undefined): Answer {
    let failed = 0;
    const responses = records.map((data) => {
      const entry = faults.isEntryRefused() ? undefined : accept(data);
      if (entry) return entry;
      failed++;
      return { ErrorCode: SLOW_DOWN.type, ErrorMessage: SLOW_DOWN.message };
    });
    counters.entriesRefused += failed;
    return { status: 200, body: { FailedPutCount: failed, Encrypted: false, RequestResponses: responses } };
  }

  function describe(input: unknown): Answer {
    const name = readStreamName(input);
    if (!name.ok) return name.error;
    if (name.streamName !== own.name) return streamNotFound(name.streamName, own.accountId);
    return { status: 200, body: { DeliveryStreamDescription: describeStream(configuration, createdMs) } };
  }

  function answer(operation: string | undefined, body: Buffer, isFromFunction: boolean): Answer {
    if (operation === undefined) return unknownOperation();
    const input = parse(body);
    switch (operation) {
      case 'PutRecord':
      case 'PutRecordBatch':
        return put(operation, input, isFromFunction);
      case 'DescribeDeliveryStream':
        return describe(input);
      case 'ListDeliveryStreams':
        return input === undefined
          ? NOT_READABLE
          : { status: 200, body: { DeliveryStreamNames: [own.name], HasMoreDeliveryStreams: false } };
      default:
        return OTHER_OPERATIONS.has(operation) ? notSimulated(operation) : unknownOperation();
    }
  }

  return async (request, response) => {
    const body = await readBody(request, MAX_HTTP_BODY_BYTES);
    const [, operation] = TARGET.exec(String(request.headers['x-amz-target'])) ?? [];
    const isFromFunction = request.headers.authorization?.includes(`Credential=${functionAccessKeyId}/`) ?? false;
    send(response, body ? answer(operation, body, isFromFunction) : BODY_TOO_LARGE);
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, answer: Answer): void {
  const body = 'type' in answer ? { __type: answer.type, message: answer.message } : answer.body;
  response.writeHead(answer.status, {
    'Content-Type': 'application/x-amz-json-1.1',
    'x-amzn-RequestId': randomUUID(),
  });
  response.end(JSON.stringify(body));
}
