import { TABLE_NAME } from '@eks-sentinel/schema';
import type { Column } from '@eks-sentinel/schema';

import { toColumnCasts } from './column-casts';
import { writeTransformation } from './transformation';

/** The stream that the collector writes to and that the table reads from; a custom stream starts with `Custom-`. */
export const STREAM_NAME = `Custom-${TABLE_NAME}`;

/** The name that binds the data flow to the workspace inside the rule. */
const DESTINATION_NAME = 'sentinel';

/** The properties of the data collection rule: what a delivered row looks like and how it becomes a row of the table. */
export function dataCollectionRuleProperties(
  columns: readonly Column[],
  references: { readonly workspaceId: string; readonly dataCollectionEndpointId: string },
): Readonly<Record<string, unknown>> {
  return {
    description: `Rows of ${TABLE_NAME} from the objects that the delivery stream writes`,
    dataCollectionEndpointId: references.dataCollectionEndpointId,
    streamDeclarations: {
      [STREAM_NAME]: { columns: columns.map(({ name, type }) => ({ name, type })) },
    },
    destinations: {
      logAnalytics: [{ name: DESTINATION_NAME, workspaceResourceId: references.workspaceId }],
    },
    dataFlows: [
      {
        streams: [STREAM_NAME],
        destinations: [DESTINATION_NAME],
        transformKql: writeTransformation(toColumnCasts(columns)),
        outputStream: STREAM_NAME,
      },
    ],
  };
}
