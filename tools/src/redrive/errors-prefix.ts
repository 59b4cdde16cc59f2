/** Where Firehose writes error objects; ErrorsQueue is told of them. */
export const ERRORS_PREFIX = 'errors/';
