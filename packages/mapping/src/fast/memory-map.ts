// Where things lie in the kernel's memory, and the numbers that kernel and host must agree on. The kernel's sources
// import this file too, so it holds nothing but constants. Addresses and lengths are in bytes.

/** Numbers that the kernel leaves for the host after a call, 32 bits each: see `MAILBOX`. */
export const MAILBOX_AT = 1024;

/** Indices into the mailbox. */
export const MAILBOX_SOURCE = 0;
export const MAILBOX_ROW = 1;
export const MAILBOX_COUNT = 2;

/**
 * The wanted names, found by the section that they stand in and their length: 16 bits each, the address of the first
 * entry of that length, or 0. An entry: 16 bits address of the next entry of the same length, 8 bits slot, 8 bits kind,
 * 8 bits section; the name stands at ENTRY_NAME_AT, padded with zeros.
 */
export const KEY_HEADS_AT = 2048;
export const MAX_SECTIONS = 8;
export const SECTION_BYTES = 128;
export const MAX_NAME_BYTES = 32;
export const ENTRY_SLOT_AT = 2;
export const ENTRY_KIND_AT = 3;
export const ENTRY_SECTION_AT = 4;
export const ENTRY_NAME_AT = 16;
export const ENTRY_BYTES = ENTRY_NAME_AT + MAX_NAME_BYTES;

/** Sections: the names at the root of an audit event, the system fields of a log event, then objects inside the event. */
export const SECTION_ROOT = 0;
export const SECTION_FIELDS = 1;
export const SECTION_FIRST_INNER = 2;
export const SECTION_NONE = 0xff;

/** What the value of a wanted member must be; anything else declines the log event. */
export const KIND_STRING = 1;
export const KIND_STRINGS = 2;
export const KIND_INTEGER = 3;
export const KIND_OBJECT = 4;

/** Where the value of each slot lies: start and end, 32 bits each. A set of slots is a 32-bit number. */
export const SPANS_AT = 3072;
export const MAX_SLOTS = 32;

/** The row program: records of OPERATION_BYTES, in the order of the row. */
export const PROGRAM_AT = 4096;
export const OPERATION_BYTES = 32;
export const MAX_OPERATIONS = 32;
export const OPERATION_KIND_AT = 0;
export const OPERATION_SLOT_AT = 4;
export const OPERATION_TEXT_AT = 8;
export const OPERATION_TEXT_LENGTH_AT = 12;
export const OPERATION_DEFAULT_AT = 16;
export const OPERATION_DEFAULT_LENGTH_AT = 20;
export const OPERATION_SLOTS_AT = 24;

/** What an operation writes after its constant text. */
export const WRITE_TEXT_ONLY = 0;
/** The first of its slots that is filled, from the operation's slot on; when none is, the log event's timestamp. */
export const WRITE_TIME = 1;
export const WRITE_STRING = 2;
export const WRITE_STRINGS = 3;
export const WRITE_INTEGER = 4;
/** The slot's value, or the operation's default when the slot is not filled. */
export const WRITE_OR_DEFAULT = 5;
/** Slots from the operation's slot on: namespace, resource, name, subresource, request URI. */
export const WRITE_OBJECT_REF = 6;
export const WRITE_EVENT = 7;

/** The constant texts between the values of a log event, each a 32-bit length and the text. */
export const TEMPLATES_AT = 5120;
export const TEMPLATE_BYTES = 64;
export const TEMPLATE_ID = 0;
export const TEMPLATE_TIMESTAMP = 1;
export const TEMPLATE_MESSAGE = 2;
export const TEMPLATE_FIELDS = 3;

/** One record a row of the last call: start and end of its log event, end of the row, then the timestamp (64-bit float). */
export const ROWS_TABLE_AT = 5632;
export const ROW_RECORD_BYTES = 24;
export const ROW_START_AT = 0;
export const ROW_END_AT = 4;
export const ROW_TEXT_END_AT = 8;
export const ROW_TIMESTAMP_AT = 16;
/** How many rows one call writes at most: between two calls the host looks at the clock. */
export const MAX_ROWS_PER_CALL = 256;

/** The texts of the row program and the entries of the wanted names. */
export const TEXTS_AT = 12_288;
export const TEXTS_END = 65_536;

/** Where an audit event is unescaped to, before its row is written. */
export const SCRATCH_AT = 65_536;
/** A longer event is declined: the reference shrinks it. The largest value of a column in the schema. */
export const MAX_EVENT_BYTES = 64_000;
/** Room for what is copied in one step after a check of the limit. */
export const SCRATCH_SLACK_BYTES = 1536;

/**
 * Where the subscription message lies; behind it, MESSAGE_PADDING_BYTES zeros, then the gzip text that it was inflated
 * from, if it was inflated here, then room for rows.
 */
export const MESSAGE_AT = SCRATCH_AT + MAX_EVENT_BYTES + SCRATCH_SLACK_BYTES;
/** No token reaches over a zero byte, so that every read ends in the padding. */
export const MESSAGE_PADDING_BYTES = 64;

/** Inflate may write this many bytes behind the message: a longest match of 258, copied in steps, and two pairs of literals. */
export const INFLATE_SLACK_BYTES = 320;

/** Deeper events are declined. The reader's stack of containers has one bit a level. */
export const MAX_EVENT_DEPTH = 63;

/** A system field that is longer is declined; real ones have 12 to 14 bytes. */
export const MAX_FIELD_BYTES_IN_LOG_EVENT = 1024;

/** More than an operation writes besides its texts and values, and what copying in steps may overrun. */
export const ROW_SLACK_BYTES = 256;

/** What a call of the kernel ended with. */
/** The array of log events is over; MAILBOX_SOURCE is the byte behind it. */
export const STATUS_DONE = 0;
/** The log event at MAILBOX_SOURCE is for the reference. */
export const STATUS_EVENT_DECLINED = 1;
/** What stands between two log events is unusual: the whole message is for the reference. */
export const STATUS_MESSAGE_DECLINED = 2;
/** There may be no room for the next row; call again with more. */
export const STATUS_FULL = 3;
/** MAX_ROWS_PER_CALL rows were written; call again. */
export const STATUS_PAUSED = 4;
