/** One thing that is timed. */
export interface Section {
  readonly name: string;
  readonly run: () => unknown;
}

/** What the time is taken with. */
export interface Stopwatch {
  /** Milliseconds, from any moment. */
  readonly wallMs: () => number;
  /** Milliseconds that this process has spent on processors. */
  readonly cpuMs: () => number;
  /** A full collection, so that what one section leaves behind is not billed to the next. */
  readonly collectGarbage: () => void;
}

/** Times in milliseconds, one a round. */
export interface Samples {
  readonly wall: number[];
  readonly cpu: number[];
}

/** How often, and with what. */
export interface RoundsOptions {
  readonly rounds: number;
  /** Rounds before the first one that counts: code is compiled in them. */
  readonly warmUps: number;
  readonly stopwatch: Stopwatch;
  /** Awaited after each round: the one place where the event loop may turn. */
  readonly onRound?: (round: number) => Promise<void> | void;
}

/**
 * Times all sections once a round. Each round begins with another section, so that none always has the same place, and
 * garbage is collected before each: ratios of one run then compare equals.
 */
export async function measureRounds(
  sections: readonly Section[],
  { rounds, warmUps, stopwatch, onRound }: RoundsOptions,
): Promise<ReadonlyMap<string, Samples>> {
  const samples = new Map<string, Samples>(sections.map(({ name }) => [name, { wall: [], cpu: [] }]));
  for (let round = -warmUps; round < rounds; round++) {
    for (let place = 0; place < sections.length; place++) {
      const { name, run } = sections[(place + round + warmUps) % sections.length]!;
      stopwatch.collectGarbage();
      const cpu = stopwatch.cpuMs();
      const wall = stopwatch.wallMs();
      await run();
      const wallMs = stopwatch.wallMs() - wall;
      const cpuMs = stopwatch.cpuMs() - cpu;
      if (round < 0) continue;
      samples.get(name)!.wall.push(wallMs);
      samples.get(name)!.cpu.push(cpuMs);
    }
    await onRound?.(round + 1);
  }
  return samples;
}
