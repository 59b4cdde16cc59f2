/** The smallest zip there is, in base64: no file inside, only the record of its end. */
export function emptyZip(): string {
  return Buffer.from(`PK\u0005\u0006${'\0'.repeat(18)}`, 'latin1').toString('base64');
}
