/** A seeded source of choices: the same seed gives the same choices, on every machine. */
export interface Random {
  /** 0 <= x < 1. */
  readonly next: () => number;
  /** An integer, both ends included. */
  readonly int: (min: number, max: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <const Choices extends readonly [unknown, ...unknown[]]>(choices: Choices) => Choices[number];
  readonly hex: (length: number) => string;
  /** The letters and digits of generated Kubernetes names. */
  readonly suffix: (length: number) => string;
  /** The letters and digits of AWS's ids. */
  readonly awsId: (length: number) => string;
  readonly uuid: () => string;
}

/** mulberry32: 32 bits of state, a period of 2^32 draws, which is more than 2 GB of events take. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const letters = (alphabet: string, length: number): string => {
    let text = '';
    while (text.length < length) text += alphabet[int(0, alphabet.length - 1)]!;
    return text;
  };
  const hex = (length: number): string => letters('0123456789abcdef', length);
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (choices) => choices[int(0, choices.length - 1)]!,
    hex,
    // k8s.io/apimachinery/pkg/util/rand: no vowels, no 0, 1 and 3, so that no word comes out.
    suffix: (length) => letters('bcdfghjklmnpqrstvwxz2456789', length),
    awsId: (length) => letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', length),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${letters('89ab', 1)}${hex(3)}-${hex(12)}`,
  };
}
