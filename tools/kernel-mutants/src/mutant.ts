import type { KernelBuild } from '../../generate/build-kernel';

/** A defect that somebody might put into the kernel, and the test that must notice it. */
export interface Mutant {
  /** What is wrong with it. */
  readonly defect: string;
  /** Below packages/mapping/kernel. */
  readonly file: string;
  /** A text that stands in the file exactly once, and what replaces it. */
  readonly search: string;
  readonly replace: string;
  /** The test that fails: a file name below packages/mapping/test/fast, without its ending. */
  readonly killedBy: 'directed' | 'times' | 'log-events' | 'fast-mapper' | 'inflate' | 'long-event';
  /** The build that is mutated, `simd` when absent; the source of some steps differs. */
  readonly build?: KernelBuild;
}

/** Makes defects of one file that one test must notice. */
export const defectsOf =
  (file: string, killedBy: Mutant['killedBy']) =>
  (defect: string, search: string, replace: string): Mutant => ({ defect, file, search, replace, killedBy });
