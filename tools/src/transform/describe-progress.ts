import type { Tally } from './tally';

const MEGABYTE = 1_000_000;

/** How far the reading is; `totalBytes` is undefined when the size of an input is not known. */
export function describeProgress({ bytesIn, rowsOut }: Tally, totalBytes: number | undefined): string {
  const read = (bytesIn / MEGABYTE).toFixed(1);
  if (totalBytes === undefined || totalBytes === 0) return `${read} MB read, ${rowsOut} rows`;
  const percent = Math.floor((100 * bytesIn) / totalBytes);
  return `${read} of ${(totalBytes / MEGABYTE).toFixed(1)} MB read (${percent} %), ${rowsOut} rows`;
}
