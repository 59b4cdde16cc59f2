import type { JsonText } from './tokens';

/** A value as text, and what a reader of it sees. */
export interface Shape {
  readonly json: JsonText;
  readonly value: ShapeValue;
}

/** A string, a number, an array of which only the strings matter, an object's members; `other` is a wrong type. */
export type ShapeValue =
  | { readonly kind: 'string'; readonly string: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'array'; readonly strings: readonly string[] }
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, ShapeValue> }
  | { readonly kind: 'other' };
