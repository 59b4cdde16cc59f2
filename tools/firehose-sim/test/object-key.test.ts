import { describe, expect, it } from '@jest/globals';

import { findPatternProblem, formatJavaTime } from '../src/java-time-pattern';
import { evaluateDataPrefix, evaluateErrorPrefix, findPrefixProblem, objectKey } from '../src/object-key';

// The time of the examples in the guide: 10:30 on August 27, 2018, UTC.
const TIME = Date.UTC(2018, 7, 27, 10, 30, 5, 678);
const first = (): number => 0;

describe('prefixes', () => {
  it.each([
    ['', '2018/08/27/10/'],
    ['legacy', 'legacy2018/08/27/10/'],
    ['logs/', 'logs/2018/08/27/10/'],
    ['logs/!{timestamp:yyyy/MM/dd/HH}/', 'logs/2018/08/27/10/'],
    ["dt=!{timestamp:yyyy'-'MM'-'dd}/h=!{timestamp:HH}/", 'dt=2018-08-27/h=10/'],
    ['rand=!{firehose:random-string}/', 'rand=AAAAAAAAAAA/'],
  ])('evaluate %s for data', (prefix, expected) => {
    expect(evaluateDataPrefix(prefix, TIME, first)).toBe(expected);
  });

  it.each([
    ['', undefined, 'processing-failed/2018/08/27/10/'],
    ['logs/', undefined, 'logs/processing-failed/2018/08/27/10/'],
    ['logs/', 'errors/', 'errors/processing-failed/2018/08/27/10/'],
    ['logs/', 'errors/!{firehose:error-output-type}/', 'errors/processing-failed/'],
    [
      '!{timestamp:yyyy}/',
      'errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/',
      'errors/processing-failed/2018/08/27/10/',
    ],
  ])('evaluate %s and %s for errors', (prefix, errorOutputPrefix, expected) => {
    expect(evaluateErrorPrefix({ prefix, errorOutputPrefix }, TIME, first)).toBe(expected);
  });

  it('evaluate each random string anew', () => {
    let calls = 0;
    const counting = (): number => (calls++ % 62) / 62;

    expect(evaluateDataPrefix('!{firehose:random-string}/!{firehose:random-string}/', TIME, counting)).toBe(
      'ABCDEFGHIJK/LMNOPQRSTUV/',
    );
  });

  it.each([
    ['!{timestamp:yyyy}/', undefined, 'errorOutputPrefix must be specified when prefix contains expressions'],
    ['!{firehose:error-output-type}/', 'e/', 'prefix must not contain !{firehose:error-output-type}'],
    ['', 'e/!{timestamp:yyyy}/', 'errorOutputPrefix must contain !{firehose:error-output-type}'],
    ['!{timestamp:yyyy/', 'e/', 'prefix: an expression is not closed'],
    ['!{partitionKeyFromLambda:a}/', 'e/', 'prefix: !{partitionKeyFromLambda:a} is not supported'],
    ['!{timestamp:yyyy i}/', 'e/', 'prefix: !{timestamp:yyyy i}: the letter i is not supported'],
    ['a'.repeat(513), undefined, 'prefix is longer than 512 characters'],
    ['logs/', 'errors/', undefined],
    ['logs/', undefined, undefined],
  ])('are refused or taken: %s and %s', (prefix, errorOutputPrefix, problem) => {
    expect(findPrefixProblem({ prefix, errorOutputPrefix })).toBe(problem);
  });
});

describe('the key of an object', () => {
  it('ends in stream, version, time, uuid and extension', () => {
    const key = objectKey('logs/', { name: 'eks-audit', version: 1 }, TIME, 'a-uuid', '.json.gz');

    expect(key).toBe('logs/eks-audit-1-2018-08-27-10-30-05-a-uuid.json.gz');
  });
});

describe('a pattern of DateTimeFormatter', () => {
  it.each([
    ['yyyy-MM-dd HH:mm:ss', '2018-08-27 10:30:05'],
    ['yy M d H m s', '18 8 27 10 30 5'],
    ['uuuu D DDD', '2018 239 239'],
    ['MMM MMMM E EEEE', 'Aug August Mon Monday'],
    ['hh a', '10 AM'],
    ['Q', '3'],
    ["'day' dd ''", "day 27 '"],
    ["'o''clock'", "o'clock"],
    ['SSS', '000'],
    ['VV z Z X xxx', 'UTC UTC +0000 Z +00:00'],
  ])('%s', (pattern, expected) => {
    expect(formatJavaTime(pattern, TIME)).toBe(expected);
  });

  it.each([
    [Date.UTC(2024, 11, 31, 23, 59, 59, 999), '2024/12/31/23 366 11 PM 23'],
    [Date.UTC(2025, 0, 1, 0, 0, 0, 0), '2025/01/01/00 1 12 AM 24'],
  ])('keeps to the hour on both sides of a boundary', (time, expected) => {
    expect(formatJavaTime('yyyy/MM/dd/HH D h a k', time)).toBe(expected);
  });

  it('is refused when a quote is open', () => {
    expect(findPatternProblem("yyyy'")).toBe('the quote at 4 is not closed');
    expect(findPatternProblem('yyyy/MM')).toBeUndefined();
  });
});
