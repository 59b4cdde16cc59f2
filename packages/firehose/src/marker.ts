/** How often a record was put back to its stream. Each count is below 256. */
export interface Marker {
  /** How often the record, or one it was split from, was split. */
  readonly splits: number;
  /** How often the record, or one it was split from, was put back whole. */
  readonly deferrals: number;
  /** How often the record, or one it was split from, was put back after it had failed. */
  readonly redrives: number;
}

const UNMARKED: Marker = { splits: 0, deferrals: 0, redrives: 0 };

// The marker is a subfield of the gzip header (RFC 1952, 2.3.1.1), so a record that is put back keeps its deflate bytes
// and every gzip reader still reads it.
const SUBFIELD_ID = Buffer.from('ES');
const SUBFIELD_HEAD_BYTES = 4;
const VERSION = 2;
const MARKER_BYTES = 4;
/** Markers of versions before this had no redrives; records with them may still be in a stream or have failed. */
const OLD_VERSION = 1;
const OLD_MARKER_BYTES = 3;

const FLAGS_AT = 3;
const FIXED_HEADER_BYTES = 10;
const EXTRA_LENGTH_BYTES = 2;
const HEADER_CHECKSUM_BYTES = 2;
const HAS_HEADER_CHECKSUM = 0x02;
const HAS_EXTRA = 0x04;
const HAS_NAME = 0x08;
const HAS_COMMENT = 0x10;
const MAX_EXTRA_BYTES = 0xffff;

/** The marker of a gzip text; a text without a marker, or with one of another form, was never put back. */
export function readMarker(gzip: Buffer): Marker {
  for (const { id, content } of subfieldsOf(gzip)) {
    if (!id.equals(SUBFIELD_ID)) continue;
    const isOld = content.length === OLD_MARKER_BYTES && content[0] === OLD_VERSION;
    if (!isOld && (content.length !== MARKER_BYTES || content[0] !== VERSION)) continue;
    return { splits: content[1]!, deferrals: content[2]!, redrives: isOld ? 0 : content[3]! };
  }
  return UNMARKED;
}

/** Base64 of the longest header that is looked into; headers in use are far shorter. */
const PEEKED_CHARACTERS = 4_096;

/** The marker of a record by its data in base64, without decoding all of it; data of another form has none. */
export function peekMarker(data: unknown): Marker {
  return readMarker(
    typeof data === 'string' ? Buffer.from(data.slice(0, PEEKED_CHARACTERS), 'base64') : Buffer.alloc(0),
  );
}

/** The gzip text with this marker, which replaces one that it has. */
export function withMarker(gzip: Buffer, { splits, deferrals, redrives }: Marker): Buffer {
  const marker = subfield(SUBFIELD_ID, Buffer.from([VERSION, splits, deferrals, redrives]));
  const others = subfieldsOf(gzip)
    .filter(({ id }) => !id.equals(SUBFIELD_ID))
    .map(({ id, content }) => subfield(id, content));
  // In front, where a peek finds it: a marker that is not found would let the record go round without end.
  const all = Buffer.concat([marker, ...others]);
  const extra = all.length <= MAX_EXTRA_BYTES ? all : marker;

  const header = Buffer.alloc(FIXED_HEADER_BYTES + EXTRA_LENGTH_BYTES);
  gzip.copy(header, 0, 0, FIXED_HEADER_BYTES);
  // A checksum of the header would have to be made anew; without its flag there is none.
  header[FLAGS_AT] = (gzip[FLAGS_AT]! | HAS_EXTRA) & ~HAS_HEADER_CHECKSUM;
  header.writeUInt16LE(extra.length, FIXED_HEADER_BYTES);

  const names = namesSpan(gzip);
  const hasChecksum = (gzip[FLAGS_AT]! & HAS_HEADER_CHECKSUM) !== 0;
  const deflate = names.end + (hasChecksum ? HEADER_CHECKSUM_BYTES : 0);
  return Buffer.concat([header, extra, gzip.subarray(names.start, names.end), gzip.subarray(deflate)]);
}

function subfield(id: Buffer, content: Buffer): Buffer {
  const head = Buffer.alloc(SUBFIELD_HEAD_BYTES);
  id.copy(head);
  head.writeUInt16LE(content.length, id.length);
  return Buffer.concat([head, content]);
}

function subfieldsOf(gzip: Buffer): { id: Buffer; content: Buffer }[] {
  const found: { id: Buffer; content: Buffer }[] = [];
  const extra = gzip.subarray(FIXED_HEADER_BYTES + EXTRA_LENGTH_BYTES, extraEnd(gzip));
  let at = 0;
  while (at + SUBFIELD_HEAD_BYTES <= extra.length) {
    const length = extra.readUInt16LE(at + 2);
    const content = extra.subarray(at + SUBFIELD_HEAD_BYTES, at + SUBFIELD_HEAD_BYTES + length);
    if (content.length < length) break;
    found.push({ id: extra.subarray(at, at + 2), content });
    at += SUBFIELD_HEAD_BYTES + length;
  }
  return found;
}

function extraEnd(gzip: Buffer): number {
  const hasExtra = gzip.length >= FIXED_HEADER_BYTES + EXTRA_LENGTH_BYTES && (gzip[FLAGS_AT]! & HAS_EXTRA) !== 0;
  if (!hasExtra) return FIXED_HEADER_BYTES;
  return FIXED_HEADER_BYTES + EXTRA_LENGTH_BYTES + gzip.readUInt16LE(FIXED_HEADER_BYTES);
}

/** File name and comment, each ended by a zero byte, stand behind the extra field. */
function namesSpan(gzip: Buffer): { start: number; end: number } {
  const start = extraEnd(gzip);
  let end = start;
  for (const flag of [HAS_NAME, HAS_COMMENT]) {
    if ((gzip[FLAGS_AT]! & flag) === 0) continue;
    const zero = gzip.indexOf(0, end);
    end = zero < 0 ? gzip.length : zero + 1;
  }
  return { start, end };
}
