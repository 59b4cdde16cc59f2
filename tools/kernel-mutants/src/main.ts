import { program } from 'commander';

import { MUTANTS } from './mutants';
import { runMutant } from './run-mutant';

program
  .name('kernel-mutants')
  .description('Puts each defect of the list into the kernel and runs the test that must notice it.')
  .argument('[words...]', 'only defects with one of these words in their description or file')
  .action((words: readonly string[]) => {
    const chosen = MUTANTS.filter(
      ({ defect, file }) => words.length === 0 || words.some((word) => `${file} ${defect}`.includes(word)),
    );
    let failures = 0;
    for (const mutant of chosen) {
      const fate = runMutant(mutant);
      if (fate !== 'killed') failures += 1;
      process.stdout.write(`${fate.padEnd(9)} ${mutant.file}: ${mutant.defect} (${mutant.killedBy})\n`);
    }
    process.stdout.write(`mutants: ${chosen.length - failures} of ${chosen.length} killed\n`);
    if (failures > 0) {
      process.stderr.write(
        'mutants: a defect that no test notices, or that no longer applies, stands in the list above\n',
      );
      process.exitCode = 1;
    }
  });

program.parse();
