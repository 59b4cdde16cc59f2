import type { CheckResult } from '../../src/doctor/check';
import type { Account } from './account';

/**
 * Something that is wrong in an account: what it is, the check that has to say so, where it stands in the account (names
 * with spaces between them), and what stands there instead: a value, `undefined` for nothing, or a function of what was
 * there. The status is FAIL where none is given.
 */
export type Misconfiguration = readonly [
  name: string,
  found: CheckResult['id'],
  place: string,
  instead: unknown,
  status?: 'WARN',
];

/** Makes the account wrong. */
export function spoil(account: Account, [, , place, instead]: Misconfiguration): void {
  setAt(account, place, instead);
}

/** Puts a value, nothing, or what a function makes of the old value at a place of the account. */
export function setAt(account: Account, place: string, instead: unknown): void {
  const names = place.split(' ');
  const last = names.pop()!;
  const parent = names.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], account);
  const members = parent as Record<string, unknown>;
  const value: unknown =
    typeof instead === 'function' ? (instead as (old: unknown) => unknown)(members[last]) : instead;
  if (value === undefined) Reflect.deleteProperty(members, last);
  else members[last] = value;
}
