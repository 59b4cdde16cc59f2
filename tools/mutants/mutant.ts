/** One deliberate defect: a text that stands exactly once in a file, what it becomes, and the tests that must notice. */
export interface Mutant {
  /** From the root of the repository. */
  readonly file: string;
  readonly find: string;
  readonly put: string;
  /** A pattern of test files, as jest takes it. */
  readonly tests: string;
}
