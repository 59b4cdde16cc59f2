import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import type { Stopwatch } from './measure-rounds';

/** The clocks of this process and its garbage collector, which V8 hands out only to contexts made after the flag. */
export function createStopwatch(): Stopwatch {
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
