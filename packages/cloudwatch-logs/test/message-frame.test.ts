import { buildSubscriptionMessage } from '@eks-sentinel/testkit';
import { describe, expect, it } from '@jest/globals';

import { closeMessage, openMessage, readSubscriptionMessage } from '../src/index';

const TEXT = buildSubscriptionMessage();
const ARRAY_END = TEXT.lastIndexOf(']') + 1;
const readFrame = (text: string, end = text.lastIndexOf(']') + 1) => {
  const opened = openMessage(Buffer.from(text));
  return opened === undefined ? 'not opened' : (closeMessage(opened, end) ?? 'not closed');
};
const readWhole = (text: string) => {
  const reading = readSubscriptionMessage(Buffer.from(text));
  return reading.ok && reading.kind === 'data' ? reading.message : reading;
};

describe('a message that is read without its log events', () => {
  it.each([
    ['as CloudWatch Logs writes it', TEXT],
    ['with members behind the log events', `${TEXT.slice(0, -1)},"policyLevel":"ACCOUNT_LEVEL_POLICY"}`],
    ['with white space behind it', `${TEXT}\n`],
    ['with the same owner twice', `${TEXT.slice(0, -1)},"owner":"111122223333"}`],
  ])('is the same as one that is read whole: %s', (_, text) => {
    expect(readFrame(text, ARRAY_END)).toEqual(readWhole(text));
  });

  it('is the same as one that is read whole: with a log stream that is called like its log events', () => {
    const text = TEXT.replace('"logStream":"', '"logStream":"\\"logEvents\\":[');

    expect(readFrame(text)).toEqual(readWhole(text));
  });

  it.each([
    ['a control message', TEXT.replace('DATA_MESSAGE', 'CONTROL_MESSAGE')],
    ['no message', 'null'],
    ['a message with white space', TEXT.replace('"logEvents":', '"logEvents": ')],
    ['a message whose log events come first', `{"logEvents":[],${TEXT.slice(1)}`],
    ['a head that is too long', TEXT.replace('"owner":"', `"owner":"${'1'.repeat(9_000)}`)],
    ['log events inside another member', TEXT.replace('"logEvents":[', '"x":{"logEvents":[')],
  ])('is not opened: %s', (_, text) => {
    expect(readFrame(text)).toBe('not opened');
  });

  it.each([
    ['another owner behind the log events', `${TEXT.slice(0, -1)},"owner":"444455556666"}`],
    ['other log events behind the log events', `${TEXT.slice(0, -1)},"logEvents":[]}`],
    ['no end', TEXT.slice(0, -1)],
    ['a bracket for a brace', `${TEXT.slice(0, -1)}]`],
    ['bytes behind it', `${TEXT}x`],
  ])('is not closed: %s', (_, text) => {
    expect(readFrame(text, ARRAY_END)).toBe('not closed');
  });
});
