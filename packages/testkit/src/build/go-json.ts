/** A JSON value as builders write it: `undefined` members are left out, a bigint is an int64 in full. */
export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonValue[]
  | { readonly [member: string]: JsonValue | undefined };

/** A JSON object as builders write it. */
export type JsonObject = Readonly<Record<string, JsonValue | undefined>>;

/**
 * Writes JSON as Go's encoding/json does, and with it kube-apiserver: `<`, `>`, `&`, U+2028 and U+2029 as `\uXXXX`,
 * member order as given, no whitespace. Trusts its caller: values are built by code, not read from input, so the
 * recursion is as deep as what a builder wrote.
 */
export function goJson(value: JsonValue): string {
  if (typeof value === 'string') return goString(value);
  if (typeof value !== 'object') return String(value);
  if (value === null) return 'null';
  return isArray(value) ? `[${value.map(goJson).join(',')}]` : goObject(value);
}

// Go leaves U+007F alone, as JSON.stringify does: these five are the only difference.
const HTML_CHARACTERS = /[<>&\u2028\u2029]/g;

/** Writes one string as Go does, quotes included. */
export function goString(text: string): string {
  return JSON.stringify(text).replace(
    HTML_CHARACTERS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function goObject(value: JsonObject): string {
  let text = '';
  for (const member of Object.keys(value)) {
    const content = value[member];
    if (content === undefined) continue;
    text += `${text === '' ? '' : ','}${goString(member)}:${goJson(content)}`;
  }
  return `{${text}}`;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
