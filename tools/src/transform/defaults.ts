/** What rows say of events that name no cluster, account or region, unless an option does: no real one looks like it. */
export const DEFAULT_CLUSTER = 'local';
export const DEFAULT_ACCOUNT = '000000000000';
export const DEFAULT_REGION = 'local';
