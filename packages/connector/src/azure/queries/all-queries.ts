import { FUNCTIONS } from './functions';
import { HEALTH_QUERIES } from './health';
import { ACCESS_HUNTS } from './hunting-access';
import { CHANGE_HUNTS } from './hunting-change';
import type { KqlQuery } from './kql-query';
import { VERIFICATION_QUERIES } from './verification';

/** Every KQL text that is shipped, in the order of the documentation. */
export const ALL_QUERIES: readonly KqlQuery[] = [
  ...VERIFICATION_QUERIES,
  ...FUNCTIONS,
  ...HEALTH_QUERIES,
  ...ACCESS_HUNTS,
  ...CHANGE_HUNTS,
];
