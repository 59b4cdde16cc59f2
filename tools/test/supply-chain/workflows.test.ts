import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, it } from '@jest/globals';

const folder = resolve(__dirname, '../../../.github/workflows');
const workflows = readdirSync(folder).map((name): [string, string] => [name, readFileSync(join(folder, name), 'utf8')]);

/** A tag can be moved to other code by whoever owns it; a commit cannot. */
const PINNED = /^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

describe.each(workflows)('the workflow %s', (_name, text) => {
  it('uses actions of GitHub only, each by its commit with the tag beside it', () => {
    const used = [...text.matchAll(/^.*\buses:[ \t]*(.*)$/gm)].map((match) => match[1]!);

    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((action) => !PINNED.test(action))).toEqual([]);
  });

  it('may read and nothing else, unless a job says more', () => {
    expect(/^permissions:\n((?: .*\n)+)/m.exec(text)?.[1]).toBe('  contents: read\n');
  });

  it('leaves no token in the checkout', () => {
    const checkouts = text.match(/uses: actions\/checkout@.*\n +with:\n +persist-credentials: false/g) ?? [];

    expect(checkouts).toHaveLength(text.match(/uses: actions\/checkout@/g)?.length ?? 0);
  });

  it('installs from the lock file', () => {
    expect(text).not.toMatch(/npm (?:i|install)\b/);
  });
});

describe('the right to write', () => {
  it('is in the one job that uploads a release, which runs nothing of this repository', () => {
    const writing = workflows.flatMap(([name, text]) =>
      text
        .split(/^(?= {2}[a-z-]+:$)/m)
        .filter((job) => /: write\b/.test(job))
        .map((job): [string, string] => [name, job]),
    );

    expect(writing).toEqual([['release.yml', expect.stringMatching(/^ {2}release:\n/)]]);
    expect(writing[0]![1]).not.toMatch(/checkout|npm|node|\.ci/);
  });
});
