import { describe, expect, it } from '@jest/globals';

import { MUTANTS } from '../src/mutants';
import { mutatedSource } from '../src/run-mutant';

describe('the list of mutants', () => {
  it.each(MUTANTS.map((mutant) => [`${mutant.file}: ${mutant.defect}`, mutant] as const))(
    'applies to the kernel: %s',
    (_, mutant) => {
      expect(mutatedSource(mutant)).toContain(mutant.replace);
    },
  );

  it('names each defect once', () => {
    const names = MUTANTS.map(({ file, defect }) => `${file} ${defect}`);

    expect(new Set(names).size).toBe(names.length);
  });
});
