export { writeAzureFiles } from './azure/azure-files';
export { castRow } from './azure/cast-row';
export type { CastValue } from './azure/cast-row';
export { COLUMN_CASTS, toColumnCasts } from './azure/column-casts';
export type { CastFunction, ColumnCast } from './azure/column-casts';
export { COLLECTOR_DATA_FORMAT, DELIVERED_OBJECTS } from './azure/delivered-objects';
export { writeColumnTable, writeParameterTable, writeQueryCatalogue } from './azure/sentinel-regions';
export type { KqlQuery } from './azure/queries/kql-query';
export { VERIFICATION_QUERIES } from './azure/queries/verification';
