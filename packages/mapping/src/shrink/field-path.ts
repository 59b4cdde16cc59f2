/** Longer paths are cut: the path of a hostile event can be as long as the event. */
const MAX_PATH_LENGTH = 200;
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** A path the way Kubernetes writes field paths: `spec.containers[0].image`, `metadata.annotations[example.com/a]`. */
export function fieldPath(steps: Iterable<string | number>): string {
  let text = '';
  for (const step of steps) {
    if (typeof step === 'string' && PLAIN_NAME.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${step}]`;
    if (text.length > MAX_PATH_LENGTH) return `${text.slice(0, MAX_PATH_LENGTH).toWellFormed()}...`;
  }
  return text;
}
