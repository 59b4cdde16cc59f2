import type { Engine } from '../src/create-handler';

/** The engine of handlers that tests build: the suite runs once on each. */
export const engineUnderTest: { current: Engine } = { current: 'fast' };
