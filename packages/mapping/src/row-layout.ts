import type { KeyTree } from '@eks-sentinel/json-scan';
import { compileKeyTree } from '@eks-sentinel/json-scan';
import type { Column, ColumnSource, EventPath } from '@eks-sentinel/schema';

/** The columns of a row, ready to be written: which members of the event are wanted, and what stands before a value. */
export interface RowLayout {
  readonly keys: KeyTree;
  readonly columns: readonly LaidOutColumn[];
}

/** A column with the slots of its paths, in the order of `pathsOf`, and the text that opens it in the row. */
export interface LaidOutColumn {
  readonly source: ColumnSource;
  readonly slots: readonly number[];
  /** `{"Name":` for the first column, `,"Name":` for the others. */
  readonly opening: string;
}

/** Derives the layout from the schema. Columns that read the same path share its slot. */
export function layOutRow(columns: readonly Column[]): RowLayout {
  const paths: EventPath[] = [];
  const slotOf = (path: EventPath): number => {
    const known = paths.findIndex((candidate) => candidate.join('\0') === path.join('\0'));
    if (known >= 0) return known;
    return paths.push(path) - 1;
  };
  const laidOut = columns.map(({ name, source }, index) => ({
    source,
    slots: pathsOf(source).map(slotOf),
    opening: `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`,
  }));
  return { keys: compileKeyTree(paths), columns: laidOut };
}

/** The members of the event that a column reads. */
export function pathsOf(source: ColumnSource): readonly EventPath[] {
  switch (source.from) {
    case 'time':
      return source.paths;
    case 'string':
    case 'strings':
    case 'integer':
      return [source.path];
    case 'objectRef': {
      const { namespace, resource, name, subresource, requestUri } = source.paths;
      return [namespace, resource, name, subresource, requestUri];
    }
    case 'context':
    case 'event':
      return [];
  }
}
