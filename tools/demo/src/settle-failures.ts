import type { RowLedger } from '../../pipeline/src/row-ledger';
import { saveErrorObjects } from './error-objects';
import { createExpectedRawEvent } from './expected-raw-event';
import type { Chain } from './start-chain';

/** What the error objects of a run hold. */
export interface Failures {
  /** Log events that are in an error object and not in a row, by Firehose's code. */
  readonly logEvents: Readonly<Record<string, number>>;
  /** Poison records that are there with exactly their bytes. */
  readonly poisonRecords: number;
}

export interface SettleOptions {
  /** Where the error objects are copied to. */
  readonly folder: string;
  readonly cluster: string;
  /** In which all rows are noted already. */
  readonly ledger: RowLedger;
  /** The bytes of the records that were put beside the real ones. */
  readonly poison: readonly Buffer[];
}

/**
 * Copies the error objects and counts what they hold. A record may fail although a part of it was delivered: only log
 * events whose row is still due count as failed.
 */
export async function settleFailures({ aws }: Chain, options: SettleOptions): Promise<Failures> {
  const { folder, cluster, ledger } = options;
  const expectedRawEvent = createExpectedRawEvent();
  const poison = new Set(options.poison.map((data) => data.toString('base64')));
  const logEvents: Record<string, number> = {};
  let poisonRecords = 0;
  await saveErrorObjects(aws.s3, aws.bucketName, folder, ({ errorCode, data, content }) => {
    if (content.kind === 'unreadable' && poison.delete(data.toString('base64'))) poisonRecords += 1;
    const failed =
      content.kind === 'data'
        ? content.messages.filter((message) => ledger.take(cluster, expectedRawEvent(message))).length
        : content.kind === 'control'
          ? content.logEvents
          : 0;
    if (failed > 0) logEvents[errorCode] = (logEvents[errorCode] ?? 0) + failed;
  });
  return { logEvents, poisonRecords };
}
