/** A wrong option, a busy port, a stream that does not drain: one line that says what, where and what to do. */
export class FirehoseSimulationError extends Error {
  override readonly name = 'FirehoseSimulationError';
}
