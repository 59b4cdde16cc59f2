import type { Value, ValueMap } from './template';

export const NO_VALUE: ValueMap = { Ref: 'AWS::NoValue' };

export function ref(name: string): ValueMap {
  return { Ref: name };
}

export function getAtt(logicalId: string, attribute: string): ValueMap {
  return { 'Fn::GetAtt': [logicalId, attribute] };
}

export function sub(text: string): ValueMap {
  return { 'Fn::Sub': text };
}

export function either(condition: string, yes: Value, no: Value): ValueMap {
  return { 'Fn::If': [condition, yes, no] };
}

/** The value where the condition holds; the property, or the list member, is absent elsewhere. */
export function only(condition: string, value: Value): ValueMap {
  return either(condition, value, NO_VALUE);
}
