import { describe, expect, it } from '@jest/globals';

import { ByteWriter, decodeString } from '../src/index';

describe('ByteWriter', () => {
  it('appends text, bytes and parts of bytes, growing as it must', () => {
    const writer = new ByteWriter(1);

    writer.writeText('ä€😀');
    writer.writeBytes(Buffer.from('abc'), 1, 3);
    writer.writeByte(0x0a);

    expect(writer.view().toString()).toBe('ä€😀bc\n');
    expect(writer.length).toBe(12);
  });

  it('forgets what comes after a length', () => {
    const writer = new ByteWriter();
    writer.writeText('abcdef');

    writer.truncate(2);
    writer.truncate(5);
    writer.writeText('x');

    expect(writer.view().toString()).toBe('abx');
  });
});

describe('decodeString', () => {
  it.each([
    ['"plain ä"', 'plain ä'],
    ['"\\u003c\\n\\ud83d\\ude00"', '<\n😀'],
    ['"\\ud800"', '\ud800'],
  ])('decodes %s', (token, text) => {
    const bytes = Buffer.from(`[${token}]`);

    expect(decodeString(bytes, 1, bytes.length - 1)).toBe(text);
  });
});
