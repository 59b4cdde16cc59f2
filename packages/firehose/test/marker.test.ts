import { gunzipSync, gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { peekMarker, readMarker, withMarker } from '../src/index';

const gzip = gzipSync('hello');

/** gzip with every optional part of the header: extra field, name, comment. */
function decoratedGzip(): Buffer {
  const header = Buffer.from(gzip.subarray(0, 10));
  header[3] = 0x04 | 0x08 | 0x10;
  const extra = Buffer.from([0x09, 0x00, 0x41, 0x42, 0x05, 0x00, 1, 2, 3, 4, 5]);
  return Buffer.concat([header, extra, Buffer.from('name\0comment\0'), gzip.subarray(10)]);
}

/** gzip with a subfield of the marker's name. */
function withSubfield(content: readonly number[]): Buffer {
  const header = Buffer.from(gzip.subarray(0, 10));
  header[3] = 0x04;
  const extra = Buffer.from([content.length + 4, 0, 0x45, 0x53, content.length, 0, ...content]);
  return Buffer.concat([header, extra, gzip.subarray(10)]);
}

describe('the marker', () => {
  it('is absent from a record that was never put back', () => {
    expect(readMarker(gzip)).toEqual({ splits: 0, deferrals: 0, redrives: 0 });
    expect(peekMarker(gzip.toString('base64'))).toEqual({ splits: 0, deferrals: 0, redrives: 0 });
    expect(peekMarker(undefined)).toEqual({ splits: 0, deferrals: 0, redrives: 0 });
  });

  it('is read back, from the record as from its base64', () => {
    const marked = withMarker(gzip, { splits: 3, deferrals: 16, redrives: 255 });

    expect(readMarker(marked)).toEqual({ splits: 3, deferrals: 16, redrives: 255 });
    expect(peekMarker(marked.toString('base64'))).toEqual({ splits: 3, deferrals: 16, redrives: 255 });
  });

  it('leaves the deflate bytes, and every gzip reader reads on', () => {
    const marked = withMarker(gzip, { splits: 1, deferrals: 2, redrives: 0 });

    expect(marked.subarray(-(gzip.length - 10))).toEqual(gzip.subarray(10));
    expect(gunzipSync(marked).toString()).toBe('hello');
  });

  it('replaces an earlier one', () => {
    const once = withMarker(gzip, { splits: 0, deferrals: 1, redrives: 0 });
    const twice = withMarker(once, { splits: 0, deferrals: 2, redrives: 0 });

    expect([readMarker(twice), twice.length]).toEqual([{ splits: 0, deferrals: 2, redrives: 0 }, once.length]);
  });

  it('stands beside other subfields, name and comment', () => {
    const marked = withMarker(decoratedGzip(), { splits: 1, deferrals: 0, redrives: 0 });

    expect(marked.includes('name\0comment\0')).toBe(true);
    expect(marked.includes(Buffer.from([0x41, 0x42, 0x05, 0x00, 1, 2, 3, 4, 5]))).toBe(true);
    expect(readMarker(marked)).toEqual({ splits: 1, deferrals: 0, redrives: 0 });
    expect(gunzipSync(marked).toString()).toBe('hello');
  });

  it('is found in front of other subfields, however long they are', () => {
    const header = Buffer.from(gzip.subarray(0, 10));
    header[3] = 0x04;
    const extra = Buffer.concat([Buffer.from([0x0c, 0x30, 0x41, 0x42, 0x08, 0x30]), Buffer.alloc(0x3008)]);
    const marked = withMarker(Buffer.concat([header, extra, gzip.subarray(10)]), {
      splits: 1,
      deferrals: 2,
      redrives: 0,
    });

    expect(peekMarker(marked.toString('base64'))).toEqual({ splits: 1, deferrals: 2, redrives: 0 });
    expect(gunzipSync(marked).toString()).toBe('hello');
  });

  it('drops a checksum of the header, which would be wrong', () => {
    const header = Buffer.from(gzip.subarray(0, 10));
    header[3] = 0x02;
    const checked = Buffer.concat([header, Buffer.from([0xaa, 0xbb]), gzip.subarray(10)]);

    expect(gunzipSync(withMarker(checked, { splits: 0, deferrals: 1, redrives: 0 })).toString()).toBe('hello');
  });

  it('takes the room of other subfields when the extra field is full', () => {
    const header = Buffer.from(gzip.subarray(0, 10));
    header[3] = 0x04;
    const extra = Buffer.alloc(2 + 0xffff);
    extra.writeUInt16LE(0xffff, 0);
    extra.write('ZZ', 2);
    extra.writeUInt16LE(0xffff - 4, 4);
    const marked = withMarker(Buffer.concat([header, extra, gzip.subarray(10)]), {
      splits: 0,
      deferrals: 1,
      redrives: 0,
    });

    expect(readMarker(marked)).toEqual({ splits: 0, deferrals: 1, redrives: 0 });
    expect(gunzipSync(marked).toString()).toBe('hello');
  });

  it('is read in the form that had no redrives, and then replaced', () => {
    const old = withSubfield([1, 3, 16]);

    expect(readMarker(old)).toEqual({ splits: 3, deferrals: 16, redrives: 0 });
    const marked = withMarker(old, { splits: 0, deferrals: 0, redrives: 1 });
    expect(readMarker(marked)).toEqual({ splits: 0, deferrals: 0, redrives: 1 });
    expect(marked.length).toBe(withMarker(gzip, { splits: 0, deferrals: 0, redrives: 1 }).length);
  });

  it.each([
    ['of another version', [3, 1, 1, 1]],
    ['of the old version with the new length', [1, 1, 1, 1]],
    ['of the new version with the old length', [2, 1, 1]],
    ['of another length', [1, 1]],
  ])('%s counts as absent', (_, content) => {
    expect(readMarker(withSubfield(content))).toEqual({ splits: 0, deferrals: 0, redrives: 0 });
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (bytes, hasExtra) => {
        const text = Buffer.from(bytes);
        if (hasExtra && text.length > 3) text[3] = 0x1e;
        readMarker(text);
        withMarker(text, { splits: 1, deferrals: 1, redrives: 0 });
      }),
    );
  });
});
