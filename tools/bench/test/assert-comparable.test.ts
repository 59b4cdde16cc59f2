import { buildAuditEvent, buildLogEvent, buildSubscriptionMessage } from '@eks-sentinel/testkit';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { FirehoseTransformationEvent, FirehoseTransformationResult } from 'aws-lambda';
import { gzipSync } from 'node:zlib';

import { UsageError } from '../../src/cli/usage-error';
import { createPayload } from '../src/payload/payload';
import { createSet, PAYLOAD_SETS } from '../src/payload/payload-sets';
import { generatedSource } from '../src/payload/sources';
import { assertComparable } from '../src/variants/assert-comparable';
import { createVariants } from '../src/variants/create-variants';
import { createEngines } from '../src/variants/engines';
import type { Variant } from '../src/variants/variant';

let event: FirehoseTransformationEvent;
let reference: FirehoseTransformationResult;
let variants: Variant[];
beforeAll(async () => {
  ({ event } = createSet({ ...PAYLOAD_SETS.S, rawBytes: 300_000 }, generatedSource(3)));
  reference = await createEngines()[0]!.invoke(event);
  variants = createVariants(reference);
});

/** A variant whose rows of the first record are changed by `spoil`. */
function spoiled(name: string, spoil: (rows: string[]) => string[]): Variant {
  const variant = variants.find((one) => one.name === name)!;
  return {
    ...variant,
    invoke: async (lambdaEvent) => {
      const { records } = await variant.invoke(lambdaEvent);
      const [first, ...others] = records;
      const rows = Buffer.from(first!.data!, 'base64').toString().trimEnd().split('\n');
      return {
        records: [{ ...first!, data: Buffer.from(`${spoil(rows).join('\n')}\n`).toString('base64') }, ...others],
      };
    },
  };
}

function compare(variant: Variant, maxDeclined = 0) {
  return assertComparable([variant], event, reference, maxDeclined);
}

describe('variants', () => {
  it('all do what they are measured for, and the fast path declines nothing', async () => {
    expect(variants.map(({ name }) => name)).toEqual([
      'floor',
      'reference',
      'portable',
      'simd',
      'naive',
      'blueprint',
      'four-fields',
    ]);
    expect(await assertComparable(variants, event, reference, 0)).toEqual({ declined: { portable: 0, simd: 0 } });
  });

  it('are refused for one other byte where bytes must be the same', async () => {
    const variant = spoiled('simd', ([first, ...rows]) => [first!.replace(':', ': '), ...rows]);

    await expect(compare(variant)).rejects.toThrow('simd differs from the reference in record 0: other bytes');
  });

  it('may write the same values otherwise where values must be the same', async () => {
    const variant = spoiled('naive', ([first, ...rows]) => [first!.replace(':', ': '), ...rows]);

    await expect(compare(variant)).resolves.toEqual({ declined: {} });
  });

  it('are refused for another value', async () => {
    const variant = spoiled('naive', ([first, second, ...rows]) => [
      first!,
      second!.replace('"ResponseCode":', '"ResponseCode":1'),
      ...rows,
    ]);

    await expect(compare(variant)).rejects.toThrow(
      /^naive differs from the reference in record 0: another value in row 1; --set mixed /,
    );
  });

  it('are refused for a row too few, even a design of its own', async () => {
    const variant = spoiled('four-fields', (rows) => rows.slice(1));

    await expect(compare(variant)).rejects.toThrow(
      /^four-fields differs from the reference in record 0: 199 instead of 200 rows$/,
    );
  });

  it('are refused for a record that is not answered, or not by Ok', async () => {
    const floor = variants[0]!;
    const short: Variant = { ...floor, invoke: () => ({ records: [] }) };
    const failed: Variant = {
      ...floor,
      invoke: () => ({
        records: reference.records.map((record) => ({ ...record, result: 'ProcessingFailed' as const })),
      }),
    };

    await expect(compare(short)).rejects.toThrow(`floor answers 0 of ${reference.records.length} records`);
    await expect(compare(failed)).rejects.toThrow('another recordId or result');
  });

  it('are refused when the fast path leaves a log event to the reference', async () => {
    const broken = buildSubscriptionMessage({
      logEvents: [buildLogEvent(buildAuditEvent()), buildLogEvent('{"kind":"Event","verb":[Truncated...]')],
    });
    const payload = createPayload([{ gzip: gzipSync(broken), rawBytes: broken.length, logEvents: 2 }]);
    const simd = createEngines().find(({ name }) => name === 'simd')!;
    const expected = await createEngines()[0]!.invoke(payload.event);

    const refusal = assertComparable([simd], payload.event, expected, 0);

    await expect(refusal).rejects.toThrow('simd left 1 log events to the reference; at most 0 may be');
    await expect(refusal).rejects.toBeInstanceOf(UsageError);
    await expect(assertComparable([simd], payload.event, expected, 1)).resolves.toEqual({ declined: { simd: 1 } });
  });
});
