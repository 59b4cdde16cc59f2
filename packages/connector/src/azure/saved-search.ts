import type { KqlQuery } from './queries/kql-query';

/** The category under which Microsoft Sentinel lists hunting queries. */
const HUNTING_CATEGORY = 'Hunting Queries';

/** The category of everything else in the list of saved queries and functions. */
const CATEGORY = 'EKS audit logs';

/** The version of the query language; 2 is the only current one. */
const QUERY_VERSION = 2;

/**
 * The etag with which a second deployment replaces the text of the first. The reference of the resource type has it
 * beside the properties, Microsoft's own templates inside them: it stands in both places.
 */
export const REPLACE_ANY_VERSION = '*';

/** The name of the saved search of a query inside its workspace. */
export function savedSearchName(query: KqlQuery): string {
  return `eks-sentinel-${query.id}`;
}

/** The properties of a saved query, function or hunting query. */
export function savedSearchProperties(query: KqlQuery): Readonly<Record<string, unknown>> {
  const isHunt = query.group === 'hunting';
  return {
    etag: REPLACE_ANY_VERSION,
    displayName: query.title,
    category: isHunt ? HUNTING_CATEGORY : CATEGORY,
    query: query.kql,
    version: QUERY_VERSION,
    ...(query.alias === undefined ? {} : { functionAlias: query.alias, functionParameters: query.parameters ?? '' }),
    tags: [
      { name: 'description', value: query.description },
      ...(isHunt
        ? [
            { name: 'tactics', value: (query.tactics ?? []).join(',') },
            { name: 'techniques', value: (query.techniques ?? []).join(',') },
          ]
        : []),
    ],
  };
}
