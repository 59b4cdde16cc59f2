export { SETTINGS, readConfig } from './config';
export type { Config, Setting } from './config';
export { createHandler } from './create-handler';
export type { Engine, Handler, HandlerTools, InvocationContext } from './create-handler';
export { DROP_REASONS, FAILURE_CODES } from './outcome';
export type { DropReason, FailureCode } from './outcome';
export { METRICS } from './telemetry';
