import type { LogEvent, SubscriptionMessage } from '@eks-sentinel/cloudwatch-logs';
import { isAuditStream, logEventText, visitLogEvents } from '@eks-sentinel/cloudwatch-logs';
import { ABSENT, compileKeyTree, decodeString, pickMembers } from '@eks-sentinel/json-scan';
import type { ByteWriter } from '@eks-sentinel/json-scan';
import type { RowMapper } from '@eks-sentinel/mapping';

import type { Tally } from './tally';
import { countDrop, countRow } from './tally';

/** What rows hold that the log events do not say. */
export interface Origin {
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  /** Milliseconds since 1970. */
  readonly arrival: number;
  /**
   * Whether account, region and cluster are those of the options, because what stands around the log events does not name
   * them: so it is with output of the AWS CLI, where a log event may name its stream.
   */
  readonly isOfOptions: boolean;
}

/** Where rows go, and where they are counted. */
export interface RowTarget {
  readonly mapRow: RowMapper;
  readonly rows: ByteWriter;
  readonly tally: Tally;
}

/** Rows of one message are written out when they reach this; most messages give less, and are visited once. */
const MAX_WAITING_BYTES = 16 * 1_048_576;

const STREAM_KEYS = compileKeyTree([['logStreamName']]);
const QUOTE = 0x22;

/**
 * Maps the log events of a message, in order. It yields when the rows must be written out before it goes on, so that a
 * message of many small log events does not fill the memory.
 */
export function* mapLogEvents(
  message: SubscriptionMessage,
  origin: Origin,
  target: RowTarget,
): Generator<undefined, void, undefined> {
  let mapped = 0;
  while (!visitUntilFull()) yield;

  /** Returns whether all log events are mapped. The list is part of a JSON text that is whole, so nothing else stops it. */
  function visitUntilFull(): boolean {
    let index = 0;
    return visitLogEvents(message, (logEvent) => {
      index += 1;
      if (index <= mapped) return true;
      if (target.rows.length >= MAX_WAITING_BYTES) return false;
      mapLogEvent(message, logEvent, origin, target);
      mapped = index;
      return true;
    });
  }
}

function mapLogEvent(message: SubscriptionMessage, logEvent: LogEvent, origin: Origin, target: RowTarget): void {
  const { mapRow, rows, tally } = target;
  const stream = origin.isOfOptions ? streamOf(message.bytes, logEvent) : undefined;
  if (stream !== undefined && !isAuditStream(stream)) {
    countDrop(tally, 'not_audit_stream', 1);
    return;
  }
  const outcome = mapRow(
    logEventText(message, logEvent),
    {
      account: logEvent.account ?? origin.account,
      region: logEvent.region ?? origin.region,
      cluster: origin.cluster,
      timestamp: logEvent.timestamp,
      arrival: origin.arrival,
    },
    rows,
  );
  countRow(tally, outcome, origin.isOfOptions);
}

/** The stream that filter-log-events writes into each log event. */
function streamOf(bytes: Buffer, { start, end }: LogEvent): string | undefined {
  const span = new Int32Array(2);
  pickMembers(bytes, start, end, STREAM_KEYS, span);
  return span[0] !== ABSENT && bytes[span[0]!] === QUOTE ? decodeString(bytes, span[0]!, span[1]!) : undefined;
}
