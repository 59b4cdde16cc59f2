/** The first bytes of a stream, and the whole stream from its beginning. */
export interface PeekedChunks {
  readonly head: Buffer;
  readonly chunks: AsyncIterable<Buffer>;
}

/** Reads until at least `bytes` bytes are known, or the stream is over or fails; a failure comes again when it is read. */
export async function peekChunks(chunks: AsyncIterable<Buffer>, bytes: number): Promise<PeekedChunks> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  let failure: { readonly error: unknown } | undefined;
  while (head.length < bytes && failure === undefined) {
    try {
      const next = await iterator.next();
      if (next.done === true) break;
      head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
    } catch (error) {
      failure = { error };
    }
  }
  return { head, chunks: resume(head, failure, iterator) };
}

async function* resume(
  head: Buffer,
  failure: { readonly error: unknown } | undefined,
  iterator: AsyncIterator<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    if (head.length > 0) yield head;
    if (failure !== undefined) throw failure.error;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}
