const RFC_3339_UTC = /^\d{4}-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?Z$/;

/** 9999-12-31T23:59:59.999Z: later times have no four-digit year, and none in a `datetime` column. */
const LAST_MILLISECOND = 253_402_300_799_999;

/**
 * Whether `text` is a moment in UTC as RFC 3339 writes it. A 60th second is refused: a `datetime` column has none.
 * Digits of a second beyond nanoseconds are refused: no writer has them.
 */
export function isUtcTime(text: string): boolean {
  const match = RFC_3339_UTC.exec(text);
  if (match === null) return false;
  // JavaScript moves a day that its month does not have into the next month; month 13 has no date at all.
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.getUTCDate() === Number(match[2]);
}

/** Whether `milliseconds` since 1970 can be written with a four-digit year. */
export function isEpochMilliseconds(milliseconds: number | undefined): milliseconds is number {
  return Number.isInteger(milliseconds) && milliseconds! >= 0 && milliseconds! <= LAST_MILLISECOND;
}
