import { spawnSync } from 'node:child_process';

/**
 * Evaluates each NUL-ended line of standard input. `aws` and `npx` are functions that only tell their words, and nothing
 * else can be found: whatever a line would run besides is an error.
 */
const SCRIPT = String.raw`
PATH=/nonexistent
tell() { printf '%s\0' "$#" "$@" >&3; }
aws() { tell aws "$@"; if [ "$2" = publish-version ]; then echo 7; fi; }
npx() { tell npx "$@"; }
while IFS= read -r -d '' line; do
  printf 'line\0' >&3
  eval "$line" </dev/null || printf 'failed: %s\n' "$line" >&2
done`;

/** What bash, and not code of ours, makes of lines of commands: for each line the words of each command that it runs. */
export function readByBash(lines: readonly string[], locale = 'C.UTF-8'): string[][][] {
  const { output, status } = spawnSync('bash', ['--noprofile', '--norc', '-c', SCRIPT], {
    input: lines.map((line) => `${line}\0`).join(''),
    env: { PATH: process.env['PATH'], LC_ALL: locale },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    maxBuffer: 256 * 1_048_576,
  });
  const [, stdout, stderr, told] = output.map((bytes) => bytes?.toString() ?? '');
  if (status !== 0 || stderr !== '' || stdout !== '') throw new Error(`bash (${status}): ${stderr} ${stdout}`);
  const words = told!.split('\0').slice(0, -1);
  const read: string[][][] = [];
  for (let at = 0; at < words.length;) {
    const head = words[at++]!;
    if (head === 'line') read.push([]);
    else read.at(-1)!.push(words.slice(at, (at += Number(head))));
  }
  return read;
}
