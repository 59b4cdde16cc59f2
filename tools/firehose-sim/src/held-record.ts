/** A record that the stream took over. */
export interface HeldRecord {
  recordId: string;
  data: Buffer;
  arrivalMs: number;
}
