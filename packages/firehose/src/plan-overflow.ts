import { MAX_DEFERRALS, MAX_SPLITS } from './limits';
import type { Marker } from './marker';

/** Why a record that has no room in the response cannot be put back. */
export type OverflowFailureCode =
  /** It was parted too often already. */
  | 'splits_exhausted'
  /** It was put back too often already. */
  | 'deferrals_exhausted'
  /** A single log event gives a row that no response has room for. */
  | 'row_too_large';

/** What to do with a record that has no room, and the marker that it, or each of its parts, then carries. */
export type Overflow =
  | { readonly kind: 'defer' | 'split'; readonly marker: Marker }
  | { readonly kind: 'fail'; readonly code: OverflowFailureCode };

/**
 * A record that would fit into a response of its own is put back whole; a larger one is parted. `dataBytes` are its rows
 * before base64, `maxAloneBytes` what a response of its own can hold.
 */
export function planOverflow(marker: Marker, dataBytes: number, rows: number, maxAloneBytes: number): Overflow {
  if (dataBytes <= maxAloneBytes) {
    if (marker.deferrals >= MAX_DEFERRALS) return { kind: 'fail', code: 'deferrals_exhausted' };
    return { kind: 'defer', marker: { ...marker, deferrals: marker.deferrals + 1 } };
  }
  if (rows < 2) return { kind: 'fail', code: 'row_too_large' };
  if (marker.splits >= MAX_SPLITS) return { kind: 'fail', code: 'splits_exhausted' };
  return { kind: 'split', marker: { ...marker, splits: marker.splits + 1 } };
}

/**
 * The indexes of records in the order in which they are answered: those that were deferred most often first, so that they
 * find room; of the others the small ones first, so that they find time, whatever the large ones hold.
 */
export function deliveryOrder(markers: readonly Marker[], decodedBytes: readonly number[]): number[] {
  return [...markers.keys()].sort(
    (left, right) =>
      markers[right]!.deferrals - markers[left]!.deferrals ||
      decodedBytes[left]! - decodedBytes[right]! ||
      left - right,
  );
}
