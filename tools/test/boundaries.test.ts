import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { preProcessFile } from 'typescript';

const ROOT = resolve(__dirname, '../..');

/** Which workspace may import which: imports go down only. What is for development only may be imported by tests. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'packages/schema': [],
  'packages/json-scan': [],
  'packages/firehose': [],
  'packages/cloudwatch-logs': ['schema', 'json-scan', 'firehose'],
  'packages/mapping': ['schema', 'json-scan', 'firehose'],
  'packages/connector': ['schema', 'json-scan', 'firehose'],
  'packages/testkit': ['schema', 'json-scan', 'firehose'],
  'services/transform': ['schema', 'json-scan', 'firehose', 'cloudwatch-logs', 'mapping'],
  tools: ['schema', 'json-scan', 'firehose', 'cloudwatch-logs', 'mapping', 'connector', 'transform', 'testkit'],
};
const FOR_TESTS = ['testkit'];

/** The parts of Node that bring no effect: packages take bytes and give values. */
const PURE_BUILTINS = ['node:buffer', 'node:crypto', 'node:zlib'];

interface Import {
  readonly file: string;
  readonly workspace: string;
  readonly isTest: boolean;
  readonly target: string;
}

const IMPORTS = Object.keys(ALLOWED).flatMap(importsOf);

function importsOf(workspace: string): Import[] {
  const folder = join(ROOT, workspace);
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true }).map(String);
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith('.ts') && !name.split(sep).includes('node_modules'))
    .flatMap((name) =>
      preProcessFile(readFileSync(join(folder, name), 'utf8'), true, true).importedFiles.map(({ fileName }) => ({
        file: `${workspace}/${name.split(sep).join('/')}`,
        workspace,
        isTest: name.split(sep).includes('test'),
        target: fileName,
      })),
    );
}

function isAllowed({ file, workspace, isTest, target }: Import): boolean {
  if (target.startsWith('.')) {
    const inside = relative(join(ROOT, workspace), resolve(ROOT, dirname(file), target));
    // A relative path leaves the workspace only where one test reads another's fixture: nowhere.
    return !inside.startsWith('..');
  }
  const own = /^@eks-sentinel\/([a-z-]+)(\/.*)?$/.exec(target);
  if (own === null) return true;
  const [, name = '', deep] = own;
  return deep === undefined && (ALLOWED[workspace]!.includes(name) || (isTest && FOR_TESTS.includes(name)));
}

describe('imports', () => {
  it('are found', () => {
    expect(IMPORTS.length).toBeGreaterThan(300);
  });

  it('go down only, and through the door of a package', () => {
    expect(IMPORTS.filter((one) => !isAllowed(one)).map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it('bring no effects into packages', () => {
    const impure = IMPORTS.filter(
      ({ workspace, isTest, target }) =>
        workspace.startsWith('packages/') && !isTest && isBuiltin(target) && !PURE_BUILTINS.includes(target),
    );

    expect(impure.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it('form no circle between files', () => {
    const edges = new Map<string, string[]>();
    for (const { file, target } of IMPORTS) {
      if (!target.startsWith('.')) continue;
      const imported = `${relative(ROOT, resolve(ROOT, dirname(file), target))
        .split(sep)
        .join('/')}.ts`;
      edges.set(file, [...(edges.get(file) ?? []), imported]);
    }

    expect([...edges.keys()].flatMap((file) => circleThrough(file, edges))).toEqual([]);
  });

  it('are refused where the rule says so', () => {
    const from = (workspace: string, target: string, isTest = false): Import => ({
      file: `${workspace}/src/x.ts`,
      workspace,
      isTest,
      target,
    });

    expect(isAllowed(from('packages/schema', '@eks-sentinel/mapping'))).toBe(false);
    expect(isAllowed(from('packages/mapping', '@eks-sentinel/cloudwatch-logs'))).toBe(false);
    expect(isAllowed(from('packages/mapping', '@eks-sentinel/schema/src/columns'))).toBe(false);
    expect(isAllowed(from('packages/mapping', '../../schema/src/index'))).toBe(false);
    expect(isAllowed(from('services/transform', '@eks-sentinel/testkit'))).toBe(false);
    expect(isAllowed(from('services/transform', '@eks-sentinel/testkit', true))).toBe(true);
  });
});

function isBuiltin(target: string): boolean {
  return target.startsWith('node:');
}

/** The files on a way from `start` back to itself; none when there is no such way. */
function circleThrough(start: string, edges: ReadonlyMap<string, readonly string[]>): string[] {
  const cameFrom = new Map<string, string>();
  const waiting = [start];
  while (waiting.length > 0) {
    const file = waiting.pop()!;
    for (const next of edges.get(file) ?? []) {
      if (next === start) return [`${start} -> ... -> ${file} -> ${start}`];
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, file);
      waiting.push(next);
    }
  }
  return [];
}
