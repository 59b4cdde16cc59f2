/** Paths beyond this many bytes, with their quotes and commas, are not listed. */
export const MAX_LISTED_BYTES = 2_048;

/** Further paths are not even made: equal ones take no room in the list, and a hostile event can have any number of them. */
const MAX_PATHS = 64;

/** What was cut or left out of an event: a list of paths, which ends with how many more there are. */
export class RemovedPaths {
  readonly #listed: string[] = [];
  #bytes = '[]'.length;
  #made = 0;
  #unlisted = 0;

  /** Adds the path that `path` makes, which is only called while there is room for one. */
  add(path: () => string): void {
    if (this.#made === MAX_PATHS) {
      this.#unlisted += 1;
      return;
    }
    this.#made += 1;
    const text = path();
    if (this.#listed.includes(text)) return;
    const bytes = Buffer.byteLength(JSON.stringify(text)) + ','.length;
    if (this.#bytes + bytes > MAX_LISTED_BYTES) {
      this.#made = MAX_PATHS;
      this.#unlisted += 1;
      return;
    }
    this.#bytes += bytes;
    this.#listed.push(text);
  }

  get paths(): readonly string[] {
    return this.#unlisted === 0 ? this.#listed : [...this.#listed, `(${this.#unlisted} more)`];
  }
}
