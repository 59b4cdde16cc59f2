/** A folder in which every file is generated: a file that no generator names is an orphan. */
export interface GeneratedFolder {
  /** From the root of the repository, with `/`. */
  readonly folder: string;
  /** File path inside the folder -> its content. */
  readonly files: () => ReadonlyMap<string, string | Uint8Array>;
}

/** A part of a hand-written file, between `<!-- generated:NAME -->` and `<!-- /generated:NAME -->`. */
export interface GeneratedRegion {
  /** From the root of the repository, with `/`. */
  readonly file: string;
  readonly region: string;
  readonly text: () => string;
}
