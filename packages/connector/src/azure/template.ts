import { TABLE_NAME } from '@eks-sentinel/schema';
import type { Column } from '@eks-sentinel/schema';

import { collectorProperties } from './collector';
import { CONNECTOR_DEFINITION_NAME, connectorDefinitionProperties } from './connector-definition';
import { dataCollectionRuleProperties } from './data-collection-rule';
import { ALL_QUERIES } from './queries/all-queries';
import type { KqlQuery } from './queries/kql-query';
import { RESOURCE_TYPES } from './resource-types';
import { REPLACE_ANY_VERSION, savedSearchName, savedSearchProperties } from './saved-search';
import { tableProperties } from './table';
import { TEMPLATE_PARAMETERS } from './template-parameters';

/** One resource of a template; its members are those of the schema of deployment templates. */
type TemplateResource = Readonly<Record<string, unknown>>;

const { table, savedSearch, dataCollectionEndpoint, dataCollectionRule, connectorDefinition, collector, workspace } =
  RESOURCE_TYPES;

const WORKSPACE_ID = `[variables('workspaceId')]`;
const TABLE_ID = `[resourceId('${table.type}', parameters('workspaceName'), '${TABLE_NAME}')]`;
const ENDPOINT_ID = `[resourceId('${dataCollectionEndpoint.type}', variables('collectionName'))]`;
const RULE_ID = `[resourceId('${dataCollectionRule.type}', variables('collectionName'))]`;
const DEFINITION_ID = `[extensionResourceId(variables('workspaceId'), '${connectorDefinition.type}', '${CONNECTOR_DEFINITION_NAME}')]`;
const ENDPOINT_URL = `[reference(resourceId('${dataCollectionEndpoint.type}', variables('collectionName')), '${dataCollectionEndpoint.apiVersion}').logsIngestion.endpoint]`;
const RULE_IMMUTABLE_ID = `[reference(resourceId('${dataCollectionRule.type}', variables('collectionName')), '${dataCollectionRule.apiVersion}').immutableId]`;

/** The ARM template that sets up the whole Sentinel side in the resource group of the workspace. */
export function buildTemplate(columns: readonly Column[]): Readonly<Record<string, unknown>> {
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: TEMPLATE_PARAMETERS,
    variables: {
      workspaceId: `[resourceId('${workspace.type}', parameters('workspaceName'))]`,
      // Endpoint and rule share a name that is fixed for a workspace: a second deployment updates the first.
      collectionName: `[concat('eks-sentinel-', uniqueString(variables('workspaceId')))]`,
      copy: [
        {
          name: 'roleCollectors',
          count: `[length(parameters('queueUrls'))]`,
          input: {
            roleArn: `[parameters('roleArn')]`,
            queueUrl: `[parameters('queueUrls')[copyIndex('roleCollectors')]]`,
          },
        },
      ],
      collectors: `[concat(variables('roleCollectors'), parameters('moreCollectors'))]`,
    },
    resources: [
      tableResource(columns),
      endpointResource(),
      ruleResource(columns),
      definitionResource(),
      collectorResource(),
      ...ALL_QUERIES.map(savedSearchResource),
    ],
    outputs: {
      workspaceCustomerId: {
        type: 'string',
        value: `[reference(variables('workspaceId'), '${workspace.apiVersion}').customerId]`,
      },
      dataCollectionEndpoint: { type: 'string', value: ENDPOINT_URL },
      dataCollectionRuleImmutableId: { type: 'string', value: RULE_IMMUTABLE_ID },
      collectorCount: { type: 'int', value: `[length(variables('collectors'))]` },
    },
  };
}

function tableResource(columns: readonly Column[]): TemplateResource {
  return {
    ...table,
    name: `[concat(parameters('workspaceName'), '/${TABLE_NAME}')]`,
    properties: tableProperties(columns, {
      plan: `[parameters('plan')]`,
      // The Basic plan has a fixed retention and takes no value.
      retentionInDays: `[if(equals(parameters('plan'), 'Analytics'), parameters('retentionInDays'), null())]`,
      totalRetentionInDays: `[parameters('totalRetentionInDays')]`,
    }),
  };
}

function endpointResource(): TemplateResource {
  return {
    ...dataCollectionEndpoint,
    name: `[variables('collectionName')]`,
    location: `[parameters('location')]`,
    properties: { networkAcls: { publicNetworkAccess: 'Enabled' } },
  };
}

function ruleResource(columns: readonly Column[]): TemplateResource {
  return {
    ...dataCollectionRule,
    name: `[variables('collectionName')]`,
    location: `[parameters('location')]`,
    dependsOn: [TABLE_ID, ENDPOINT_ID],
    properties: dataCollectionRuleProperties(columns, {
      workspaceId: WORKSPACE_ID,
      dataCollectionEndpointId: ENDPOINT_ID,
    }),
  };
}

function definitionResource(): TemplateResource {
  return {
    ...connectorDefinition,
    scope: WORKSPACE_ID,
    name: CONNECTOR_DEFINITION_NAME,
    location: `[parameters('location')]`,
    kind: 'Customizable',
    dependsOn: [TABLE_ID],
    properties: connectorDefinitionProperties(),
  };
}

function collectorResource(): TemplateResource {
  return {
    ...collector,
    copy: { name: 'collectors', count: `[length(variables('collectors'))]` },
    scope: WORKSPACE_ID,
    // The name follows from the queue: an added queue renames no other collector.
    name: `[guid(variables('workspaceId'), variables('collectors')[copyIndex()].queueUrl)]`,
    location: `[parameters('location')]`,
    kind: 'AmazonWebServicesS3',
    dependsOn: [DEFINITION_ID, RULE_ID, ENDPOINT_ID],
    properties: collectorProperties({
      roleArn: `[variables('collectors')[copyIndex()].roleArn]`,
      queueUrl: `[variables('collectors')[copyIndex()].queueUrl]`,
      dataCollectionEndpoint: ENDPOINT_URL,
      dataCollectionRuleImmutableId: RULE_IMMUTABLE_ID,
    }),
  };
}

function savedSearchResource(query: KqlQuery): TemplateResource {
  return {
    ...savedSearch,
    name: `[concat(parameters('workspaceName'), '/${savedSearchName(query)}')]`,
    etag: REPLACE_ANY_VERSION,
    dependsOn: [TABLE_ID, ...calledFunctions(query).map(savedSearchId)],
    properties: savedSearchProperties(query),
  };
}

/** The functions that a query calls have to exist before the service checks its text. */
function calledFunctions(query: KqlQuery): KqlQuery[] {
  return ALL_QUERIES.filter(({ alias }) => alias !== undefined && query.kql.includes(`${alias}(`));
}

function savedSearchId(query: KqlQuery): string {
  return `[resourceId('${savedSearch.type}', parameters('workspaceName'), '${savedSearchName(query)}')]`;
}
