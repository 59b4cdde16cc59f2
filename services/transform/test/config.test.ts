import { describe, expect, it } from '@jest/globals';

import { SETTINGS, readConfig } from '../src/config';

describe('readConfig', () => {
  it('needs no variable, and takes an empty one as unset', () => {
    const defaults = {
      maxResponseBytes: 6_225_920,
      maxDecodedBytes: 67_108_864,
      maxRawEventBytes: 64_000,
      deadlineReserveMs: 1_000,
    };

    expect(readConfig({})).toEqual(defaults);
    expect(readConfig({ MAX_RESPONSE_BYTES: '', MAX_DECODED_BYTES: '' })).toEqual(defaults);
  });

  it('takes a value at either end of its range', () => {
    for (const [name, { variable, min, max }] of Object.entries(SETTINGS)) {
      expect(readConfig({ [variable]: String(min) })).toMatchObject({ [name]: min });
      expect(readConfig({ [variable]: String(max) })).toMatchObject({ [name]: max });
    }
  });

  it.each([
    ['MAX_RESPONSE_BYTES', '7000000', 'a whole number above the range', 'bytes from 1048576 to 6291456'],
    ['MAX_DECODED_BYTES', '10', 'a whole number below the range', 'bytes from 1048576 to 268435456'],
    ['MAX_RAW_EVENT_BYTES', '64k', 'a text of 3 characters that is no whole number', 'bytes from 32768 to 64000'],
    ['DEADLINE_RESERVE_MS', '-1', 'a text of 2 characters that is no whole number', 'milliseconds from 500 to 60000'],
    ['DEADLINE_RESERVE_MS', '1e3', 'a text of 3 characters that is no whole number', 'milliseconds from 500 to 60000'],
    ['DEADLINE_RESERVE_MS', ' ', 'a text of 1 characters that is no whole number', 'milliseconds from 500 to 60000'],
  ])('says what is wrong with %s=%s', (variable, value, form, allowed) => {
    expect(() => readConfig({ [variable]: value })).toThrow(
      `${variable} is ${form}; allowed is a whole number of ${allowed}, or nothing`,
    );
  });

  it('never repeats the value', () => {
    expect(() => readConfig({ MAX_DECODED_BYTES: 'AKIASECRET' })).toThrow(/^(?!.*AKIASECRET).*$/);
  });
});
