import type { ShellCommand } from '../shell/shell-command';
import { awsCommand } from './aws-command';
import type { Chain } from './chain';

/** The command that shows the quotas of Firehose and what they are; the console asks for more of them. */
export function quotaCommand({ region }: Chain): ShellCommand {
  return awsCommand('service-quotas', 'ListServiceQuotas', region, { ServiceCode: 'firehose' });
}
