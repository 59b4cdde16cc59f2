import type { CliCommand } from '../cli/cli-command';
import { backfillCommand } from './backfill';
import { demoCommand } from './demo';
import { doctorCommand } from './doctor';
import { reconcileCommand } from './reconcile';
import { redriveCommand } from './redrive';
import { replayCommand } from './replay';
import { transformCommand } from './transform';

/** In the order of the help. */
export const COMMANDS: readonly CliCommand[] = [
  transformCommand,
  demoCommand,
  doctorCommand,
  redriveCommand,
  replayCommand,
  backfillCommand,
  reconcileCommand,
];
