import { describe, expect, it } from '@jest/globals';

import { createExpectedRawEvent } from '../src/expected-raw-event';

const expectedRawEvent = createExpectedRawEvent();

describe('the RawEvent that is expected of a log event', () => {
  it('is the message itself, whatever its spaces, escapes and numbers', () => {
    const message = '{ "b":1.0,"a":"\\u003c\\/", "a":1e400 }';

    expect(expectedRawEvent(message)).toBe(message);
  });

  it('is on one line, without the white space around it', () => {
    expect(expectedRawEvent(' {"a":\r\n1} ')).toBe('{"a":  1}');
  });

  it('is shorter for a message over 64,000 bytes, and what could be read of a broken one', () => {
    const long = expectedRawEvent(`{"requestObject":{"data":"${'x'.repeat(70_000)}"}}`);
    const broken = expectedRawEvent('{"verb":"get","user":{"usern[Truncated...]');

    expect(long.length).toBeLessThan(64_000);
    expect(JSON.parse(long)).toMatchObject({ eksSentinel: { removed: expect.any(Array) } });
    expect(JSON.parse(broken)).toMatchObject({ verb: 'get', eksSentinel: { degraded: 'truncated' } });
  });
});
