import { describe, expect, it } from '@jest/globals';

import { COLLECTOR_DATA_FORMAT, DELIVERED_OBJECTS } from '../../src/index';
import { ALL_QUERIES } from '../../src/azure/queries/all-queries';
import { deployOnPaper } from './arm-deployment';
import { isArmExpression, parseArmExpression } from './arm-expression';
import { readGeneratedJson } from './workspace';

type Json = Record<string, unknown>;
const template = readGeneratedJson('azuredeploy.json') as Json;
const exampleFile = readGeneratedJson('azuredeploy.parameters.json') as {
  parameters: Record<string, { value: unknown }>;
};
const example = Object.fromEntries(Object.entries(exampleFile.parameters).map(([name, { value }]) => [name, value]));
const deployment = deployOnPaper(template, example);

/** Type and API version together, as documented or deployed by Microsoft; sources in resource-types.ts. */
const ALLOWED = [
  'Microsoft.OperationalInsights/workspaces/tables@2022-10-01',
  'Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01',
  'Microsoft.Insights/dataCollectionEndpoints@2023-03-11',
  'Microsoft.Insights/dataCollectionRules@2023-03-11',
  'Microsoft.SecurityInsights/dataConnectorDefinitions@2024-09-01',
  'Microsoft.SecurityInsights/dataConnectors@2023-02-01-preview',
];
const WORKSPACE_ID =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/group/providers/Microsoft.OperationalInsights/workspaces/my-sentinel-workspace';

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(stringsOf) : [];
}
function ofType(type: string) {
  return deployment.resources.filter((resource) => resource.type === type);
}

describe('azuredeploy.json', () => {
  it('deploys only known types with their API versions', () => {
    const used = deployment.resources.map(({ type, apiVersion }) => `${type}@${apiVersion}`);

    expect([...new Set(used)].sort()).toEqual([...ALLOWED].sort());
  });

  it('has only expressions that parse, and no text that Azure would take for one', () => {
    for (const text of stringsOf(template)) {
      if (text.startsWith('[')) expect(isArmExpression(text)).toBe(true);
      if (isArmExpression(text)) expect(() => parseArmExpression(text)).not.toThrow();
    }
    expect(() => parseArmExpression("[concat('a', ]")).toThrow();
    expect(() => parseArmExpression("[concat('a') 'b']")).toThrow();
  });

  it('uses every parameter and variable that it declares, and no other', () => {
    const variables = template['variables'] as Json & { copy: { name: string }[] };
    const declared = [
      ...Object.keys(variables).filter((name) => name !== 'copy'),
      ...variables.copy.map(({ name }) => name),
    ];

    expect([...deployment.usedVariables].sort()).toEqual(declared.sort());
    const all = deployOnPaper(template, { ...example, location: 'northeurope' }).usedParameters;
    expect([...all].sort()).toEqual(Object.keys(template['parameters'] as Json).sort());
  });

  it('names every resource once, and depends on and reads only what it deploys', () => {
    const ids = deployment.resources.map(({ id }) => id);
    const apiVersions = new Map(deployment.resources.map(({ id, apiVersion }) => [id, apiVersion]));
    apiVersions.set(WORKSPACE_ID, '2022-10-01');

    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, dependsOn } of deployment.resources) {
      for (const dependency of dependsOn) {
        expect(ids).toContain(dependency);
        expect(dependency).not.toBe(id);
      }
    }
    for (const { id, apiVersion } of deployment.referenced) expect(apiVersions.get(id)).toBe(apiVersion);
  });

  it('deploys a table, an endpoint and a rule that points to both', () => {
    const [table] = ofType('Microsoft.OperationalInsights/workspaces/tables');
    const [endpoint] = ofType('Microsoft.Insights/dataCollectionEndpoints');
    const [rule] = ofType('Microsoft.Insights/dataCollectionRules');

    expect(table?.id).toBe(`${WORKSPACE_ID}/tables/AWSEKSLogs_CL`);
    expect(table?.properties).toMatchObject({ plan: 'Analytics', retentionInDays: 90, totalRetentionInDays: -1 });
    expect(rule?.dependsOn).toEqual([table?.id, endpoint?.id]);
    expect(rule?.properties).toMatchObject({
      dataCollectionEndpointId: endpoint?.id,
      destinations: { logAnalytics: [{ workspaceResourceId: WORKSPACE_ID }] },
    });
    expect(endpoint?.name).toMatch(/^eks-sentinel-[0-9a-z]{13}$/);
  });

  it('gives the Basic plan no retention, which Azure would refuse', () => {
    const basic = deployOnPaper(template, { ...example, plan: 'Basic' });
    const table = basic.resources.find(({ type }) => type.endsWith('/tables'));

    expect(table?.properties).toMatchObject({ plan: 'Basic', retentionInDays: null });
  });

  it('deploys one collector a queue, each with its role, all into the one stream', () => {
    const collectors = ofType('Microsoft.SecurityInsights/dataConnectors');

    expect(collectors.map(({ kind, scope }) => [kind, scope])).toEqual([
      ['AmazonWebServicesS3', WORKSPACE_ID],
      ['AmazonWebServicesS3', WORKSPACE_ID],
    ]);
    expect(collectors.map(({ properties }) => properties)).toEqual(
      [
        ['OIDC_MicrosoftSentinelRoleEKS', 'eu-west-1'],
        ['OIDC_MicrosoftSentinelRoleEKSUsEast1', 'us-east-1'],
      ].map(([role, region]) => ({
        connectorDefinitionName: 'EksSentinelAuditLogs',
        dataTypes: { logs: { state: 'enabled' } },
        destinationTable: 'AWSEKSLogs_CL',
        dataFormat: { Format: 'Json', IsCompressed: true, compressType: 'Gzip' },
        dcrConfig: {
          streamName: 'Custom-AWSEKSLogs_CL',
          dataCollectionEndpoint: 'https://eks-sentinel.westeurope-1.ingest.monitor.azure.com',
          dataCollectionRuleImmutableId: 'dcr-0123456789abcdef0123456789abcdef',
        },
        roleArn: `arn:aws:iam::111122223333:role/${role}`,
        sqsUrls: [`https://sqs.${region}.amazonaws.com/111122223333/MicrosoftSentinelEKSSqs`],
      })),
    );
    expect(deployment.outputs['collectorCount']).toEqual({ type: 'int', value: 2 });
  });

  it('keeps the names of the collectors when a queue is added', () => {
    const one = deployOnPaper(template, { ...example, moreCollectors: [] });
    const names = (resources: typeof deployment.resources) =>
      resources.filter(({ type }) => type.endsWith('/dataConnectors')).map(({ name }) => name);

    expect(names(one.resources)).toEqual(names(deployment.resources).slice(0, 1));
  });

  it('reads what the delivery stream writes', () => {
    expect(DELIVERED_OBJECTS).toEqual({
      prefix: 'eks-audit-logs/',
      fileExtension: '.json.gz',
      compressionFormat: 'GZIP',
    });
    expect(COLLECTOR_DATA_FORMAT.compressType.toUpperCase()).toBe(DELIVERED_OBJECTS.compressionFormat);
    expect(DELIVERED_OBJECTS.fileExtension).toBe(`.${COLLECTOR_DATA_FORMAT.Format.toLowerCase()}.gz`);
  });

  it('saves every query; functions exist before the queries that call them', () => {
    const saved = ofType('Microsoft.OperationalInsights/workspaces/savedSearches');
    const functions = saved.filter(({ properties }) => properties['functionAlias'] !== undefined);

    expect(saved.map(({ properties }) => properties['query'])).toEqual(ALL_QUERIES.map(({ kql }) => kql));
    expect(functions.map(({ properties }) => properties['functionAlias'])).toEqual([
      'AWSEKSLogsUnique',
      'AWSEKSLogsExpanded',
    ]);
    for (const { dependsOn, properties } of saved) {
      const called = functions.filter((known) =>
        String(properties['query']).includes(`${String(known.properties['functionAlias'])}(`),
      );
      expect(dependsOn).toEqual([`${WORKSPACE_ID}/tables/AWSEKSLogs_CL`, ...called.map(({ id }) => id)]);
    }
  });

  it('lists the hunts where Microsoft Sentinel looks for them', () => {
    const hunts = ofType('Microsoft.OperationalInsights/workspaces/savedSearches').filter(
      ({ properties }) => properties['category'] === 'Hunting Queries',
    );

    expect(hunts).toHaveLength(ALL_QUERIES.filter(({ group }) => group === 'hunting').length);
    expect(hunts[0]?.properties['tags']).toEqual([
      { name: 'description', value: expect.stringContaining('Interactive access') },
      { name: 'tactics', value: 'Execution' },
      { name: 'techniques', value: 'T1609' },
    ]);
  });
});
