import { FILE_EXTENSION, ROWS_PREFIX } from '../names';

/**
 * What the delivery stream writes into the bucket and therefore what the collector has to read: rows as JSON, one a
 * line, in gzip objects under one folder.
 */
export const DELIVERED_OBJECTS = {
  prefix: ROWS_PREFIX,
  fileExtension: FILE_EXTENSION,
  compressionFormat: 'GZIP',
} as const;

/**
 * How the collector is told that format. Names and spelling of the members are those of Microsoft's own collectors for
 * gzip objects of JSON lines: Azure/Azure-Sentinel, Solutions/Amazon Web Services/Data Connectors/AWS_WAF_CCP.
 */
export const COLLECTOR_DATA_FORMAT = { Format: 'Json', IsCompressed: true, compressType: 'Gzip' } as const;
