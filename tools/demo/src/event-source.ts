import type { LogEvent } from '../../pipeline/src/subscription-message';

/** Where audit events come from, as rows say it. */
export interface Place {
  readonly cluster: string;
  readonly account: string;
  readonly region: string;
}

/** One of the events that are told: what it means, and its text. */
export interface ToldEvent {
  readonly sentence: string;
  readonly text: string;
}

/** What flows into the log group. */
export interface EventSource {
  readonly place: Place;
  /** How many log events come; undefined when it is not known before. */
  readonly total: number | undefined;
  /** Events that the report shows beside their meaning. */
  readonly story: readonly ToldEvent[];
  /** The log events, in order; to be called once. */
  readonly logEvents: () => AsyncIterable<LogEvent> | Iterable<LogEvent>;
}
