import { cpus, loadavg } from 'node:os';

/** Where and when a report was made. */
export interface Machine {
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  /** The 1-minute load average before and after the run. */
  readonly loadBefore: number;
  readonly loadAfter: number;
}

/** With more load than this for each core, other work takes turns with the benchmark: medians mean little then. */
export const MAX_LOAD_PER_CORE = 0.5;

/** What is known of the machine now. */
export function describeMachine(): Machine {
  const [load = 0] = loadavg();
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    loadBefore: load,
    loadAfter: load,
  };
}

/** Why the figures of a loaded machine should not be trusted, in one line; undefined when it is quiet. */
export function loadWarning({ cores, loadBefore }: Pick<Machine, 'cores' | 'loadBefore'>): string | undefined {
  if (loadBefore <= MAX_LOAD_PER_CORE * cores) return undefined;
  const expected = (MAX_LOAD_PER_CORE * cores).toFixed(1);
  return `the machine is loaded: load average ${loadBefore.toFixed(1)} on ${cores} cores, expected at most ${expected}; stop other work, or trust minima only`;
}
