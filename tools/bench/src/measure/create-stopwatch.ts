import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import type { Stopwatch } from './measure-rounds';

/**
 * The clocks of this process and its garbage collector, which V8 hands out only to contexts made after the flag. V8
 * throws away code that has not run for a few collections; with one before each section that would be code which in a
 * Lambda runs all the time, so it keeps it here.
 */
export function createStopwatch(): Stopwatch {
  setFlagsFromString('--no-flush-bytecode');
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  return {
    wallMs: () => performance.now(),
    cpuMs: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1_000;
    },
    collectGarbage: () => {
      collectGarbage();
    },
  };
}
