import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { COLUMNS } from '@eks-sentinel/schema';
import { describe, expect, it } from '@jest/globals';

import { ALL_QUERIES } from '../../src/azure/queries/all-queries';
import { deployOnPaper } from './arm-deployment';
import { createAnalyzer } from './kusto';
import { findUnsupported } from './supported-kql';
import { analyzeInWorkspace, readGeneratedJson } from './workspace';

const ROOT = join(__dirname, '../../../..');
const PAGE = readFileSync(join(ROOT, 'docs/sentinel.md'), 'utf8');

/** GitHub makes the anchor of a heading so: lower case, punctuation out, spaces to dashes. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}
function kqlBlocks(): string[] {
  return [...PAGE.matchAll(/```kusto\n([\s\S]*?)\n```/g)].map((match) => match[1]!);
}

describe('docs/sentinel.md', () => {
  it('holds only KQL that fits the table; the text of a function is checked with its parameters', () => {
    const bodies = ALL_QUERIES.filter(({ alias }) => alias !== undefined).map(({ kql }) => kql);
    const blocks = kqlBlocks().filter((block) => !block.startsWith('|') && !bodies.includes(block));

    expect(blocks.length).toBeGreaterThan(ALL_QUERIES.length - bodies.length);
    for (const block of blocks) expect([block, analyzeInWorkspace(block).errors]).toEqual([block, []]);
  });

  it('shows a filter that a transformation may use', () => {
    const filters = kqlBlocks().filter((block) => block.startsWith('|'));

    expect(filters).toHaveLength(1);
    const { errors, root } = createAnalyzer([{ table: 'source', columns: COLUMNS }])(`source\n${filters[0] ?? ''}`);
    expect(errors).toEqual([]);
    expect(findUnsupported(root)).toEqual([]);
  });

  it('has each heading once, and links to headings that it has', () => {
    const anchors = [...PAGE.matchAll(/^#+ (.*)$/gm)].map((match) => anchorOf(match[1]!));
    const links = [...PAGE.matchAll(/\]\(#([^)]*)\)/g)].map((match) => match[1]);

    expect(new Set(anchors).size).toBe(anchors.length);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(anchors).toContain(link);
  });

  it('deploys with the parameters of its command', () => {
    const command = /az deployment group create [\s\S]*?```/.exec(PAGE)?.[0] ?? '';
    const given = Object.fromEntries(
      [...command.matchAll(/^\s+(?:--parameters )?(\w+)=('[^']*'|\S+)/gm)].map((match) => [match[1]!, match[2]!]),
    );
    const { workspaceName, roleArn, queueUrls = '' } = given;
    const template = readGeneratedJson('azuredeploy.json') as Record<string, unknown>;
    const parameters = { workspaceName, roleArn, queueUrls: JSON.parse(queueUrls.slice(1, -1)) as string[] };

    expect(Object.keys(given)).toEqual(['workspaceName', 'roleArn', 'queueUrls']);
    expect(deployOnPaper(template, parameters).outputs['collectorCount']).toEqual({ type: 'int', value: 1 });
  });

  it('names the API versions of the template in the commands for single pieces', () => {
    const template = readGeneratedJson('azuredeploy.json') as { resources: { type: string; apiVersion: string }[] };
    const versions = new Map(template.resources.map(({ type, apiVersion }) => [type.split('/').at(-1), apiVersion]));
    const commands = [...PAGE.matchAll(/az rest .*\/(\w+)\/[^/]*\?api-version=([\w-]+)"/g)];

    expect(commands).toHaveLength(5);
    for (const [, type, version] of commands) expect([type, version]).toEqual([type, versions.get(type)]);
  });
});
