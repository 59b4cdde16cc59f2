export { DEGRADED_CODES } from './degrade-event';
export type { DegradedCode } from './degrade-event';
export { MIN_RAW_EVENT_BYTES, createRowMapper } from './row-mapper';
export type { LogMessage, RowMapper, RowMapperOptions, RowOutcome } from './row-mapper';
export type { RowContext } from './row-context';
