/** A literal or an intrinsic function of CloudFormation. */
export type Value = string | number | boolean | readonly Value[] | ValueMap;

/** An object of literals and intrinsic functions. */
export interface ValueMap {
  readonly [key: string]: Value;
}

export type DeletionPolicy = 'Retain' | 'Delete';

/** One resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: DeletionPolicy;
  readonly UpdateReplacePolicy?: DeletionPolicy;
  readonly Properties: ValueMap;
}

/** Logical id -> resource. */
export type Resources = Readonly<Record<string, Resource>>;

export interface Output {
  readonly Description: string;
  readonly Condition?: string;
  readonly Value: Value;
}

export type Outputs = Readonly<Record<string, Output>>;

/** A parameter as CloudFormation spells it. */
export interface TemplateParameter {
  readonly Type: 'String' | 'CommaDelimitedList' | 'Number';
  readonly Description: string;
  readonly Default?: string | number;
  readonly AllowedPattern?: string;
  readonly AllowedValues?: readonly (string | number)[];
  readonly MinValue?: number;
  readonly MaxValue?: number;
  readonly ConstraintDescription: string;
}

/** A stand-alone template. */
export interface Template {
  readonly AWSTemplateFormatVersion: '2010-09-09';
  readonly Description: string;
  readonly Metadata?: ValueMap;
  readonly Parameters: Readonly<Record<string, TemplateParameter>>;
  readonly Conditions: Readonly<Record<string, ValueMap>>;
  readonly Resources: Resources;
  readonly Outputs: Outputs;
}
