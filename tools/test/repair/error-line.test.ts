import { gunzipSync, gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

import { readMarker, withMarker } from '@eks-sentinel/firehose';

import { asRedriven, readErrorLine } from '../../src/redrive/error-line';
import { newProgress, readProgress, writeProgress } from '../../src/redrive/object-progress';

const DATA = Buffer.from('record');

function line(members: Record<string, unknown>): Buffer {
  return Buffer.from(
    JSON.stringify({ rawData: DATA.toString('base64'), errorCode: 'Lambda.FunctionError', ...members }),
  );
}

describe('readErrorLine', () => {
  it('reads both spellings of the function, and numbers as numbers or texts', () => {
    const expected = {
      ok: true,
      data: DATA,
      errorCode: 'Lambda.FunctionError',
      arrival: 1_700_000_000_000,
      lambdaArn: 'arn',
    };

    expect(readErrorLine(line({ arrivalTimestamp: 1_700_000_000_000, lambdaARN: 'arn' }))).toEqual(expected);
    expect(readErrorLine(line({ arrivalTimestamp: '1700000000000', lambdaArn: 'arn' }))).toEqual(expected);
  });

  it('keeps text that is no code out of the report', () => {
    expect(readErrorLine(line({ errorCode: 'say "hello" \u001b[31m' }))).toMatchObject({
      ok: true,
      errorCode: 'unknown',
    });
    expect(readErrorLine(line({ errorCode: 7 }))).toMatchObject({ ok: true, errorCode: 'unknown' });
  });

  it('refuses lines of another form', () => {
    for (const text of [
      '',
      'null',
      '[]',
      '{"rawData":7}',
      '{"rawData":""}',
      '{"rawData":"a*=="}',
      '{"rawData":"abc"}',
      '{',
    ]) {
      expect([text, readErrorLine(Buffer.from(text))]).toEqual([text, { ok: false }]);
    }
  });
});

describe('asRedriven', () => {
  it('counts the redrive and begins anew with hops in the stream; what is no gzip stays as it is', () => {
    const fresh = gzipSync('text');

    expect(readMarker(asRedriven(fresh))).toEqual({ splits: 0, deferrals: 0, redrives: 1 });
    expect(readMarker(asRedriven(withMarker(fresh, { splits: 4, deferrals: 16, redrives: 2 })))).toEqual({
      splits: 0,
      deferrals: 0,
      redrives: 3,
    });
    expect(gunzipSync(asRedriven(fresh)).toString()).toBe('text');
    expect(asRedriven(DATA)).toBe(DATA);
  });
});

describe('the progress of an object', () => {
  it('reads what it wrote, and only for the same object', () => {
    const progress = {
      ...newProgress('tag'),
      states: ['sent', 'left', 'open'] as const,
      left: new Map([[1, 'gzip_missing']]),
      claim: { id: 'of a run', leaseSeconds: 30 },
    };
    const text = writeProgress({ ...progress, states: [...progress.states] });

    expect(readProgress(text, 'tag')).toEqual(progress);
    expect(readProgress(text, 'other')).toBeUndefined();
    expect(readProgress('{', 'tag')).toBeUndefined();
    expect(readProgress('null', 'tag')).toBeUndefined();
  });
});
