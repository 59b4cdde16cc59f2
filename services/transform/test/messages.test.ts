import { gzipSync } from 'node:zlib';

import { buildControlMessage, buildLambdaEvent, buildLogEvent, buildSubscriptionMessage } from '@eks-sentinel/testkit';
import { describe, expect, it } from '@jest/globals';

import { buildHandler, invoke } from './invoke';

const withLogEvents = (...messages: string[]) =>
  buildSubscriptionMessage({ logEvents: messages.map((message) => buildLogEvent(message)) });

describe('the handler and messages', () => {
  it('counts the log event of a control message in and out', async () => {
    const { handler, reports } = buildHandler();
    const flood = `[${'0,'.repeat(100_000)}0]`;
    const controls = [
      buildControlMessage(),
      '{"messageType":"CONTROL_MESSAGE"}',
      `{"messageType":"CONTROL_MESSAGE","logEvents":${flood}}`,
    ];

    const answers = await invoke(handler, buildLambdaEvent([...controls, withLogEvents('{"verb":"get"}')]));

    expect(answers.map(({ result }) => result)).toEqual(['Dropped', 'Dropped', 'ProcessingFailed', 'Ok']);
    expect(reports[0]).toMatchObject({
      logEventsIn: 2,
      rowsOut: 1,
      dropped: { control_message: 2 },
      droppedLogEvents: 1,
      failed: { log_events_too_many: 1 },
    });
  });

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
