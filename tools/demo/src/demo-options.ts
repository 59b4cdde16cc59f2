/** Options of a demo as they are checked: see `commands/demo`. */
export interface DemoOptions {
  /** A file or a folder; the generated day without it. */
  readonly input?: string;
  readonly events: number;
  readonly seed: number;
  readonly faults?: boolean;
  readonly json?: boolean;
  readonly keep?: boolean;
  /** Of the Firehose endpoint; 0 takes a free one. */
  readonly port: number;
  /** The folder in which each run makes its own. */
  readonly out: string;
}
