/** RFC 3339 with six digits, as kube-apiserver writes the times of an audit event. `micros` since 1970. */
export function microTime(micros: number): string {
  const millis = Math.floor(micros / 1000);
  return `${new Date(millis).toISOString().slice(0, 23)}${String(micros - millis * 1000).padStart(3, '0')}Z`;
}

/** RFC 3339 in whole seconds, as Kubernetes writes the times inside objects. `micros` since 1970. */
export function secondTime(micros: number): string {
  return `${new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19)}Z`;
}

/** Microseconds of one second. */
export const SECOND = 1_000_000;
