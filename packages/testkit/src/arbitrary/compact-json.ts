/**
 * Valid JSON text without the whitespace between its tokens: what stays is equal for two texts only when they have the
 * same tokens in the same order, so numbers, escapes and repeated names are told apart, which `JSON.parse` would not do.
 */
export function compactJson(text: string): string {
  return text.replaceAll(STRING_OR_WHITESPACE, (found) => (found.startsWith('"') ? found : ''));
}

// Either a whole string, which is kept, or whitespace outside of one.
const STRING_OR_WHITESPACE = /"(?:\\.|[^"\\])*"|[ \t\n\r]+/g;
