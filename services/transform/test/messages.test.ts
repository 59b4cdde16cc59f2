import { gzipSync } from 'node:zlib';

import { buildLambdaEvent, buildLogEvent, buildSubscriptionMessage } from '@eks-sentinel/testkit';
import { describe, expect, it } from '@jest/globals';

import { buildHandler, invoke } from './invoke';

const withLogEvents = (...messages: string[]) =>
  buildSubscriptionMessage({ logEvents: messages.map((message) => buildLogEvent(message)) });

describe('the handler and messages', () => {
  it('refuses a payload that is not UTF-8, unless only a log event of it is not', async () => {
    const { handler, reports } = buildHandler();
    const notUtf8 = (text: string) => gzipSync(Buffer.from(text.replace('?', '\u00ff'), 'latin1'));
    const records = [notUtf8('["?"]'), notUtf8(withLogEvents('{"verb":"?"}', '{"verb":"get"}')), notUtf8('"?"')];

    const answers = await invoke(handler, buildLambdaEvent(records));

    expect(answers.map(({ result }) => result)).toEqual(['ProcessingFailed', 'Ok', 'ProcessingFailed']);
    expect(answers[1]?.rows.map((row) => row['Verb'])).toEqual(['\ufffd', 'get']);
    expect(reports[0]).toMatchObject({ failed: { message_not_json: 2 }, degraded: { not_utf8: 1 } });
  });
});
