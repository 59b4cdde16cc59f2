import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from '@jest/globals';

const root = resolve(__dirname, '../../..');

/** An entry of `packages`. Source: npm, package-lock.json, lockfileVersion 3. */
interface LockEntry {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  /** A workspace: code of this repository, of which npm makes a symbolic link. */
  readonly link?: boolean;
}

const { packages } = JSON.parse(readFileSync(resolve(root, 'package-lock.json'), 'utf8')) as {
  packages: Readonly<Record<string, LockEntry>>;
};
const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/;

const fetched = Object.entries(packages).filter(
  ([path, { link }]) => link !== true && path.split('/').includes('node_modules'),
);

describe('the lock file', () => {
  it('holds the SHA-512 of everything that npm fetches, packages for other platforms included', () => {
    expect(fetched.length).toBeGreaterThan(800);
    expect(fetched.find(([, { integrity = '' }]) => !SHA512.test(integrity))).toBeUndefined();
    for (const other of ['darwin-arm64', 'linux-arm64', 'win32-x64']) {
      expect(packages[`node_modules/@esbuild/${other}`]?.integrity).toMatch(SHA512);
    }
  });

  it('names no host: npm ci fetches from the registry that the machine is set to', () => {
    expect(fetched.find(([, { resolved }]) => resolved !== undefined)).toBeUndefined();
  });

  it('links nothing but the workspaces of this repository', () => {
    const links = Object.values(packages).filter(({ link }) => link === true);

    expect(links.filter(({ resolved = '' }) => packages[resolved] === undefined)).toEqual([]);
    expect(links.filter(({ resolved = '' }) => !/^(packages\/|services\/|tools$)/.test(resolved))).toEqual([]);
  });
});

describe('.npmrc', () => {
  it('runs no install script and keeps hosts out of the lock file', () => {
    const settings = readFileSync(resolve(root, '.npmrc'), 'utf8').trimEnd().split('\n');

    expect(settings).toEqual(['ignore-scripts=true', 'omit-lockfile-registry-resolved=true']);
  });
});
