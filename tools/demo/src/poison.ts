import { gzipSync } from 'node:zlib';

import { putRecords, type PutOptions } from '../../pipeline/src/put-records';

/** Puts records beside the real ones that no transform can read, and remembers them. */
export interface PoisonProducer {
  /** The bytes of every record that the stream took. */
  readonly put: readonly Buffer[];
  readonly putOne: () => Promise<void>;
}

/** Where a sound gzip text is cut: behind the number that makes it unlike the others, well before its end. */
const CUT = 0.6;

/** By turns a record that is no gzip and one whose gzip text ends too soon; each is different. */
export function createPoisonProducer(options: PutOptions): PoisonProducer {
  const put: Buffer[] = [];
  return {
    put,
    putOne: async () => {
      const data = poison(put.length);
      await putRecords(once(data), options, (outcome) => {
        if (outcome === 'accepted') put.push(data);
      });
    },
  };
}

function poison(index: number): Buffer {
  const text = `{"poison":${index},"messageType":"DATA_MESSAGE","logEvents":[]}`;
  if (index % 2 === 0) return Buffer.from(text);
  const gzip = gzipSync(text);
  return gzip.subarray(0, Math.floor(gzip.length * CUT));
}

// eslint-disable-next-line @typescript-eslint/require-await -- putRecords reads an async iterable
async function* once(data: Buffer): AsyncGenerator<{ data: Buffer; logEvents: number }> {
  yield { data, logEvents: 0 };
}
