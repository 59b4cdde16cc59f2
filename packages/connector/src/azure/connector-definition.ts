import { TABLE_NAME } from '@eks-sentinel/schema';

import { VERIFICATION_QUERIES } from './queries/verification';

/** The name of the connector in the workspace; the collectors point to it. */
export const CONNECTOR_DEFINITION_NAME = 'EksSentinelAuditLogs';

const DESCRIPTION =
  'Audit logs of Amazon EKS clusters, complete and one row an event. Each collector reads one queue that announces ' +
  'the objects of one delivery stream.';

const ADD_COLLECTOR =
  'Each stack in AWS has the outputs **SentinelRoleArn** and **SentinelSQSQueueURL**. To add a collector, deploy ' +
  'azuredeploy.json again with the pair added to the parameter **moreCollectors**; what exists stays as it is.';

/**
 * The page of the connector in Microsoft Sentinel. Members as in
 * https://learn.microsoft.com/azure/sentinel/data-connector-ui-definitions-reference.
 */
export function connectorDefinitionProperties(): Readonly<Record<string, unknown>> {
  return {
    connectorUiConfig: {
      id: CONNECTOR_DEFINITION_NAME,
      title: 'Amazon EKS audit logs (eks-sentinel)',
      publisher: 'eks-sentinel',
      descriptionMarkdown: DESCRIPTION,
      graphQueriesTableName: TABLE_NAME,
      graphQueries: [{ metricName: 'Audit events', legend: TABLE_NAME, baseQuery: TABLE_NAME }],
      sampleQueries: VERIFICATION_QUERIES.map(({ title, kql }) => ({ description: title, query: kql })),
      dataTypes: [
        {
          name: TABLE_NAME,
          lastDataReceivedQuery: `${TABLE_NAME}\n| summarize Time = max(TimeGenerated)\n| where isnotempty(Time)`,
        },
      ],
      connectivityCriteria: [{ type: 'HasDataConnectors' }],
      availability: { status: 1, isPreview: false },
      permissions: {
        resourceProvider: [
          {
            provider: 'Microsoft.OperationalInsights/workspaces',
            permissionsDisplayText: 'Read and Write permissions are required.',
            providerDisplayName: 'Workspace',
            scope: 'Workspace',
            requiredPermissions: { read: true, write: true, delete: true, action: false },
          },
        ],
      },
      instructionSteps: [
        {
          title: 'Collectors',
          description: 'One collector a queue.',
          instructions: [
            { type: 'Markdown', parameters: { content: ADD_COLLECTOR } },
            {
              type: 'DataConnectorsGrid',
              parameters: {
                mapping: [
                  { columnName: 'Role ARN', columnValue: 'properties.roleArn' },
                  { columnName: 'Queue URL', columnValue: 'properties.sqsUrls[0]' },
                ],
                menuItems: ['DeleteConnector'],
              },
            },
          ],
        },
      ],
    },
  };
}
