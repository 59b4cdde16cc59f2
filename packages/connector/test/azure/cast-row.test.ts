import { fc, it } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';

import { castRow, COLUMN_CASTS } from '../../src/index';

const RECEIVED_AT = '2026-03-02T10:00:00.000Z';
const ROW = {
  TimeGenerated: '2026-03-02T09:14:51.201335Z',
  AwsAccountId: '111122223333',
  Region: 'eu-west-1',
  ClusterName: 'payments-prod',
  Verb: 'get',
  User: 'ops-admin',
  SourceIPs: ['198.51.100.7'],
  UserAgent: 'kubectl/v1.31.0',
  ObjectRef: 'payments/pods/api',
  ResponseCode: 200,
  Stage: 'ResponseComplete',
  AuthDecision: 'allow',
  RawEvent: { auditID: 'x', user: { username: 'ops-admin' } },
};

describe('COLUMN_CASTS', () => {
  it('brings every column to its type, and only the time has a stand-in for null', () => {
    expect(COLUMN_CASTS.map(({ column, type, cast, whenNull }) => [column, type, cast, whenNull].join(' '))).toEqual([
      'TimeGenerated datetime todatetime now',
      'AwsAccountId string tostring keep',
      'Region string tostring keep',
      'ClusterName string tostring keep',
      'Verb string tostring keep',
      'User string tostring keep',
      'SourceIPs dynamic parse_json keep',
      'UserAgent string tostring keep',
      'ObjectRef string tostring keep',
      'ResponseCode int toint keep',
      'Stage string tostring keep',
      'AuthDecision string tostring keep',
      'RawEvent dynamic parse_json keep',
    ]);
  });
});

describe('castRow', () => {
  it('leaves a row of the transform as it is, in the order of the columns', () => {
    const cast = castRow(ROW, COLUMN_CASTS, RECEIVED_AT);

    expect(cast).toEqual(ROW);
    expect(Object.keys(cast)).toEqual(Object.keys(ROW));
  });

  it('tolerates null and absence: a time of receipt, empty text, null', () => {
    expect(castRow({ Verb: null, ResponseCode: null }, COLUMN_CASTS, RECEIVED_AT)).toEqual({
      TimeGenerated: RECEIVED_AT,
      AwsAccountId: '',
      Region: '',
      ClusterName: '',
      Verb: '',
      User: '',
      SourceIPs: null,
      UserAgent: '',
      ObjectRef: '',
      ResponseCode: null,
      Stage: '',
      AuthDecision: '',
      RawEvent: null,
    });
  });

  it.each([
    ['todatetime', '2026-03-02T09:14:51Z', '2026-03-02T09:14:51Z'],
    ['todatetime', '2026-13-02T09:14:51Z', RECEIVED_AT],
    ['todatetime', 'yesterday', RECEIVED_AT],
    ['todatetime', 1772442891, RECEIVED_AT],
    ['tostring', 42, '42'],
    ['tostring', { a: [1] }, '{"a":[1]}'],
    ['toint', '404', 404],
    ['toint', 200.9, 200],
    ['toint', 2_147_483_648, null],
    ['toint', 'OK', null],
    ['toint', {}, null],
    ['parse_json', '{"a":1}', { a: 1 }],
    ['parse_json', 'no JSON', 'no JSON'],
    ['parse_json', 7, 7],
  ] as const)('%s of %j is %j', (cast, value, expected) => {
    const casts = [{ column: 'X', type: 'string', cast, whenNull: cast === 'todatetime' ? 'now' : 'keep' }] as const;

    expect(castRow({ X: value }, casts, RECEIVED_AT)).toEqual({ X: expected });
  });

  it('leaves out members that no column names, and reads no inherited ones', () => {
    const row = JSON.parse('{"__proto__":{"Verb":"get"},"Extra":1}') as Record<string, unknown>;

    expect(castRow(row, COLUMN_CASTS, RECEIVED_AT)).not.toHaveProperty('Extra');
    expect(castRow(row, COLUMN_CASTS, RECEIVED_AT)['Verb']).toBe('');
    expect(castRow(Object.create({ Verb: 'get' }) as Record<string, unknown>, COLUMN_CASTS, RECEIVED_AT)['Verb']).toBe(
      '',
    );
  });

  it.prop([fc.dictionary(fc.constantFrom('TimeGenerated', 'Verb', 'ResponseCode', 'RawEvent', 'X'), fc.jsonValue())])(
    'always gives the columns in their order, a time, and an integer or null',
    (row) => {
      const cast = castRow(row, COLUMN_CASTS, RECEIVED_AT);

      expect(Object.keys(cast)).toEqual(Object.keys(ROW));
      expect(Number.isNaN(Date.parse(cast['TimeGenerated'] as string))).toBe(false);
      expect(cast['ResponseCode'] === null || Number.isInteger(cast['ResponseCode'])).toBe(true);
      expect(typeof cast['Verb']).toBe('string');
    },
  );

  it('survives a value of any depth', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown;

    expect(castRow({ Verb: deep }, COLUMN_CASTS, RECEIVED_AT)['Verb']).toBe('');
  });
});
