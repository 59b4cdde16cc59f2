import type { FastMapper, KernelBuild, RowContext, RowMapperOptions } from '../../src/index';
import { createFastMapper } from '../../src/index';

export const BUILDS: readonly KernelBuild[] = ['simd', 'portable'];

/** A log event as the kernel expects it, around the JSON text of a message. */
export const FORM = {
  beforeId: '{"id":"',
  beforeTimestamp: '","timestamp":',
  beforeMessage: ',"message":"',
  beforeFields: ',"extractedFields":{',
  fields: { account: '@aws.account', region: '@aws.region' },
};

const mappers = new Map<string, FastMapper>();

export function fastMapperOf(build: KernelBuild, options: RowMapperOptions = {}): FastMapper {
  const key = `${build} ${JSON.stringify(options)}`;
  const known = mappers.get(key);
  if (known !== undefined) return known;
  const mapper = createFastMapper({ logEventForm: FORM, build, ...options });
  if (mapper === undefined) throw new Error('there is no fast path here');
  mappers.set(key, mapper);
  return mapper;
}

/** The rows of log events, given as JSON texts, with `undefined` for each that the kernel declines. */
export function mapLogEventTexts(
  build: KernelBuild,
  logEvents: readonly string[],
  context: RowContext,
  options: RowMapperOptions = {},
): (string | undefined)[] | 'message declined' {
  const head = '{"logEvents":[';
  const rowBytes: number[] = [];
  const outcome = fastMapperOf(build, options).mapLogEvents({
    bytes: Buffer.from(`${head}${logEvents.join(',')}]}`),
    start: head.length,
    context,
    maxRowBytes: Infinity,
    isLate: () => false,
    onRow: (_start, _end, bytes) => rowBytes.push(bytes),
    onShrunk: () => undefined,
    mapDeclined: () => rowBytes.push(0) > 0,
  });
  if (outcome.kind !== 'mapped') return 'message declined';
  let at = 0;
  return rowBytes.map((bytes) => (bytes === 0 ? undefined : outcome.rows.toString('utf8', at, (at += bytes))));
}

/** The row of one message, given as the JSON text of the string in its log event; undefined when it is declined. */
export function mapMessageJson(
  build: KernelBuild,
  messageJson: string,
  context: RowContext,
  options: RowMapperOptions = {},
): string | undefined {
  const timestamp = context.timestamp === undefined ? '' : `,"timestamp":${context.timestamp}`;
  const rows = mapLogEventTexts(build, [`{"id":"1"${timestamp},"message":${messageJson}}`], context, options);
  return rows === 'message declined' ? undefined : rows[0];
}
