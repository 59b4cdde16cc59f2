import fc from 'fast-check';

import { buildAuditEvent } from '../build/audit-event';
import { auditEventText } from './audit-event-text';

/** An audit event with damage whose outcome nobody knows beforehand: it must give a row all the same. */
export interface MutatedAuditEvent {
  readonly bytes: Uint8Array;
  /** How the bytes were changed. */
  readonly mutations: readonly string[];
}

type Mutate = (bytes: Buffer, at: number, random: number) => Buffer;

// A cut, a flipped bit, a byte that no UTF-8 has, a repeated piece, a lost piece, a structural byte, a NUL.
const MUTATIONS: Readonly<Record<string, Mutate>> = {
  cut: (bytes, at) => bytes.subarray(0, at),
  flip: (bytes, at, random) => overwrite(bytes, at, (bytes[at] ?? 0) ^ (1 << (random % 8))),
  invalid_utf8: (bytes, at) => insert(bytes, at, Buffer.from([0xff])),
  half_code_point: (bytes, at) => insert(bytes, at, Buffer.from([0xe2, 0x82])),
  repeat: (bytes, at, random) => insert(bytes, at, bytes.subarray(at, at + (random % 40))),
  lose: (bytes, at, random) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + (random % 40))]),
  structure: (bytes, at, random) => overwrite(bytes, at, '{}[]",:\\'.charCodeAt(random % 8)),
  nul: (bytes, at) => insert(bytes, at, Buffer.from([0])),
  newline: (bytes, at) => insert(bytes, at, Buffer.from('\n')),
};

/** An audit event's bytes, changed in one to three places; the damage may also leave it valid. */
export function mutatedAuditEvent(): fc.Arbitrary<MutatedAuditEvent> {
  const base = fc.oneof(
    auditEventText().map(({ text }) => text),
    fc.constant(buildAuditEvent()),
  );
  const mutation = fc.record({
    kind: fc.constantFrom(...Object.keys(MUTATIONS)),
    where: fc.double({ min: 0, max: 1, noNaN: true }),
    random: fc.nat(),
  });
  return fc.tuple(base, fc.array(mutation, { minLength: 1, maxLength: 3 })).map(([text, mutations]) => ({
    bytes: mutations.reduce<Buffer>(
      (bytes, { kind, where, random }) => MUTATIONS[kind]!(bytes, Math.floor(where * bytes.length), random),
      Buffer.from(text),
    ),
    mutations: mutations.map(({ kind }) => kind),
  }));
}

function overwrite(bytes: Buffer, at: number, byte: number): Buffer {
  const changed = Buffer.from(bytes);
  if (at < changed.length) changed[at] = byte;
  return changed;
}

function insert(bytes: Buffer, at: number, piece: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
}
