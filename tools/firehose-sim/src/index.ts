/** The public face of the simulation; see README.md. */
export { acceleratedClock, type Clock, type ManualClock, manualClock, systemClock } from './clock';
export type { HeldCounts, SimulationCounters } from './counters';
export { defaultDirectPutQuota, type DirectPutQuota } from './direct-put-quota';
export type { Faults } from './faults';
export { type FirehoseSimulation, startFirehoseSimulation } from './firehose-simulation';
export type { LogLine } from './lambda-environment';
export type { DeliveryOptions, FirehoseSimulationOptions, S3Options, TransformOptions } from './options';
export type { WrittenObject } from './s3-delivery';
export { FirehoseSimulationError } from './simulation-error';
export type { AttemptReport } from './transform-batch';
