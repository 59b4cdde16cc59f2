import { Token, decodeString, nextToken, openReader } from '@eks-sentinel/json-scan';

import { UsageError } from '../cli/usage-error';
import { inflateChunks } from './inflate-chunks';
import type { InputDocument } from './input-document';
import { peekChunks } from './peek-chunks';
import { LineSplitter } from './split-lines';
import { ObjectSplitter } from './split-objects';

/** What of an input decides about its form: the first member of its first object stands in it. */
const HEAD_BYTES = 4_096;

const GZIP_MAGIC = [0x1f, 0x8b] as const;
const UTF8_MARK = Buffer.from('\ufeff');
const OPEN_BRACE = 0x7b;

/** Members that stand around log events; which one comes first is up to who wrote the object. */
const ENVELOPE_MEMBERS: ReadonlySet<string> = new Set([
  // a subscription message
  ...['messageType', 'owner', 'logGroup', 'logStream', 'subscriptionFilters', 'logEvents'],
  // a Lambda event of Firehose
  ...['invocationId', 'deliveryStreamArn', 'sourceKinesisStreamArn', 'region', 'records'],
  // what the AWS CLI prints
  ...['events', 'searchedLogStreams', 'nextForwardToken', 'nextBackwardToken', 'nextToken'],
]);

/**
 * Reads an input, gzip or not, as the documents of each chunk, none longer than `maxBytes`. `onText` is told how many
 * bytes were inflated. Throws a UsageError when the input is empty or no text, and an InflateError behind the last
 * document when its gzip is damaged.
 */
export async function* readDocuments(
  source: AsyncIterable<Buffer>,
  maxBytes: number,
  onText: (bytes: number) => void,
): AsyncGenerator<InputDocument[], void, undefined> {
  const { head: magic, chunks: raw } = await peekChunks(source, GZIP_MAGIC.length);
  const isGzip = magic[0] === GZIP_MAGIC[0] && magic[1] === GZIP_MAGIC[1];
  const { head, chunks } = await peekChunks(isGzip ? inflateChunks(raw) : raw, HEAD_BYTES);
  if (head.length > 0) refuseBinary(head);
  const start = head.subarray(0, UTF8_MARK.length).equals(UTF8_MARK) ? UTF8_MARK.length : 0;
  const splitter = isIndentedOrEnvelope(head.subarray(start, HEAD_BYTES))
    ? new ObjectSplitter(maxBytes)
    : new LineSplitter(maxBytes);

  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      onText(chunk.length);
      yield splitter.push(bytes === 0 ? chunk.subarray(start) : chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    yield splitter.end();
    throw error;
  }
  if (bytes === 0) throw new UsageError(isGzip ? 'holds nothing: its gzip text is empty' : 'is empty');
  yield splitter.end();
}

function refuseBinary(head: Buffer): void {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    throw new UsageError('is UTF-16: expected is UTF-8; convert it with iconv -f UTF-16 -t UTF-8');
  }
  if (head.subarray(0, HEAD_BYTES).includes(0)) {
    throw new UsageError('is binary: expected are audit events as text, plain or in gzip; see --help');
  }
}

/** Whether the first object is one of those that may have several lines, or several of which may share a line. */
function isIndentedOrEnvelope(head: Buffer): boolean {
  const reader = openReader(head);
  if (nextToken(reader) !== Token.OBJECT_START) return false;
  if (/^\{[ \t\r]*\n/.test(head.toString('latin1', head.indexOf(OPEN_BRACE)))) return true;
  if (nextToken(reader) !== Token.KEY) return false;
  return ENVELOPE_MEMBERS.has(decodeString(head, reader.keyStart, reader.keyEnd));
}
