import { TABLE_NAME } from '@eks-sentinel/schema';

import { CONNECTOR_DEFINITION_NAME } from './connector-definition';
import { STREAM_NAME } from './data-collection-rule';
import { COLLECTOR_DATA_FORMAT } from './delivered-objects';

/** Where one collector reads and writes: ARM expressions in the template, placeholders in the single piece. */
export interface CollectorReferences {
  readonly roleArn: string;
  readonly queueUrl: string;
  readonly dataCollectionEndpoint: string;
  readonly dataCollectionRuleImmutableId: string;
}

/** The properties of a collector of the kind AmazonWebServicesS3: one queue, read with one role, into one stream. */
export function collectorProperties(references: CollectorReferences): Readonly<Record<string, unknown>> {
  return {
    connectorDefinitionName: CONNECTOR_DEFINITION_NAME,
    dataTypes: { logs: { state: 'enabled' } },
    destinationTable: TABLE_NAME,
    dataFormat: COLLECTOR_DATA_FORMAT,
    dcrConfig: {
      streamName: STREAM_NAME,
      dataCollectionEndpoint: references.dataCollectionEndpoint,
      dataCollectionRuleImmutableId: references.dataCollectionRuleImmutableId,
    },
    roleArn: references.roleArn,
    sqsUrls: [references.queueUrl],
  };
}
