export { MAX_FAST_EVENT_DEPTH, createFastMapper } from './fast/fast-mapper';
export type { FastMapper, FastMapperOptions, FastOutcome, LogEventForm, LogEventsJob } from './fast/fast-mapper';
export type { MessageContext } from './fast/kernel-layout';
export type { KernelBuild } from './fast/kernel-module';
export { DEGRADED_CODES } from './degrade-event';
export type { DegradedCode } from './degrade-event';
export { MIN_RAW_EVENT_BYTES, createRowMapper } from './row-mapper';
export type { LogMessage, RowMapper, RowMapperOptions, RowOutcome } from './row-mapper';
export type { RowContext } from './row-context';
