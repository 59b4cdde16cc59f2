import { isNotFound } from './call-aws';

/** What a service said to one question. */
export type Answer<T> =
  | { readonly kind: 'value'; readonly value: T }
  /** The caller may not ask; `action` is the permission that is missing. */
  | { readonly kind: 'denied'; readonly action: string }
  /** There is no such thing. */
  | { readonly kind: 'absent' }
  /** Anything else, by the name of its error. */
  | { readonly kind: 'failed'; readonly code: string };

interface ServiceError {
  readonly name?: string;
  readonly Code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const DENIED = /AccessDenied|Unauthorized|AuthorizationError|NotAuthorized|^Forbidden$/;
/** Such as NoSuchEntity, NoSuchBucketPolicy. */
const ABSENT = /NoSuch|DoesNotExist/;

/**
 * Asks, and gives every error of the service or of the way to it as a value: who may not know must not be told that all
 * is well. Other errors are bugs and are thrown.
 */
export async function ask<T>(action: string, question: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { kind: 'value', value: await question() };
  } catch (error) {
    // The SDK marks every error of a request, also of one that never arrived.
    if ((error as ServiceError).$metadata === undefined) throw error;
    return isNotFound(error) ? { kind: 'absent' } : answerOf(error as ServiceError, action);
  }
}

/** The answer with `value` in the place of what does not exist, such as the lifecycle of a bucket without one. */
export function absentAs<T>(answer: Answer<T>, value: T): Answer<T> {
  return answer.kind === 'absent' ? { kind: 'value', value } : answer;
}

/** The answer with its value turned into another. */
export function mapAnswer<T, U>(answer: Answer<T>, turn: (value: T) => U): Answer<U> {
  return answer.kind === 'value' ? { kind: 'value', value: turn(answer.value) } : answer;
}

/** The value of an answer that has one. */
export function valueOf<T>(answer: Answer<T> | undefined): T | undefined {
  return answer?.kind === 'value' ? answer.value : undefined;
}

function answerOf(error: ServiceError, action: string): Answer<never> {
  const code = error.name ?? error.Code ?? 'Error';
  const status = error.$metadata?.httpStatusCode;
  if (DENIED.test(code) || status === 403) return { kind: 'denied', action };
  if (ABSENT.test(code) || status === 404) return { kind: 'absent' };
  // CloudFormation has no error of its own for a stack that is not there.
  if (code === 'ValidationError' && (error.message ?? '').includes('does not exist')) return { kind: 'absent' };
  return { kind: 'failed', code };
}
