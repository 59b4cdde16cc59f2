const EMPTY_RESPONSE_BYTES = Buffer.byteLength('{"records":[]}');
const DATA_MEMBER_BYTES = Buffer.byteLength(',"data":""');
const DELIVERED_SAVING_BYTES = 'ProcessingFailed'.length - 'Ok'.length;

/** How many characters `bytes` take in base64. */
export const base64Length = (bytes: number): number => Math.ceil(bytes / 3) * 4;

/**
 * The bytes of the serialised response, to the byte. Every record is entered as ProcessingFailed first, the longest
 * result without data, so that no later verdict can break the budget; delivering a record adds its data.
 */
export class ResponseLedger {
  readonly #maxBytes: number;
  readonly #emptyBytes: number;
  #bytes: number;

  /** `recordIds` in the order of the request. The budget is only kept when `isWithinBudget` is true from the start. */
  constructor(recordIds: readonly string[], maxBytes: number) {
    let bytes = EMPTY_RESPONSE_BYTES + Math.max(0, recordIds.length - 1);
    for (const recordId of recordIds) {
      bytes += Buffer.byteLength(JSON.stringify({ recordId, result: 'ProcessingFailed' }));
    }
    this.#maxBytes = maxBytes;
    this.#emptyBytes = bytes;
    this.#bytes = bytes;
  }

  /** The most that the response takes as it is planned; verdicts without data can only make it shorter. */
  get bytes(): number {
    return this.#bytes;
  }

  /** False when the ids of the records alone take more than the response may. */
  get isWithinBudget(): boolean {
    return this.#bytes <= this.#maxBytes;
  }

  /** Enters a record with `dataBytes` of data, before base64; false, and nothing entered, when there is no room. */
  tryDeliver(dataBytes: number): boolean {
    const added = deliveredBytes(dataBytes);
    if (this.#bytes + added > this.#maxBytes) return false;
    this.#bytes += added;
    return true;
  }

  /** The most bytes of data, before base64, of a record that is delivered in this response all alone. */
  get maxAloneBytes(): number {
    const room = this.#maxBytes - this.#emptyBytes - deliveredBytes(0);
    return Math.max(0, Math.floor(room / 4) * 3);
  }
}

function deliveredBytes(dataBytes: number): number {
  return DATA_MEMBER_BYTES - DELIVERED_SAVING_BYTES + base64Length(dataBytes);
}
