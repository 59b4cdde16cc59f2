/** What a fresh process is asked to do: invoke one handler again and again with the Lambda event in a file. */
export interface Job {
  /** The bundle of the Lambda, when it is to be loaded; `handler` may be its own or `nothing`. */
  readonly lambdaFile?: string;
  /** `lambda`, `nothing`, `planned`, or the name of a variant. */
  readonly handler: string;
  readonly eventFile: string;
  readonly invocations: number;
  /** Megabytes (2^20 bytes) of the machine whose heap the process is to have; without it, that of this machine. */
  readonly memoryMb?: number;
}

/** A handler that answers without looking at the records: what a first invocation costs besides the transform. */
export const NOTHING = 'nothing';
/** The handler of the bundle, as it is deployed. */
export const LAMBDA = 'lambda';

/** The fast path with the response budget of a deployment, and a stream that accepts what is put back. */
export const PLANNED = 'planned';

/** What the process found. Times in milliseconds; an invocation parses the event, runs the handler, writes the response. */
export interface JobResult {
  /** To load the bundle; 0 when there was none to load. */
  readonly loadMs: number;
  /** The handler alone in the first invocation. */
  readonly firstHandlerMs: number;
  readonly invocationMs: readonly number[];
  /** Resident memory in megabytes (10^6 bytes): before anything was loaded, at its peak, and along the invocations. */
  readonly baseMb: number;
  readonly peakMb: number;
  readonly residentMb: readonly { readonly invocation: number; readonly mb: number }[];
  readonly responseBytes: number;
}
