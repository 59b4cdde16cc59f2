import { REDRIVE_PREFIX } from '@eks-sentinel/connector';

/** What became of a record: `left` is one that was not sent, because it would only fail again. */
export type RecordState = 'open' | 'sent' | 'left';

/** What tells other runs that one works on the object. */
export interface Claim {
  /** New with each sign of life. */
  readonly id: string;
  /** Without a new id for so long the run has died. */
  readonly leaseSeconds: number;
}

/** How far the redrive of one error object is. Records are numbered from 0 in the order of the object. */
export interface ObjectProgress {
  /** Of the error object: another object under the same key begins anew. */
  readonly eTag: string;
  readonly states: RecordState[];
  /** Why a record was left, by its number. */
  readonly left: Map<number, string>;
  /** Whether the object was read to its end. */
  isRead: boolean;
  /** Of the run that works on the object, or of one that died in it. */
  claim?: Claim | undefined;
}

/** The progress of error objects lies here: outside the prefixes that the bucket tells its queues about. */
export const PROGRESS_PREFIX = REDRIVE_PREFIX;

const VERSION = 1;
const LETTERS: Readonly<Record<RecordState, string>> = { open: '.', sent: 's', left: 'l' };
const STATES = new Map(Object.entries(LETTERS).map(([state, letter]) => [letter, state as RecordState]));

export function progressKey(errorKey: string): string {
  return `${PROGRESS_PREFIX}${errorKey}.json`;
}

export function newProgress(eTag: string): ObjectProgress {
  return { eTag, states: [], left: new Map(), isRead: false };
}

/** Whether nothing is to be done any more: the object was read, and every record was sent. */
export function isDone(progress: ObjectProgress): boolean {
  return progress.isRead && progress.states.every((state) => state === 'sent');
}

/** One letter a record: 500 records more are 500 bytes more. */
export function writeProgress({ eTag, states, left, isRead, claim }: ObjectProgress): string {
  const letters = states.map((state) => LETTERS[state]).join('');
  return `${JSON.stringify({ version: VERSION, eTag, isRead, states: letters, left: Object.fromEntries(left), claim })}\n`;
}

/** Undefined for a text of another form, and for the progress of another object. */
export function readProgress(text: string, eTag: string): ObjectProgress | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { version, eTag: ofTag, isRead, states: letters, left, claim } = (parsed ?? {}) as Record<string, unknown>;
  if (version !== VERSION || ofTag !== eTag || typeof letters !== 'string') return undefined;
  const states = Array.from(letters, (letter) => STATES.get(letter) ?? 'open');
  const codes = Object.entries((left ?? {}) as Record<string, string>).map(([at, code]) => [Number(at), code] as const);
  return { eTag, states, left: new Map(codes), isRead: isRead === true, claim: readClaim(claim) };
}

function readClaim(value: unknown): Claim | undefined {
  const { id, leaseSeconds } = (value ?? {}) as Record<string, unknown>;
  return typeof id === 'string' && typeof leaseSeconds === 'number' ? { id, leaseSeconds } : undefined;
}
