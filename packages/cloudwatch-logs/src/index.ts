export { MAX_LOG_EVENTS } from './limits';
export { LOG_EVENT_FORM, logEventText, readLogEvent, visitLogEvents } from './log-event';
export type { LogEvent, LogEventText } from './log-event';
export { clusterOf, isAuditStream } from './log-source';
export { closeMessage, openMessage } from './message-frame';
export { readSubscriptionMessage } from './subscription-message';
export type { LogEventList, MessageFailureCode, MessageReading, SubscriptionMessage } from './subscription-message';
export { withLogEvents } from './with-log-events';
export type { LogEventSpan } from './with-log-events';
