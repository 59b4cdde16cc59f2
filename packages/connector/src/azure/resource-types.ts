/**
 * The types and API versions of everything that the template deploys or refers to. All are stable versions but one:
 * the reference of the stable API does not list the kind AmazonWebServicesS3, and Microsoft's own solutions deploy it
 * with this preview.
 */
export const RESOURCE_TYPES = {
  /** https://learn.microsoft.com/azure/templates/microsoft.operationalinsights/2022-10-01/workspaces */
  workspace: { type: 'Microsoft.OperationalInsights/workspaces', apiVersion: '2022-10-01' },
  /** https://learn.microsoft.com/azure/templates/microsoft.operationalinsights/2022-10-01/workspaces/tables */
  table: { type: 'Microsoft.OperationalInsights/workspaces/tables', apiVersion: '2022-10-01' },
  /** https://learn.microsoft.com/azure/templates/microsoft.operationalinsights/2020-08-01/workspaces/savedsearches */
  savedSearch: { type: 'Microsoft.OperationalInsights/workspaces/savedSearches', apiVersion: '2020-08-01' },
  /** https://learn.microsoft.com/azure/templates/microsoft.insights/2023-03-11/datacollectionendpoints */
  dataCollectionEndpoint: { type: 'Microsoft.Insights/dataCollectionEndpoints', apiVersion: '2023-03-11' },
  /** https://learn.microsoft.com/azure/templates/microsoft.insights/2023-03-11/datacollectionrules */
  dataCollectionRule: { type: 'Microsoft.Insights/dataCollectionRules', apiVersion: '2023-03-11' },
  /** https://learn.microsoft.com/rest/api/securityinsights/data-connector-definitions (2024-09-01) */
  connectorDefinition: { type: 'Microsoft.SecurityInsights/dataConnectorDefinitions', apiVersion: '2024-09-01' },
  /** Azure/Azure-Sentinel, Solutions/AWS VPC Flow Logs/Package/mainTemplate.json */
  collector: { type: 'Microsoft.SecurityInsights/dataConnectors', apiVersion: '2023-02-01-preview' },
} as const;
