import type { Value, ValueMap } from './template';

export const NO_VALUE: ValueMap = { Ref: 'AWS::NoValue' };

export function ref(name: string): ValueMap {
  return { Ref: name };
}

export function getAtt(logicalId: string, attribute: string): ValueMap {
  return { 'Fn::GetAtt': [logicalId, attribute] };
}

/** The text with its `${...}` filled in by CloudFormation; a text without any stays as it is. */
export function sub(text: string): string | ValueMap {
  return text.includes('${') ? { 'Fn::Sub': text } : text;
}

export function either(condition: string, yes: Value, no: Value): ValueMap {
  return { 'Fn::If': [condition, yes, no] };
}

/** The value where the condition holds; the property, or the list member, is absent elsewhere. */
export function only(condition: string, value: Value): ValueMap {
  return either(condition, value, NO_VALUE);
}
