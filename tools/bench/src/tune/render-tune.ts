import { figure, megabytes, renderTable } from '../render-table';
import { compressionThatFits, MEMORIES_MB } from './choose';
import type { TuneResult } from './run-tune';

/** The sweep as text for a terminal. */
export function renderTune(result: TuneResult): string {
  const { source, machine, vcpuSpeed, formula, hints, worstCase, candidates, recommended } = result;
  const measured = hints.map((hint) => [
    `${hint.hintMb} MB`,
    megabytes(hint.rawBytes),
    megabytes(hint.responseBytes),
    `${figure(hint.compression)} : 1`,
    `${figure(compressionThatFits(hint))} : 1`,
    figure(hint.ms),
    figure(hint.peakMb),
  ]);
  const costs = hints.map(({ hintMb }) => [
    `${hintMb} MB`,
    ...MEMORIES_MB.map((memoryMb) => {
      const { obstacle, usdPerTb } = candidates.find((one) => one.hintMb === hintMb && one.memoryMb === memoryMb)!;
      return obstacle ?? figure(usdPerTb);
    }),
  ]);
  return [
    `tune: ${source}; Node ${machine.node}, ${machine.cores} cores, load ${machine.loadBefore.toFixed(1)}, `,
    `a Lambda vCPU counted as ${vcpuSpeed} of a core here\n\n`,
    renderTable([
      ['buffer hint', 'before gzip', 'largest response', 'compressed', 'fits up to', 'ms', 'peak MB'],
      ...measured,
    ]),
    `  a record that inflates to the cap: ${figure(worstCase.ms)} ms, peak ${figure(worstCase.peakMb)} MB\n\n`,
    renderTable([['USD per TB before gzip, by memory', ...MEMORIES_MB.map((mb) => `${mb} MB`)], ...costs]),
    '  response, memory, time: why the pair must not be deployed\n\n',
    ...formula.map((line) => `  ${line}\n`),
    recommended === undefined
      ? '\nno pair fits: lower MAX_DECODED_BYTES, or look at the log for what makes its responses so large\n'
      : `\nrecommended: ${recommended.memoryMb} MB of memory, buffer hint ${recommended.hintMb} MB: ` +
        `${recommended.billedMs} ms an invocation, ${figure(recommended.usdPerTb)} USD per TB of log before gzip ` +
        '(Lambda only; CloudWatch Logs, Firehose and S3 are not in it)\n',
  ].join('');
}
