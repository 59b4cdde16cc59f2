/** A filter pattern that is ready to be matched, or the reason why this simulation cannot match it. */
export type CompiledPattern =
  | { readonly ok: true; readonly matches: (message: string) => boolean }
  | { readonly ok: false; readonly code: 'unsupported_pattern' };

// A term is a quoted phrase, or a bare word of letters, digits and underscores:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
const TERM = /\s*(?:"((?:[^"\\]|\\.)*)"|([A-Za-z0-9_]+))(?=\s|$)/y;

/**
 * Compiles the filter pattern of a subscription filter. Supported are the empty pattern, which matches every log event,
 * and one or several terms, which match a log event that contains each of them, letter case included. A term also
 * matches an audit event that the API server cut, which a JSON pattern (`{ $.verb = ... }`) never does; JSON patterns,
 * regular expressions and optional or excluded terms give `unsupported_pattern`.
 */
export function compileFilterPattern(pattern: string): CompiledPattern {
  const trimmed = pattern.trim();
  const terms: string[] = [];
  TERM.lastIndex = 0;
  while (TERM.lastIndex < trimmed.length) {
    const found = TERM.exec(trimmed);
    if (found === null) return { ok: false, code: 'unsupported_pattern' };
    terms.push(found[2] ?? found[1]!.replace(/\\(.)/g, '$1'));
  }
  return { ok: true, matches: (message) => terms.every((term) => message.includes(term)) };
}
