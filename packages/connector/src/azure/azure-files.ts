import type { Column } from '@eks-sentinel/schema';

import { collectorProperties } from './collector';
import { connectorDefinitionProperties } from './connector-definition';
import { toColumnCasts } from './column-casts';
import { dataCollectionRuleProperties } from './data-collection-rule';
import { ALL_QUERIES } from './queries/all-queries';
import type { KqlQuery } from './queries/kql-query';
import { tableProperties } from './table';
import { buildTemplate } from './template';
import { EXAMPLE_PARAMETERS } from './template-parameters';
import { writeTransformation } from './transformation';

/**
 * Every file of the Sentinel side, path -> content: the ARM template with its example parameters, the bodies of the
 * single resources with `{{placeholders}}` for those who create them by hand, and all KQL.
 */
export function writeAzureFiles(columns: readonly Column[]): ReadonlyMap<string, string> {
  return new Map([
    ['azuredeploy.json', toJson(buildTemplate(columns))],
    ['azuredeploy.parameters.json', toJson(exampleParameterFile())],
    ...Object.entries(singlePieces(columns)).map(([name, body]): [string, string] => [
      `pieces/${name}.json`,
      toJson(body),
    ]),
    ['pieces/transformation.kql', `${writeTransformation(toColumnCasts(columns))}\n`],
    ...ALL_QUERIES.map((query): [string, string] => [`queries/${query.group}/${query.id}.kql`, queryFile(query)]),
  ]);
}

function exampleParameterFile(): object {
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#',
    contentVersion: '1.0.0.0',
    parameters: Object.fromEntries(Object.entries(EXAMPLE_PARAMETERS).map(([name, value]) => [name, { value }])),
  };
}

/** The bodies that the REST APIs of the resources take. */
function singlePieces(columns: readonly Column[]): Record<string, object> {
  return {
    table: {
      properties: tableProperties(columns, { plan: 'Analytics', retentionInDays: 90, totalRetentionInDays: 90 }),
    },
    'data-collection-endpoint': {
      location: '{{location}}',
      properties: { networkAcls: { publicNetworkAccess: 'Enabled' } },
    },
    'data-collection-rule': {
      location: '{{location}}',
      properties: dataCollectionRuleProperties(columns, {
        workspaceId: '{{workspaceResourceId}}',
        dataCollectionEndpointId: '{{dataCollectionEndpointId}}',
      }),
    },
    'connector-definition': { kind: 'Customizable', properties: connectorDefinitionProperties() },
    collector: {
      kind: 'AmazonWebServicesS3',
      properties: collectorProperties({
        roleArn: '{{roleArn}}',
        queueUrl: '{{queueUrl}}',
        dataCollectionEndpoint: '{{dataCollectionEndpoint}}',
        dataCollectionRuleImmutableId: '{{dataCollectionRuleImmutableId}}',
      }),
    },
  };
}

function queryFile({ title, description, kql, alias, parameters }: KqlQuery): string {
  const signature = alias === undefined ? [] : [`// function: ${alias}(${parameters ?? ''})`];
  return [`// ${title}`, `// ${description}`, ...signature, kql, ''].join('\n');
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
