import type { StackParameter } from './parameters';

/** Whether CloudFormation would accept the value: the same patterns, lists and ranges as in the template. */
export function isAllowedValue(parameter: StackParameter, value: string): boolean {
  if (parameter.Type === 'CommaDelimitedList') {
    return value.split(',').every((member) => isAllowedMember(parameter, member.trim()));
  }
  return isAllowedMember(parameter, value);
}

function isAllowedMember(parameter: StackParameter, value: string): boolean {
  if (parameter.AllowedPattern !== undefined && !new RegExp(parameter.AllowedPattern).test(value)) return false;
  if (parameter.AllowedValues !== undefined && !parameter.AllowedValues.map(String).includes(value)) return false;
  if (parameter.Type !== 'Number') return true;
  if (!/^[0-9]{1,9}$/.test(value)) return false;
  const number = Number(value);
  return number >= (parameter.MinValue ?? 0) && number <= (parameter.MaxValue ?? Infinity);
}
