import { LONG_TOKEN_EVENTS } from './long-token-events';
import { MANY_VALUES_EVENTS } from './many-values-events';
import type { SlowEvent } from './slow-event';

/** Audit events that are small as gzip and were, or might be, costly to shrink. */
export const SLOW_EVENTS: readonly SlowEvent[] = [...MANY_VALUES_EVENTS, ...LONG_TOKEN_EVENTS];
