import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { isPrintable } from '../../src/cli/printable';
import { quote } from '../../src/shell/quote';
import { inTurn, optionWords, shellCommand, type ShellCommand } from '../../src/shell/shell-command';
import { readByBash } from './read-by-bash';

const SPECIAL = '\'"\\$`!(){}[]<>|&;*?~#=%^-, \t\n\r\u0007\u001b\u007f\u009b\u202e\u2066\u2028\u2029\u00a0\u3000é0x';

/** Characters that mean something to a shell, to a terminal, or to the quoting itself, beside all others. */
const CHARACTER = fc.oneof(
  fc.constantFrom(...SPECIAL.split('')),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((character) => character !== '\0'),
);
const WORD = fc.string({ unit: CHARACTER, maxLength: 12 });

describe('quote', () => {
  it.each([
    ['eks-sentinel/prod_1.x:@,+=9', 'eks-sentinel/prod_1.x:@,+=9'],
    ['', "''"],
    ['two words', "'two words'"],
    ["x';$(id)", String.raw`'x'\'';$(id)'`],
    ['=ls', "'=ls'"],
    ['a\nb', String.raw`$'a\012b'`],
    ["it's\u001b\\", String.raw`$'it\047s\033\134'`],
    ['\u202e', String.raw`$'\342\200\256'`],
    ['a\0b', "'<a name that no command can carry>'"],
    ['\ud800', "'<a name that no command can carry>'"],
  ])('writes a word so that a shell takes it literally, case %#', (word, quoted) => {
    expect(quote(word)).toBe(quoted);
  });

  it.each(['C.UTF-8', 'C'])(
    'gives bash one word, whatever it holds, on one line that drives no terminal (%s)',
    (locale) => {
      fc.assert(
        fc.property(fc.array(WORD, { minLength: 1, maxLength: 60 }), (words) => {
          const line = shellCommand(['aws', ...words]);

          expect(isPrintable(line)).toBe(true);
          expect(readByBash([line], locale)).toEqual([[['aws', ...words]]]);
        }),
        { numRuns: 60 },
      );
    },
  );
});

describe('a shell command', () => {
  it('is made of words, never of text', () => {
    // @ts-expect-error: text is no command
    const pasted: ShellCommand = 'aws s3 rm x';

    expect(pasted).toBe('aws s3 rm x');
  });

  it('holds what another one prints as one word', () => {
    const version = { printedBy: shellCommand(['aws', 'lambda', 'publish-version', '--name', "x';$(id)\n"]) };
    const line = inTurn([shellCommand(['aws', ...optionWords('version', version)]), shellCommand(['npx', 'b'])]);

    expect(readByBash([line])).toEqual([
      [
        ['aws', 'lambda', 'publish-version', '--name', "x';$(id)\n"],
        ['aws', '--version', '7'],
        ['npx', 'b'],
      ],
    ]);
  });

  it('lets no value be taken for an option', () => {
    expect(shellCommand(optionWords('bucket', '--profile'))).toBe('--bucket=--profile');
  });
});
