import { INFLATE_MUTANTS, LONG_EVENT_MUTANTS, LOG_EVENT_MUTANTS } from './message-mutants';
import type { Mutant } from './mutant';
import { ROW_MUTANTS, STEP_MUTANTS, TIME_MUTANTS } from './row-mutants';
import { SCAN_MUTANTS, TOKEN_MUTANTS } from './scan-mutants';

/** Every defect; a new rule of the kernel brings its own. */
export const MUTANTS: readonly Mutant[] = [
  ...SCAN_MUTANTS,
  ...TOKEN_MUTANTS,
  ...STEP_MUTANTS,
  ...TIME_MUTANTS,
  ...ROW_MUTANTS,
  ...LOG_EVENT_MUTANTS,
  ...INFLATE_MUTANTS,
  ...LONG_EVENT_MUTANTS,
];
