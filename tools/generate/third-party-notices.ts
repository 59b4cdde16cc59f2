/** A package whose code is in the bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As its package.json names it. */
  readonly licence: string;
  /** Its files LICENSE, COPYING and NOTICE; none when it has no such file. */
  readonly text: string | undefined;
}

const COPYRIGHT = /^[ \t]*copyright .*\d{4}.*$/gim;

/** What follows in Apache's file says how to apply the licence: it holds the copyright line, and no term. */
const END_OF_APACHE_TERMS = 'END OF TERMS AND CONDITIONS';

const RULE = '='.repeat(80);

const HEAD = `THIRD-PARTY NOTICES

The transform of eks-sentinel is one file of code. It is licensed under the Apache License, Version 2.0, and holds code
of the packages below, each under the licence whose text follows it.`;

/**
 * The notice that must go with every copy of the bundle: each package with its copyright lines, each text once.
 *
 * @param standardTexts texts of licences, for packages whose file holds the same terms and for those without a file
 */
export function thirdPartyNotices(
  packages: readonly BundledPackage[],
  standardTexts: Readonly<Record<string, string>>,
): string {
  const groups = new Map<string, BundledPackage[]>();
  for (const one of packages) {
    const text = licenceText(one, standardTexts[one.licence]);
    groups.set(text, [...(groups.get(text) ?? []), one]);
  }
  const sections = [...groups].map(([text, members]) => `${RULE}\n${members.map(describe).join('\n')}\n\n${text}`);
  return [HEAD, ...sections].map((section) => `${section.trimEnd()}\n`).join('\n');
}

function licenceText({ name, licence, text }: BundledPackage, standard: string | undefined): string {
  if (standard !== undefined && (text === undefined || termsOf(text) === termsOf(standard))) return standard;
  if (text === undefined) throw new Error(`${name} has no licence file, and there is no text for ${licence}`);
  return text;
}

function termsOf(text: string): string {
  const [terms = ''] = text.split(END_OF_APACHE_TERMS);
  return terms.replace(COPYRIGHT, '').replace(/\s+/g, ' ').trim();
}

function describe({ name, version, licence, text }: BundledPackage): string {
  const copyright = text === undefined ? ['no licence file in the package'] : (text.match(COPYRIGHT) ?? []);
  return [`${name} ${version}: ${licence}`, ...copyright.map((line) => `  ${line.trim()}`)].join('\n');
}
