/** The table in Log Analytics. The suffix `_CL` marks a custom table. */
export const TABLE_NAME = 'AWSEKSLogs_CL';
