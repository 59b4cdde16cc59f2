import fc from 'fast-check';

import { goJson, goString } from '../build/go-json';
import type { JsonValue } from '../build/go-json';
import { TRUNCATION_SUFFIX } from '../generate/truncate-event';
import type { ExpectedColumns } from './expected-columns';

/** An audit event that was cut, and the columns whose values stood whole before the cut. */
export interface TruncatedAuditEvent {
  /** Ends in `[Truncated...]`. */
  readonly text: string;
  /** The event before the cut. */
  readonly original: string;
  /**
   * What a degraded row must hold: the value where it stood whole, else what an absent one gives. ObjectRef is left out
   * when objectRef was cut.
   */
  readonly expected: Omit<ExpectedColumns, 'ObjectRef'> & { readonly ObjectRef?: string };
}

/**
 * An audit event in the order of the API server, cut anywhere. The cut never falls into a value of which one could
 * argue whether it stands whole: behind the digits of a number, or inside sourceIPs or objectRef.
 */
export function truncatedAuditEvent(): fc.Arbitrary<TruncatedAuditEvent> {
  const values = fc.record({
    verb: fc.constantFrom('get', 'create', 'patch'),
    stage: fc.constantFrom('ResponseStarted', 'ResponseComplete'),
    username: fc.constantFrom('jürgen.müller@example.com', 'system:node:ip-10-42-0-7', '李小龍', 'a "quoted" <name>'),
    sourceIps: fc.array(fc.constantFrom('198.51.100.7', '203.0.113.9', '::1'), { maxLength: 3 }),
    userAgent: fc.constantFrom('kubectl/v1.33.4', 'Go-http-client/1.1', 'back\\slash & "quote"'),
    name: fc.constantFrom('ledger-0', 'api'),
    code: fc.constantFrom(200, 201, 403, 500),
    padding: fc.string({ unit: 'grapheme-ascii', maxLength: 400 }),
  });
  // Anywhere, or close to the end of a value that a column reads.
  const where = fc.record({
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    value: fc.nat(19),
    offset: fc.integer({ min: -2, max: 2 }),
  });
  return fc.tuple(values, where).map(([chosen, { share, value, offset }]) => {
    const event = assemble(chosen);
    const end = event.ends[value];
    const cut = moveCut(event, end === undefined ? Math.floor(share * event.text.length) : end + offset);
    return {
      text: event.text.slice(0, cut) + TRUNCATION_SUFFIX,
      original: event.text,
      expected: event.expectedAt(cut),
    };
  });
}

interface Values {
  readonly verb: string;
  readonly stage: string;
  readonly username: string;
  readonly sourceIps: readonly string[];
  readonly userAgent: string;
  readonly name: string;
  readonly code: number;
  readonly padding: string;
}

interface Assembled {
  readonly text: string;
  /** Where the values that columns read end. */
  readonly ends: readonly number[];
  /** Where a value begins and ends that a cut may not part. */
  readonly atoms: readonly (readonly [number, number])[];
  readonly expectedAt: (cut: number) => TruncatedAuditEvent['expected'];
}

const STAGE_TIME = '2026-05-12T08:15:42.123456Z';
const RECEIVED_TIME = '2026-05-12T08:15:41.000001Z';

function assemble(values: Values): Assembled {
  const { verb, stage, username, sourceIps, userAgent, name, code, padding } = values;
  let text = '';
  const atoms: [number, number][] = [];
  const append = (before: string, value: string): number => {
    text += before + value;
    return text.length;
  };
  const appendAtom = (before: string, value: JsonValue): number => {
    const end = append(before, goJson(value));
    atoms.push([end - goJson(value).length, end]);
    return end;
  };
  const head = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"0b7f","stage":';
  const ends = {
    stage: append(head, goString(stage)),
    verb: append(',"requestURI":"/api/v1/pods?a=1\\u0026b=2","verb":', goString(verb)),
    username: append(',"user":{"username":', goString(username)),
    sourceIps: appendAtom(',"groups":["a","b"],"extra":{"k":["v"]}},"sourceIPs":', sourceIps),
    userAgent: append(',"userAgent":', goString(userAgent)),
    objectRef: appendAtom(',"objectRef":', { resource: 'pods', namespace: 'payments', name, apiVersion: 'v1' }),
    code: appendAtom(',"responseStatus":{"metadata":{},"code":', code),
    received: append(
      `},"requestObject":${goJson([{ op: 'add', value: padding }])},"responseObject":{"a":[1,{"b":null}]},"requestReceivedTimestamp":`,
      goString(RECEIVED_TIME),
    ),
    stageTime: append(',"stageTimestamp":', goString(STAGE_TIME)),
    decision: append(',"annotations":{"authorization.k8s.io/decision":', '"allow"'),
  };
  text += ',"authorization.k8s.io/reason":""}}';
  const expectedAt = (cut: number): TruncatedAuditEvent['expected'] => {
    const whole = <T, Absent>(end: number, value: T, absent: Absent): T | Absent => (end <= cut ? value : absent);
    return {
      TimeGenerated: whole(ends.stageTime, STAGE_TIME, whole(ends.received, RECEIVED_TIME, undefined)),
      Verb: whole(ends.verb, verb, ''),
      User: whole(ends.username, username, ''),
      SourceIPs: whole(ends.sourceIps, sourceIps, []),
      UserAgent: whole(ends.userAgent, userAgent, ''),
      ...(ends.objectRef <= cut ? { ObjectRef: `payments/pods/${name}` } : {}),
      // The digits of a number are whole only when something follows them.
      ResponseCode: whole(ends.code + 1, code, null),
      Stage: whole(ends.stage, stage, ''),
      AuthDecision: whole(ends.decision, 'allow', ''),
    };
  };
  return { text, atoms, expectedAt, ends: Object.values(ends) };
}

/** Moves a cut that would part an atom to the beginning of the atom, and never leaves the event whole. */
function moveCut({ text, atoms }: Assembled, wanted: number): number {
  const cut = Math.min(wanted, text.length - 1);
  const parted = atoms.find(([start, end]) => start < cut && cut <= end);
  return parted === undefined ? cut : parted[0];
}
