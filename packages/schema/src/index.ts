export { COLUMNS } from './columns';
export type { Column, ColumnSource, ColumnType, EventPath, ObjectRefPaths } from './columns';
export { MAX_FIELD_BYTES, MAX_READER_DEPTH } from './limits';
export { SENTINEL_MEMBER, TRUNCATED_ANNOTATION } from './members';
export { TABLE_NAME } from './table';
