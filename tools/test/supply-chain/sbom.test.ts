import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from '@jest/globals';

const root = resolve(__dirname, '../../..');

/** Source: SPDX 2.3, package information. */
interface Sbom {
  readonly spdxVersion: string;
  readonly packages: readonly {
    readonly name: string;
    readonly versionInfo: string;
    readonly checksums?: readonly { readonly algorithm: string }[];
  }[];
}

describe('npm run sbom', () => {
  // With `--omit dev`, npm leaves out what a tool of development uses too: most of what the function carries.
  it('lists every package that the function carries, with its SHA-512', () => {
    const printed = execFileSync('npm', ['run', '-s', 'sbom'], { cwd: root, encoding: 'utf8' });

    const { spdxVersion, packages } = JSON.parse(printed) as Sbom;
    const hashed = packages
      .filter(({ checksums = [] }) => checksums.some(({ algorithm }) => algorithm === 'SHA512'))
      .map(({ name, versionInfo }) => `${name} ${versionInfo}`);
    const notices = readFileSync(resolve(root, 'packages/connector/templates/THIRD-PARTY-NOTICES'), 'utf8');
    const carried = [...notices.matchAll(/^(\S+ [0-9]+\.[0-9.]+): /gm)].map((match) => match[1]!);
    expect(spdxVersion).toBe('SPDX-2.3');
    expect(carried).toContain('bowser 2.15.0');
    expect(carried.filter((one) => !hashed.includes(one))).toEqual([]);
  });
});
