import { clusterOf } from '@eks-sentinel/cloudwatch-logs';
import { InvalidArgumentError, Option, type Command } from 'commander';

import { declareAwsOptions } from '../aws/aws-options';
import type { CliCommand } from '../cli/cli-command';
import type { DoctorOptions } from '../doctor/options';

/** `eks-sentinel doctor`: where the data stops, and the command that mends it. */
export const doctorCommand: CliCommand = {
  name: 'doctor',
  summary: 'find out where the data stops on its way to Sentinel, and how to mend it',
  declare,
  run: async (command, io) => {
    const { runDoctor } = await import('../doctor/run-doctor');
    return runDoctor(command.opts<DoctorOptions>(), io);
  },
};

/** Seconds that the probe waits; buffers of 60 s each in front of the function and of S3 are the longest part. */
const PROBE_SECONDS = 300;

function declare(command: Command): void {
  command
    .option('--stack <name>', 'the stack of the chain; it knows all other names', parseName)
    .option('--stage <stage>', 'the stage of the Serverless Framework: the stack eks-sentinel-<stage>', parseName)
    .option('--cluster <names>', 'EKS clusters, with commas between them', parseClusters)
    .option('--log-group <name>', 'log group of the cluster (default: /aws/eks/<cluster>/cluster)', parseName)
    .option('--stream <name>', 'Firehose stream', parseName)
    .option('--function <name>', 'Lambda function of the transform', parseName)
    .option('--bucket <name>', 'S3 bucket of the rows', parseName)
    .option('--queue <name>', 'SQS queue that Sentinel polls', parseName)
    .option('--role <name>', 'role that Sentinel assumes', parseName)
    .option('--workspace-id <ids>', 'Log Analytics workspaces, with commas between them', parseWorkspaces)
    .addOption(new Option('--azure-cloud <cloud>', 'Azure cloud of Sentinel').choices(['Commercial', 'Government']))
    .option('--preflight', 'check before a first deployment what would stop it')
    .option('--probe', 'send a marked test event through the chain and time each hop')
    .option('--probe-timeout <seconds>', 'how long the probe waits', parseSeconds, PROBE_SECONDS)
    .option('-y, --yes', 'send the test event without asking')
    .option('--dry-run', 'with --probe: say what would be sent, and send nothing')
    .option('--json', 'print one JSON object')
    .addHelpText('after', LONG_HELP);
  declareAwsOptions(command);
}

/** Names of what a stack makes have no other characters. */
function parseName(value: string): string {
  if (/^[A-Za-z0-9/][A-Za-z0-9/_.-]{0,511}$/.test(value)) return value;
  throw new InvalidArgumentError('Expected is a name of letters, digits and / _ . -');
}

function parseClusters(value: string): string[] {
  const names = value.split(',').map((name) => name.trim());
  if (names.every((name) => clusterOf(`/aws/eks/${name}/cluster`) === name)) return names;
  throw new InvalidArgumentError('Expected are names of EKS clusters, with commas between them.');
}

function parseWorkspaces(value: string): string[] {
  const ids = value.split(',').map((id) => id.trim());
  if (ids.every((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))) return ids;
  throw new InvalidArgumentError('Expected is a GUID in lower case, or several with commas between them.');
}

function parseSeconds(value: string): number {
  const seconds = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (seconds >= 1 && seconds <= 3600) return seconds;
  throw new InvalidArgumentError('Expected is a number of seconds from 1 to 3600.');
}

const LONG_HELP = `
Walks along the data: cluster, log group, subscription, flow, Firehose, Lambda, S3, SQS, identity, and the stack that
made them. Each check says PASS, WARN, FAIL or SKIP, what was observed, what is expected, and the command that mends it.
Nothing is changed: all calls read. Names come from the stack; by names, give --cluster, and of the others what cannot
be followed from filter to stream to bucket to queue. Where the caller may not look, the check is SKIP and names the missing permission.

--preflight, before a first deployment, takes the names that you mean to deploy with (--stack or --stage, --cluster,
--bucket, --queue, --role): which are taken, whether the account has the OIDC provider of Sentinel, whether the cluster
and its log group exist, which permissions you lack.

--probe writes one marked audit event, a get of /eks-sentinel-probe/<id> by the user eks-sentinel-probe, into the log
group of the cluster, and times it until it is a row in S3. The row reaches Sentinel like every other one.

Exit code:
  0  nothing failed
  1  something failed
  2  it could not look: no credentials, no such stack, a wrong option

Examples:
  eks-sentinel doctor --stage prod --region eu-west-1
  eks-sentinel doctor --stack eks-sentinel --json | jq '.checks[] | select(.status == "FAIL")'
  eks-sentinel doctor --cluster prod-1 --stream eks-sentinel-prod --bucket acme-eks-audit
  eks-sentinel doctor --preflight --stage prod --cluster prod-1 --bucket acme-eks-audit
  eks-sentinel doctor --probe --stage prod --yes`;
