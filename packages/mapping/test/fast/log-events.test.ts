import { describe, expect, it } from '@jest/globals';

import { CONTEXT } from '../map';
import { BUILDS, mapLogEventTexts } from './map-by-kernel';

const EVENT = '{"stageTimestamp":"2026-05-12T08:15:42.123456Z"}';
const MESSAGE = JSON.stringify(EVENT);
const USUAL = `{"id":"1","timestamp":1,"message":${MESSAGE}}`;
const withFields = (fields: string) => `{"id":"1","timestamp":1,"message":${MESSAGE},"extractedFields":{${fields}}}`;

/** For each log event, whether it became a row; the same for both builds. */
function verdictsOn(...logEvents: string[]): string {
  const verdicts = BUILDS.map((build) => {
    const rows = mapLogEventTexts(build, logEvents, CONTEXT);
    return rows === 'message declined' ? rows : rows.map((row) => (row === undefined ? 'declined' : 'fast')).join(' ');
  });
  expect(verdicts[1]).toBe(verdicts[0]);
  return verdicts[0]!;
}

/** Account and region of the row of a log event. */
function originOf(logEvent: string): unknown {
  const origins = BUILDS.map((build) => {
    const [row] = mapLogEventTexts(build, [logEvent], CONTEXT) as [string];
    const { AwsAccountId, Region } = JSON.parse(row) as Record<string, unknown>;
    return [AwsAccountId, Region];
  });
  expect(origins[1]).toEqual(origins[0]);
  return origins[0];
}

describe('a log event', () => {
  it.each([
    ['written as usual', USUAL],
    ['with a long id', USUAL.replace('"1"', `"${'3'.repeat(56)}"`)],
    ['with an id that is no number', USUAL.replace('"1"', '"é-/"')],
    ['with an empty id', USUAL.replace('"1"', '""')],
    ['with a timestamp of 15 digits', USUAL.replace(':1,', ':123456789012345,')],
    ['with system fields', withFields('"@aws.account":"444455556666","@aws.region":"ap-south-1"')],
    ['with other fields', withFields('"a":"1","b":""')],
  ])('%s is taken', (_, logEvent) => {
    expect(verdictsOn(logEvent)).toBe('fast');
  });

  it.each([
    ['with white space', USUAL.replace('{"id"', '{ "id"')],
    ['with white space behind a value', USUAL.replace(':1,', ':1 ,')],
    ['with another order of members', `{"timestamp":1,"id":"1","message":${MESSAGE}}`],
    ['with another member', `{"id":"1","timestamp":1,"message":${MESSAGE},"x":1}`],
    ['with another member before', `{"id":"1","timestamp":1,"x":1,"message":${MESSAGE}}`],
    ['with another name of two letters first', USUAL.replace('"id"', '"ie"')],
    ['with another name where the timestamp stands', USUAL.replace('timestamp', 'timestamq')],
    ['with another name where the message stands', USUAL.replace('message', 'messagf')],
    ['with an id that is a number', USUAL.replace('"1"', '1')],
    ['with an escape in its id', USUAL.replace('"1"', '"\\u0031"')],
    ['without a message', '{"id":"1","timestamp":1}'],
    ['with a message that is no string', '{"id":"1","timestamp":1,"message":{}}'],
    ['with an empty message', '{"id":"1","timestamp":1,"message":""}'],
    ['with the message twice', `{"id":"1","timestamp":1,"message":${MESSAGE},"message":${MESSAGE}}`],
    ['without a timestamp', `{"id":"1","message":${MESSAGE}}`],
    ['with a timestamp of 0', USUAL.replace(':1,', ':0,')],
    ['with a timestamp of 16 digits', USUAL.replace(':1,', ':1234567890123456,')],
    ['with a negative timestamp', USUAL.replace(':1,', ':-1,')],
    ['with a fraction in its timestamp', USUAL.replace(':1,', ':1.5,')],
    ['with a timestamp that is a string', USUAL.replace(':1,', ':"1",')],
    ['whose message escapes a slash', USUAL.replace('stage', 'st\\/age')],
    ['whose message escapes a letter', USUAL.replace('stage', '\\u0073tage')],
    ['whose message has an escaped line break', USUAL.replace('{\\"', '{\\n\\"')],
    ['with empty system fields', withFields('')],
    ['with an empty account', withFields('"@aws.account":"","@aws.region":"ap-south-1"')],
    ['with the account twice', withFields('"@aws.account":"1","@aws.account":"2"')],
    ['with an escape in its account', withFields('"@aws.account":"\\u0031"')],
    ['with an escape in the name of a field', withFields('"@aws.\\u0061ccount":"1"')],
    ['with an account that is a number', withFields('"@aws.account":1')],
    ['with a field that is an object', withFields('"a":{}')],
    ['with white space in its fields', withFields('"a": "1"')],
    ['with a field that is very long', withFields(`"@aws.region":"${'a'.repeat(1_025)}"`)],
    ['with a member behind the fields', withFields('"a":"1"').replace(/\}$/, ',"x":1}')],
    ['with another object where the fields stand', withFields('"@aws.account":"1"').replace('Fields', 'Fieldz')],
    ['that is an array', '[]'],
    ['that is a number', '1'],
    ['that is null', 'null'],
  ])('%s is declined, its neighbours are taken', (_, logEvent) => {
    expect(verdictsOn(USUAL, logEvent, USUAL, logEvent)).toBe('fast declined fast declined');
  });

  it.each([
    ['no JSON', '{"id":'],
    ['a member without a value', '{"id"}'],
    ['nothing', ''],
    ['cut', USUAL.slice(0, -1)],
    ['closed twice', `${USUAL}}`],
    ['closed by a bracket', `${USUAL.slice(0, -1)}]`],
    ['without the value of its timestamp', USUAL.replace(':1,', ':,')],
    ['without the quote behind its message', `${USUAL.slice(0, -2)}x}`],
    ['without the quote before a field', withFields('"a":1b"')],
    ['without the colon of a field', withFields('"a","b"')],
    ['with half an escape in a field', withFields('"a":"x\\,"b":"1"')],
    ['written with a line break in a string', USUAL.replace('stage', 'st\nage')],
    ['written with a zero in a string', USUAL.replace('stage', 'st\0age')],
    ['written with the last control character in a string', USUAL.replace('stage', 'st\u001fage')],
    ['written with a control character far inside a string', USUAL.replace('stage', `${'s'.repeat(40)}\u0001`)],
    ['written with a control character in its id', USUAL.replace('"1"', '"1\u0001"')],
  ])('that is %s makes the whole message one for the reference', (_, logEvent) => {
    expect(verdictsOn(logEvent)).toBe('message declined');
    expect(verdictsOn(USUAL, logEvent)).toBe('message declined');
  });

  it('says its account and region before the message does', () => {
    expect(originOf(withFields('"@aws.account":"444455556666","@aws.region":"ap-south-1"'))).toEqual([
      '444455556666',
      'ap-south-1',
    ]);
    expect(originOf(withFields('"x":"y","@aws.region":"ap-south-1"'))).toEqual(['111122223333', 'ap-south-1']);
    expect(originOf(USUAL)).toEqual(['111122223333', 'eu-west-1']);
  });
});

describe('what stands between log events', () => {
  it.each([[' ,'], ['\n,'], [';'], ['}'], [''], ['"']])('is a comma, and not %j', (separator) => {
    expect(verdictsOn(`${USUAL}${separator}${USUAL}`)).toBe('message declined');
  });

  it.each([[', '], [',\n'], [',\r\n\t']])('may have white space behind it: %j', (separator) => {
    const verdicts = verdictsOn(`${USUAL}${separator}${USUAL}`, USUAL);

    expect(verdicts).toBe('fast declined fast');
  });
});
