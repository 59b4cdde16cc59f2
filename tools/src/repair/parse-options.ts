import { clusterOf } from '@eks-sentinel/cloudwatch-logs';
import { InvalidArgumentError } from 'commander';

/** A parser of commander for a number above 0. */
export function positiveNumber(unit: string, max: number): (value: string) => number {
  return (value) => {
    const number = /^\d{1,9}(\.\d{1,6})?$/.test(value) ? Number(value) : NaN;
    if (number > 0 && number <= max) return number;
    throw new InvalidArgumentError(`Expected is a number of ${unit}, above 0 and at most ${max}.`);
  };
}

/** A parser of commander for a whole number from 1. */
export function wholeNumber(max: number): (value: string) => number {
  return (value) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
    if (number >= 1 && number <= max) return number;
    throw new InvalidArgumentError(`Expected is a whole number from 1 to ${max}.`);
  };
}

/** A queue by its URL. */
export function parseQueueUrl(value: string): string {
  if (/^https?:\/\/[^/]+\/.+/.test(value)) return value;
  throw new InvalidArgumentError(
    'Expected is the URL of a queue, such as https://sqs.eu-west-1.amazonaws.com/111122223333/name.',
  );
}

/** Where Firehose puts error objects: under errors/, or under the data prefix of a stream without ErrorOutputPrefix. */
export function parseErrorsPrefix(value: string): string {
  if (value.startsWith('errors/') || value.includes('processing-failed/')) return value;
  throw new InvalidArgumentError('Expected is errors/ or a longer beginning of keys under it.');
}

/** A prefix of keys in the bucket. */
export function parsePrefix(value: string): string {
  if (value !== '' && !value.startsWith('/') && value.length <= 1_024) return value;
  throw new InvalidArgumentError('Expected is the beginning of keys, without a slash in front.');
}

/** A cluster with a name that EKS allows. */
export function parseCluster(value: string): string {
  if (clusterOf(`/aws/eks/${value}/cluster`) === value) return value;
  throw new InvalidArgumentError(
    'Expected is the name of an EKS cluster: a letter or digit, then up to 99 of letters, digits, - and _.',
  );
}
