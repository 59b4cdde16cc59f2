import fc from 'fast-check';

import type { FirehoseLambdaEvent } from '../build/lambda-event';
import { buildLambdaEvent } from '../build/lambda-event';
import { recordBytes } from './record-bytes';
import type { SubscriptionMessageText } from './subscription-message-text';
import { subscriptionMessageText } from './subscription-message-text';

/** A Lambda event and what must become of each of its records, in order. */
export interface LambdaEventCase {
  readonly event: FirehoseLambdaEvent;
  readonly records: readonly Pick<SubscriptionMessageText, 'outcome' | 'kind' | 'messages'>[];
}

/** A Lambda event of good, foreign and broken records in any order. */
export function lambdaEventCase(maxRecords = 6): fc.Arbitrary<LambdaEventCase> {
  // Arbitrary content is no subscription message, readable or not.
  const noise = recordBytes().map(({ bytes, kind }) => ({
    content: bytes,
    record: { outcome: 'fail', kind, messages: [] } as const,
  }));
  const message = subscriptionMessageText().map(({ text, ...record }) => ({ content: text, record }));
  return fc
    .array(fc.oneof({ weight: 3, arbitrary: message }, { weight: 1, arbitrary: noise }), { maxLength: maxRecords })
    .map((cases) => ({
      event: buildLambdaEvent(cases.map(({ content }) => content)),
      records: cases.map(({ record }) => record),
    }));
}
