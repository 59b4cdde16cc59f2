/** Longer paths are cut: the path of a hostile event can be as long as the event. */
const MAX_PATH_LENGTH = 200;
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** A path step by step, so that of a deep one only the beginning is read. */
export interface Steps {
  readonly depth: number;
  readonly stepAt: (level: number) => string | number | undefined;
}

/** A path the way Kubernetes writes field paths: `spec.containers[0].image`, `metadata.annotations[example.com/a]`. */
export function fieldPath(path: Steps, depth: number = path.depth): string {
  let text = '';
  for (let level = 0; level < depth; level += 1) {
    const step = path.stepAt(level)!;
    if (typeof step === 'string' && PLAIN_NAME.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${step}]`;
    if (text.length > MAX_PATH_LENGTH) return `${text.slice(0, MAX_PATH_LENGTH).toWellFormed()}...`;
  }
  return text;
}
