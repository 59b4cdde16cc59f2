import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { MUTANTS } from '../mutants/all-mutants';

describe('the list of mutants', () => {
  it('names texts that stand exactly once', () => {
    const stale = MUTANTS.filter(({ file, find }) => {
      const source = readFileSync(resolve(__dirname, '../..', file), 'utf8');
      return source.split(find).length !== 2;
    });

    expect(stale.map(({ file, find }) => `${file}: ${find}`)).toEqual([]);
  });
});
