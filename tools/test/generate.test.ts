import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { applyGenerated, findDifferences } from '../generate/apply';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'generate-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const folders = [{ folder: 'made', files: () => new Map([['a/b.json', '{}\n']]) }];
const regions = [{ file: 'page.md', region: 'columns', text: () => '| a |' }];

describe('generate', () => {
  it('writes a missing file and finds nothing afterwards', () => {
    const written = applyGenerated(root, folders, []);

    expect(written).toEqual([{ path: 'made/a/b.json', kind: 'missing' }]);
    expect(readFileSync(join(root, 'made/a/b.json'), 'utf8')).toBe('{}\n');
    expect(findDifferences(root, folders, [])).toEqual([]);
  });

  it('finds one changed byte and an orphan, and mends both', () => {
    applyGenerated(root, folders, []);
    writeFileSync(join(root, 'made/a/b.json'), '{ }\n');
    writeFileSync(join(root, 'made/old.json'), '');

    const expected = [
      { path: 'made/a/b.json', kind: 'differs' },
      { path: 'made/old.json', kind: 'orphan' },
    ];
    expect(findDifferences(root, folders, [])).toEqual(expected);
    expect(applyGenerated(root, folders, [])).toEqual(expected);
    expect(findDifferences(root, folders, [])).toEqual([]);
  });

  it('replaces a region and leaves the hand-written text around it', () => {
    writeFileSync(join(root, 'page.md'), 'top\n<!-- generated:columns -->\nold\n<!-- /generated:columns -->\nend\n');

    applyGenerated(root, [], regions);

    expect(readFileSync(join(root, 'page.md'), 'utf8')).toBe(
      'top\n<!-- generated:columns -->\n\n| a |\n\n<!-- /generated:columns -->\nend\n',
    );
  });

  it('says so when a page lacks the markers of its region', () => {
    writeFileSync(join(root, 'page.md'), 'top\n');

    expect(applyGenerated(root, [], regions)).toEqual([{ path: 'page.md', kind: 'no_region' }]);
    expect(readFileSync(join(root, 'page.md'), 'utf8')).toBe('top\n');
  });
});
