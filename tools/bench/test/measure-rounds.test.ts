import { describe, expect, it } from '@jest/globals';

import { measureRounds } from '../src/measure/measure-rounds';

/** A stopwatch whose time is moved by the sections. */
function createWorld() {
  const seen: string[] = [];
  let wall = 0;
  let cpu = 0;
  const section = (name: string, wallMs: number, cpuMs: number) => ({
    name,
    run: () => {
      seen.push(name);
      wall += wallMs;
      cpu += cpuMs;
    },
  });
  const stopwatch = {
    wallMs: () => wall,
    cpuMs: () => cpu,
    collectGarbage: () => {
      seen.push('gc');
      wall += 1_000;
      cpu += 1_000;
    },
  };
  return { seen, section, stopwatch };
}

describe('rounds', () => {
  it('begin with another section each, and with a collection before each', async () => {
    const { seen, section, stopwatch } = createWorld();

    await measureRounds([section('a', 1, 1), section('b', 2, 1), section('c', 3, 1)], {
      rounds: 2,
      warmUps: 1,
      stopwatch,
    });

    expect(seen.filter((name) => name !== 'gc').join('')).toBe('abcbcacab');
    expect(seen.filter((_, at) => at % 2 === 0)).toEqual(Array.from({ length: 9 }, () => 'gc'));
  });

  it('count neither the warm-ups nor the collections', async () => {
    const { section, stopwatch } = createWorld();

    const samples = await measureRounds([section('a', 5, 4), section('b', 7, 6)], { rounds: 3, warmUps: 2, stopwatch });

    expect(samples.get('a')).toEqual({ wall: [5, 5, 5], cpu: [4, 4, 4] });
    expect(samples.get('b')).toEqual({ wall: [7, 7, 7], cpu: [6, 6, 6] });
  });

  it('wait for a section that answers later', async () => {
    const { section, stopwatch } = createWorld();
    const late = section('late', 9, 2);

    const samples = await measureRounds([{ name: 'late', run: () => Promise.resolve().then(late.run) }], {
      rounds: 1,
      warmUps: 0,
      stopwatch,
    });

    expect(samples.get('late')?.wall).toEqual([9]);
  });
});
