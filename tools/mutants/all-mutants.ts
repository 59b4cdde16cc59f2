import { COMMAND_MUTANTS } from './command-mutants';
import { DELIVERY_MUTANTS } from './delivery-mutants';
import type { Mutant } from './mutant';
import { REFERENCE_MUTANTS } from './reference-mutants';

/** All defects that the tests must notice. */
export const MUTANTS: readonly Mutant[] = [...REFERENCE_MUTANTS, ...COMMAND_MUTANTS, ...DELIVERY_MUTANTS];
