import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

import type { GeneratedFolder, GeneratedRegion } from './generated';

/** What stands in the working tree and differs from what the generators give. */
export interface Difference {
  readonly path: string;
  readonly kind: 'missing' | 'differs' | 'orphan' | 'no_region';
}

interface Wanted {
  readonly path: string;
  readonly content: Buffer;
}

/** Compares the working tree with the generators byte for byte, orphans included; writes nothing. */
export function findDifferences(
  root: string,
  folders: readonly GeneratedFolder[],
  regions: readonly GeneratedRegion[],
): Difference[] {
  const differences = folders.flatMap((folder) => folderDifferences(root, folder));
  for (const region of regions) {
    const current = readText(root, region.file);
    const wanted = replaceRegion(current, region);
    if (wanted === undefined) differences.push({ path: region.file, kind: 'no_region' });
    else if (wanted !== current) differences.push({ path: region.file, kind: 'differs' });
  }
  return differences;
}

/** Writes what differs and removes orphans. Returns what it changed; a region without its markers stays a difference. */
export function applyGenerated(
  root: string,
  folders: readonly GeneratedFolder[],
  regions: readonly GeneratedRegion[],
): Difference[] {
  // One folder after the other: what one holds may be made from the files of those before it.
  const differences = folders.flatMap((folder) => applyFolder(root, folder));
  differences.push(...findDifferences(root, [], regions));
  for (const region of regions) {
    const wanted = replaceRegion(readText(root, region.file), region);
    if (wanted !== undefined) writeFileSync(join(root, region.file), wanted);
  }
  return differences;
}

function applyFolder(root: string, folder: GeneratedFolder): Difference[] {
  const differences = folderDifferences(root, folder);
  for (const { path, kind } of differences) if (kind === 'orphan') rmSync(join(root, path));
  for (const { path, content } of wantedFiles(folder)) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file).equals(content)) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return differences;
}

function folderDifferences(root: string, folder: GeneratedFolder): Difference[] {
  const differences: Difference[] = [];
  for (const { path, content } of wantedFiles(folder)) {
    const file = join(root, path);
    if (!existsSync(file)) differences.push({ path, kind: 'missing' });
    else if (!readFileSync(file).equals(content)) differences.push({ path, kind: 'differs' });
  }
  for (const path of findOrphans(root, folder)) differences.push({ path, kind: 'orphan' });
  return differences;
}

function wantedFiles(folder: GeneratedFolder): Wanted[] {
  return [...folder.files()].map(([name, content]) => ({
    path: `${folder.folder}/${name}`,
    content: Buffer.from(content),
  }));
}

function findOrphans(root: string, folder: GeneratedFolder): string[] {
  const base = join(root, folder.folder);
  if (!existsSync(base)) return [];
  const wanted = new Set(folder.files().keys());
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(base, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((name) => !wanted.has(name))
    .map((name) => `${folder.folder}/${name}`);
}

function readText(root: string, path: string): string {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function replaceRegion(text: string, region: GeneratedRegion): string | undefined {
  const open = `<!-- generated:${region.region} -->`;
  const close = `<!-- /generated:${region.region} -->`;
  const start = text.indexOf(open);
  const end = text.indexOf(close);
  if (start < 0 || end < start) return undefined;
  return `${text.slice(0, start + open.length)}\n\n${region.text().trim()}\n\n${text.slice(end)}`;
}
