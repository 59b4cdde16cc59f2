import type { Command } from 'commander';

/** Adds the options that name a deployed stack. */
export function declareStackOptions(command: Command): Command {
  return command
    .option('--stack <name>', 'CloudFormation stack whose outputs name bucket, queues and stream')
    .option('--stage <stage>', 'the same for a stage of serverless.yml: stack eks-sentinel-<stage>');
}

/** Adds the options of a range of time. */
export function declareTimeRange(command: Command, defaultTo = 'now'): Command {
  return command
    .option('--from <time>', 'begin: ISO 8601 with its zone, such as 2026-05-12T08:15:00Z, or an age, such as 2h or 1d')
    .option('--to <time>', `end, not included, in the same forms (default: ${defaultTo})`);
}
