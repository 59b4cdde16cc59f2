import {
  ABSENT,
  compileKeyTree,
  decodeString,
  pickMembers,
  salvageObject,
  visitElements,
} from '@eks-sentinel/json-scan';

/** What a document is; `other` is no JSON object, or one of a kind that is not known here. */
export type DocumentForm =
  'audit_event' | 'subscription_message' | 'lambda_event' | 'log_event_list' | 'log_event' | 'other';

/** What of a document says what it is. Its order is that of the slots below. */
const MEMBERS = [
  ...['auditID', 'apiVersion', 'messageType', 'logEvents', 'records'],
  ...['invocationId', 'deliveryStreamArn', 'events', 'message', 'timestamp'],
] as const;
const KEYS = compileKeyTree(MEMBERS.map((member) => [member]));
const MESSAGE_KEYS = compileKeyTree([['message']]);

const AUDIT_API_GROUP = 'audit.k8s.io/';
/** How kube-apiserver begins each line: most documents need no closer look. */
const USUAL_BEGINNING = Buffer.from('{"kind":"Event","apiVersion":"audit.k8s.io/');

const QUOTE = 0x22;
const OPEN_BRACKET = 0x5b;
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

/** Tells what a document is by the members of its root; a cut or broken one by those that stand whole in it. */
export function classifyDocument(bytes: Buffer): DocumentForm {
  if (bytes.subarray(0, USUAL_BEGINNING.length).equals(USUAL_BEGINNING)) return 'audit_event';
  const spans = new Int32Array(MEMBERS.length * 2);
  const { kind } = pickMembers(bytes, 0, bytes.length, KEYS, spans);
  if (kind === 'object') return formOf(bytes, spans);
  if (kind === 'other') return 'other';
  const { object } = salvageObject(bytes, 0, bytes.length);
  pickMembers(object, 0, object.length, KEYS, spans);
  // Only an audit event is of use when it is not whole.
  return isAuditEvent(object, spans) ? 'audit_event' : 'other';
}

function formOf(bytes: Buffer, spans: Int32Array): DocumentForm {
  if (isAuditEvent(bytes, spans)) return 'audit_event';
  const begins = (member: (typeof MEMBERS)[number], first: number): boolean => {
    const start = spans[2 * MEMBERS.indexOf(member)]!;
    return start !== ABSENT && bytes[start] === first;
  };
  if (begins('messageType', QUOTE) || begins('logEvents', OPEN_BRACKET)) return 'subscription_message';
  const isOfFirehose = begins('invocationId', QUOTE) || begins('deliveryStreamArn', QUOTE);
  if (begins('records', OPEN_BRACKET) && isOfFirehose) return 'lambda_event';
  if (begins('events', OPEN_BRACKET)) return isListOfLogEvents(bytes, spans) ? 'log_event_list' : 'other';
  const timestamp = spans[2 * MEMBERS.indexOf('timestamp')]!;
  return begins('message', QUOTE) && timestamp !== ABSENT && isDigit(bytes[timestamp]!) ? 'log_event' : 'other';
}

function isAuditEvent(bytes: Buffer, spans: Int32Array): boolean {
  if (spans[0] !== ABSENT && bytes[spans[0]!] === QUOTE) return true;
  const start = spans[2]!;
  return (
    start !== ABSENT && bytes[start] === QUOTE && decodeString(bytes, start, spans[3]!).startsWith(AUDIT_API_GROUP)
  );
}

/** By its first element; an empty list is one, too. */
function isListOfLogEvents(bytes: Buffer, spans: Int32Array): boolean {
  const slot = MEMBERS.indexOf('events');
  let hasMessage = true;
  visitElements(bytes, spans[2 * slot]!, spans[2 * slot + 1]!, (start, end) => {
    const message = new Int32Array(2);
    hasMessage = pickMembers(bytes, start, end, MESSAGE_KEYS, message).kind === 'object' && message[0] !== ABSENT;
    return false;
  });
  return hasMessage;
}
