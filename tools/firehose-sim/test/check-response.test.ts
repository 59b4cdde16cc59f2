import { describe, expect, it } from '@jest/globals';

import { checkResponse } from '../src/check-response';

const RECORDS = ['1', '2'].map((recordId) => ({ recordId, data: Buffer.from(recordId), arrivalMs: 0 }));

/** The verdict on each record: what is delivered, `Dropped`, or the error code. */
function judge(response: unknown): string[] {
  const body = Buffer.from(typeof response === 'string' ? response : JSON.stringify(response));
  return checkResponse(RECORDS, body).map((outcome) => {
    if (outcome.result === 'Ok') return `Ok ${outcome.data.toString()}`;
    return outcome.result === 'Dropped' ? 'Dropped' : outcome.failure.errorCode;
  });
}

const ok = (recordId: string): object => ({ recordId, result: 'Ok', data: 'YQ==' });

describe('the check of a response', () => {
  it('takes Ok, Dropped and ProcessingFailed in any order', () => {
    expect(judge({ records: [{ recordId: '2', result: 'Dropped' }, ok('1')] })).toEqual(['Ok a', 'Dropped']);
    expect(judge({ records: [{ recordId: '1', result: 'ProcessingFailed' }, ok('2')] })).toEqual([
      'Lambda.ProcessingFailedStatus',
      'Ok a',
    ]);
  });

  it('ignores the data of a record that is not Ok, and members that it does not know', () => {
    const records = [
      { recordId: '1', result: 'Dropped', data: '!' },
      { ...ok('2'), metadata: { partitionKeys: {} } },
    ];

    expect(judge({ records, more: 1 })).toEqual(['Dropped', 'Ok a']);
  });

  it('delivers nothing for Ok with empty data', () => {
    expect(judge({ records: [{ recordId: '1', result: 'Ok', data: '' }, ok('2')] })).toEqual(['Ok ', 'Ok a']);
  });

  it.each([
    ['an id is missing', { records: [ok('2')] }, ['Lambda.MissingRecordId', 'Ok a']],
    ['there are no records', {}, ['Lambda.MissingRecordId', 'Lambda.MissingRecordId']],
    ['the response is null', 'null', ['Lambda.MissingRecordId', 'Lambda.MissingRecordId']],
    ['Ok has no data', { records: [{ recordId: '1', result: 'Ok' }, ok('2')] }, ['Lambda.InvalidReturnFormat', 'Ok a']],
  ])('fails the record alone when %s', (_, response, expected) => {
    expect(judge(response)).toEqual(expected);
  });

  it.each([
    ['an id is returned twice', { records: [ok('1'), ok('2'), ok('2')] }, 'Lambda.DuplicatedRecordId'],
    ['it is no JSON', '{"records":[', 'Lambda.JsonProcessingException'],
    ['it is an array', [ok('1'), ok('2')], 'Lambda.JsonProcessingException'],
    ['records is no array', { records: { '1': ok('1') } }, 'Lambda.JsonProcessingException'],
    ['an entry is no object', { records: [ok('1'), 'Ok'] }, 'Lambda.JsonProcessingException'],
    [
      'an id is no string',
      { records: [ok('1'), { recordId: 2, result: 'Dropped' }] },
      'Lambda.JsonProcessingException',
    ],
    ['a result is unknown', { records: [ok('1'), { recordId: '2', result: 'OK', data: '' }] }, 'Lambda.FunctionError'],
    [
      'data is no base64',
      { records: [ok('1'), { recordId: '2', result: 'Ok', data: 'a-_b' }] },
      'Lambda.FunctionError',
    ],
    ['base64 is cut', { records: [ok('1'), { recordId: '2', result: 'Ok', data: 'YQ=' }] }, 'Lambda.FunctionError'],
    ['data is no string', { records: [ok('1'), { recordId: '2', result: 'Ok', data: 1 }] }, 'Lambda.FunctionError'],
  ])('fails the batch when %s', (_, response, errorCode) => {
    expect(judge(response)).toEqual([errorCode, errorCode]);
  });

  it('ignores an id that was never sent', () => {
    expect(judge({ records: [ok('1'), ok('2'), ok('3')] })).toEqual(['Ok a', 'Ok a']);
  });
});
