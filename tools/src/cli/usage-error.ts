/**
 * What a person can mend: the message says what is wrong, where, what was expected and what to do, in one line, without
 * text of the input. It is printed behind the name of the command, and the exit code is 2.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
