import { once } from 'node:events';
import type { Gunzip } from 'node:zlib';
import { createGunzip } from 'node:zlib';

/** A gzip text that ends too soon or is damaged. */
export class InflateError extends Error {
  override readonly name = 'InflateError';
  readonly code: 'gzip_truncated' | 'gzip_corrupt';

  constructor(code: InflateError['code']) {
    super(code);
    this.code = code;
  }
}

/** So little is inflated at once that even a gzip text of nothing but zeros (1,030:1) takes 17 MB of memory. */
const SLICE_BYTES = 16_384;

/** Inflates gzip of one or several members. What was inflated before a damage comes first, then an InflateError. */
export async function* inflateChunks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  const engine = createGunzip({ chunkSize: 65_536 });
  const inflated: Buffer[] = [];
  const drain = (): void => {
    for (let part: unknown = engine.read(); part !== null; part = engine.read()) inflated.push(part as Buffer);
  };
  engine.on('readable', drain);
  const ended = once(engine, 'end').then(
    () => undefined,
    (error: unknown) => {
      throw new InflateError((error as { code?: unknown }).code === 'Z_BUF_ERROR' ? 'gzip_truncated' : 'gzip_corrupt');
    },
  );
  // It is awaited below, or not at all when the reader stops early.
  ended.catch(() => undefined);

  try {
    for await (const chunk of chunks) {
      for (let start = 0; start < chunk.length; start += SLICE_BYTES) {
        const slice = chunk.subarray(start, start + SLICE_BYTES);
        if (engine.readableEnded) refuseTrailing(slice);
        else await Promise.race([write(engine, slice), ended]);
        drain();
        yield* inflated.splice(0);
      }
    }
    engine.end();
    await ended;
  } catch (error) {
    drain();
    yield* inflated.splice(0);
    throw error;
  } finally {
    engine.destroy();
  }
  yield* inflated.splice(0);
}

function write(engine: Gunzip, slice: Buffer): Promise<void> {
  return new Promise((resolve) =>
    engine.write(slice, () => {
      resolve();
    }),
  );
}

/** Some writers pad gzip with zeros; anything else behind the last member is damage. */
function refuseTrailing(slice: Buffer): void {
  if (slice.some((byte) => byte !== 0)) throw new InflateError('gzip_corrupt');
}
