/** What a collector saw so far. The members are changed while it runs: read them for progress. */
export interface CollectorCounts {
  /** Messages that were read to their end, each time that they were received. */
  messages: number;
  testEvents: number;
  /** Messages that are no event messages of S3. */
  unknownMessages: number;
  /** Objects read to their end. */
  objects: number;
  /** Messages about an upload that an earlier message told of: the object is read again. */
  repeatedObjects: number;
  /** Objects that could not be read, or not to their end, by reason. */
  unreadableObjects: Partial<Record<UnreadableCode, number>>;
  /** Objects with more than one gzip member of which only the first was read. */
  objectsReadInPart: number;
  /** Rows that went into the table, repeated ones included. */
  rows: number;
  /** Lines that are no JSON object. */
  malformedLines: number;
  /** Cut values by column. */
  cutFields: Record<string, number>;
  /** Cut values of dynamic columns: plain strings now, in which no query finds anything. */
  cutDynamics: number;
  /** Rows whose time became the time of receipt. */
  replacedTimes: number;
  unknownMembers: number;
  /** Rows nested deeper than the default limit of .NET's JSON readers. */
  deepRows: number;
  compressedBytes: number;
}

/** Why an object could not be read. */
export type UnreadableCode = 'no_such_key' | 'get_failed' | 'too_large' | 'no_gzip' | 'corrupt_gzip';

export function createCollectorCounts(): CollectorCounts {
  return {
    messages: 0,
    testEvents: 0,
    unknownMessages: 0,
    objects: 0,
    repeatedObjects: 0,
    unreadableObjects: {},
    objectsReadInPart: 0,
    rows: 0,
    malformedLines: 0,
    cutFields: {},
    cutDynamics: 0,
    replacedTimes: 0,
    unknownMembers: 0,
    deepRows: 0,
    compressedBytes: 0,
  };
}
