import { mkdirSync, writeFileSync } from 'node:fs';

import { InvalidArgumentError, program } from 'commander';

import { fuzz } from './fuzz';

const OUT_FOLDER = 'out';
const MISMATCH_FILE = `${OUT_FOLDER}/fuzz-mismatch.json`;

program
  .name('fuzz')
  .description('Compares the fast path with the reference on hostile Lambda events, until a number of log events.')
  .option('--events <count>', 'how many log events', wholeNumber, 20_000)
  .option('--seed <number>', 'the same seed gives the same Lambda events', wholeNumber, 1)
  .action(async ({ events, seed }: { events: number; seed: number }) => {
    const startedAt = performance.now();
    const result = await fuzz(seed, events, (done) => {
      if (process.stderr.isTTY) process.stderr.write(`\rfuzz: ${done} of ${events} log events`);
    });
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
    const summary = `${result.events} log events, ${result.rows} rows, ${result.declined} declined, ${result.slow} costly to shrink, ${seconds} s, seed ${seed}`;
    if (result.mismatch === undefined) {
      process.stdout.write(`fuzz: no difference: ${summary}\n`);
      return;
    }
    mkdirSync(OUT_FOLDER, { recursive: true });
    writeFileSync(MISMATCH_FILE, JSON.stringify(result.mismatch.lambdaEvent, undefined, 2));
    process.stderr.write(
      `fuzz: the engines differ in round ${result.mismatch.round} of seed ${seed}; the Lambda event is in ${MISMATCH_FILE}\n`,
    );
    process.exitCode = 1;
  });

program.exitOverride();
try {
  program.parse();
} catch (error) {
  process.exitCode = (error as { exitCode?: number }).exitCode === 0 ? 0 : 2;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}
