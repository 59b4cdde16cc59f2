import { buildLogEvent } from '../build/log-event';
import { buildControlMessage, buildSubscriptionMessage, logStreamName } from '../build/subscription-message';
import { auditTraffic } from '../generate/audit-traffic';
import type { LogLine } from '../generate/audit-traffic';
import { componentTraffic } from '../generate/component-lines';
import { annotateNode } from '../generate/families/nodes';
import { updateReplicaSetStatus } from '../generate/families/workloads';
import { writeFamilies } from '../generate/one-of-each';
import { packLines } from '../generate/pack-lines';
import { truncateEvent } from '../generate/truncate-event';
import type { TransformSample } from './sample';
import { AFTERNOON, SEED } from './sample';

/** The message by which CloudWatch Logs tests a stream. */
export function controlMessage(): TransformSample {
  return {
    name: 'control-message.json',
    shows: 'The message by which CloudWatch Logs tests the stream before it sends anything.',
    expected: '1 record, `Dropped` as a control message; no row.',
    contents: [buildControlMessage(AFTERNOON)],
  };
}

/** Where events were cut: inside the user, behind the response status, inside the objects, after the first byte. */
const CUTS = [1, 60, 420, 700, 1_000, 1_500, 3_000, 5_000];

/** Audit events that were too long for their log and arrive cut. */
export function truncated(): TransformSample {
  const whole = writeFamilies(SEED, AFTERNOON, [...CUTS.map(() => updateReplicaSetStatus), annotateNode]);
  const lines = whole.map(({ timestamp, text }, index) => {
    const cut = CUTS[index];
    return { timestamp, text: cut === undefined ? text : truncateEvent(text, cut) };
  });
  return {
    name: 'truncated.json',
    shows: `${CUTS.length} audit events cut after ${CUTS.join(', ')} bytes, ending in \`[Truncated...]\`, and a whole one behind them.`,
    expected: `1 record, \`Ok\`, ${lines.length} rows, ${CUTS.length} of them degraded: every value that stood whole before the cut fills its column, the rest of the text is in \`eksSentinel.text\`.`,
    contents: [...packLines(lines)],
  };
}

/** What shares the way with audit events and is none. */
export function noise(): TransformSample {
  const time = { seed: SEED, from: AFTERNOON, to: AFTERNOON + 60_000 };
  const others = [...packLines(componentTraffic({ ...time, events: 40 }))];
  const audit = [...packLines(auditTraffic({ ...time, events: 12, withAttack: false }))];
  const foreign = buildSubscriptionMessage({
    logGroup: '/aws/lambda/checkout',
    logStream: '2026/05/12/[$LATEST]0f3a5b7c9d1e2f40123456789abcdef0',
    logEvents: [buildLogEvent('START RequestId: 6b1f7c1e-3f0a-4d4e-9f3e-0c5d8d3b2a11 Version: $LATEST')],
  });
  const empty = buildSubscriptionMessage({ logStream: logStreamName('kube-apiserver-audit'), logEvents: [] });
  const contents = [...others, foreign, empty, buildControlMessage(AFTERNOON), ...audit];
  return {
    name: 'noise.json',
    shows: `${others.length} records of other components (authenticator, schedulers, controller managers, API server), one of a foreign log group, one without log events, a control message, and one of audit events.`,
    expected: `${contents.length} records: the last is \`Ok\` with 12 rows, the ${contents.length - audit.length} before it are \`Dropped\`, each counted under its reason.`,
    contents,
  };
}

/** A Lambda response holds 6,291,456 bytes, and rows are in it as base64: 4.5 MiB of them are too many. */
const OVERSIZE_BYTES = 5_600_000;

/** Two controllers fight over an annotation of one node, and every patch is answered with the whole node. */
export function oversize(): TransformSample {
  const lines: LogLine[] = [];
  let bytes = 0;
  for (let turn = 0; bytes < OVERSIZE_BYTES; turn++) {
    // The same seed gives the same node; the time parts the events.
    const [line] = writeFamilies(SEED, AFTERNOON + turn * 40, [annotateNode]);
    lines.push(line!);
    bytes += Buffer.byteLength(line!.text);
  }
  return {
    name: 'oversize.json',
    shows: `One record of ${lines.length} large audit events: small in gzip, ${(bytes / 1_000_000).toFixed(1)} MB as rows, which no Lambda response can hold.`,
    expected: `1 record. Its parts are put back to the stream, and it is \`Dropped\` once all of them are accepted; where no stream can be reached, as on your machine, it is \`ProcessingFailed\`, so that Firehose keeps the original under \`errors/\`. The response stays below 6,291,456 bytes.`,
    contents: [...packLines(lines, { maxBytes: Infinity })],
  };
}
