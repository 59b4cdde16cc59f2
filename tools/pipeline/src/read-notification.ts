import { decodeS3Key } from './s3-event';

/** An object that a message tells of. */
export interface NotifiedObject {
  readonly bucket: string;
  readonly key: string;
  /** The same for two messages about the same upload. */
  readonly upload: string;
}

/** What the body of a queue message is. */
export type Notification =
  | { readonly kind: 'objects'; readonly objects: readonly NotifiedObject[] }
  /** Sent by S3 when the notification is configured. */
  | { readonly kind: 'test_event' }
  /** Not a message of S3, or one about something else than created objects. */
  | { readonly kind: 'unknown' };

/** Reads a queue message as S3 writes it; whatever else the body is gives `unknown`. */
export function readNotification(body: string): Notification {
  const message = parse(body);
  if (!isObject(message)) return { kind: 'unknown' };
  if (message['Event'] === 's3:TestEvent') return { kind: 'test_event' };
  if (!Array.isArray(message['Records'])) return { kind: 'unknown' };
  const objects: NotifiedObject[] = [];
  for (const record of message['Records']) {
    const object = readRecord(record);
    if (object !== undefined) objects.push(object);
  }
  return objects.length === 0 ? { kind: 'unknown' } : { kind: 'objects', objects };
}

function readRecord(record: unknown): NotifiedObject | undefined {
  const eventName = member(record, 'eventName');
  if (typeof eventName !== 'string' || !/^(?:s3:)?ObjectCreated:/.test(eventName)) return undefined;
  const s3 = member(record, 's3');
  const bucket = member(member(s3, 'bucket'), 'name');
  const object = member(s3, 'object');
  const encodedKey = member(object, 'key');
  if (typeof bucket !== 'string' || typeof encodedKey !== 'string') return undefined;
  const key = decodeS3Key(encodedKey);
  if (key === undefined) return undefined;
  return { bucket, key, upload: JSON.stringify([bucket, key, member(object, 'sequencer') ?? null]) };
}

function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
