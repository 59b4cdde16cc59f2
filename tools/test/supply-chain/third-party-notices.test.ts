import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { thirdPartyNotices, type BundledPackage } from '../../generate/third-party-notices';

const root = resolve(__dirname, '../../..');
const templates = join(root, 'packages/connector/templates');

const APACHE = 'Apache License\n\n  1. Terms\n\nEND OF TERMS AND CONDITIONS\n\nCopyright [yyyy] [name]\n';
const STANDARD = { 'Apache-2.0': APACHE };

function apache(name: string, text: string | undefined): BundledPackage {
  return { name, version: '1.0.0', licence: 'Apache-2.0', text };
}

describe('thirdPartyNotices', () => {
  it('gives each text once, below the packages and copyright lines that it belongs to', () => {
    const notices = thirdPartyNotices(
      [
        apache('a', 'Apache License\n1. Terms\nEND OF TERMS AND CONDITIONS\n   Copyright 2019 Ann\n'),
        apache('b', undefined),
        { name: 'c', version: '2.1.0', licence: 'MIT', text: 'Copyright 2015, Cy\n\nPermission is granted\n' },
      ],
      STANDARD,
    );

    const [, shared, own] = notices.split(/^=+$/m);
    expect(shared).toBe(
      `\na 1.0.0: Apache-2.0\n  Copyright 2019 Ann\nb 1.0.0: Apache-2.0\n  no licence file in the package\n\n${APACHE}\n`,
    );
    expect(own).toBe('\nc 2.1.0: MIT\n  Copyright 2015, Cy\n\nCopyright 2015, Cy\n\nPermission is granted\n');
  });

  it('gives a text with other terms, or with a NOTICE behind it, as it is', () => {
    const text = `${APACHE}\nThis product includes software of Bea\n`.replace('1. Terms', '1. Other terms');

    expect(thirdPartyNotices([apache('a', text)], STANDARD)).toContain(text);
    expect(thirdPartyNotices([apache('a', `Made by Bea\n${APACHE}`)], STANDARD)).toContain('Made by Bea');
  });

  it('refuses a package whose licence has no text anywhere', () => {
    const bare: BundledPackage = { name: 'd', version: '1.0.0', licence: 'BSD-3-Clause', text: undefined };

    expect(() => thirdPartyNotices([bare], STANDARD)).toThrow(
      'd has no licence file, and there is no text for BSD-3-Clause',
    );
  });
});

describe('THIRD-PARTY-NOTICES', () => {
  const notices = readFileSync(join(templates, 'THIRD-PARTY-NOTICES'), 'utf8');
  beforeAll(() => {
    execFileSync(process.execPath, [join(root, 'tools/build/build-transform.cjs')]);
  });

  it('names every package whose files are in the bundle, with its version, and no other', () => {
    const metafile = readFileSync(join(root, 'dist/transform/metafile.json'), 'utf8');
    const { outputs } = JSON.parse(metafile) as { outputs: Record<string, { inputs: Record<string, unknown> }> };
    const files = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
    const foreign = files.filter((file) => file.startsWith('node_modules/'));
    const inBundle = new Set(
      foreign.map((file) => {
        const [, scope = '', name = ''] = file.split('/');
        const folder = scope.startsWith('@') ? `${scope}/${name}` : scope;
        const path = join(root, 'node_modules', folder, 'package.json');
        return `${folder} ${(JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version}`;
      }),
    );

    const named = [...notices.matchAll(/^(\S+ [0-9]+\.[0-9.]+): /gm)].map((match) => match[1]!);
    expect(foreign.length).toBeGreaterThan(100);
    expect(named.sort()).toEqual([...inBundle].sort());
  });

  it('holds the texts that the licences of these packages ask for', () => {
    const lines = (text: string): string => text.replace(/\s+/g, ' ');

    expect(lines(notices)).toContain(lines(readFileSync(join(root, 'LICENSE'), 'utf8')).trim());
    expect(lines(notices)).toContain(lines(readFileSync(join(root, 'node_modules/bowser/LICENSE'), 'utf8')).trim());
    expect(notices).toContain('MIT No Attribution');
  });

  it('stands inside the template that carries the bundle', () => {
    const template = JSON.parse(readFileSync(join(templates, '2-eks-resources.json'), 'utf8')) as {
      Metadata: { ThirdPartyNotices: readonly string[] };
    };

    expect(`${template.Metadata.ThirdPartyNotices.join('\n')}\n`).toBe(notices);
  });
});
