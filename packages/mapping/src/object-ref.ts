import type { EventView } from './event-view';
import { stringOf } from './event-view';

/** The slots of an object reference's members, in the order of the schema's paths. */
export type ObjectRefSlots = readonly [
  namespace: number,
  resource: number,
  name: number,
  subresource: number,
  requestUri: number,
];

/**
 * `[namespace/]resource/name[/subresource]`. Without a name the slash stays, so that a list (`pods/`) is told from an
 * object; the namespace stands only before a resource. An event without an object reference has the path of its request
 * URI, and one without either has `""`. A member that is no string or empty counts as absent.
 */
export function objectRefText(event: EventView, slots: ObjectRefSlots): string {
  const namespace = stringOf(event, slots[0]) ?? '';
  const resource = stringOf(event, slots[1]) ?? '';
  const name = stringOf(event, slots[2]) ?? '';
  const subresource = stringOf(event, slots[3]) ?? '';
  if (resource !== '') {
    const owner = namespace === '' ? resource : `${namespace}/${resource}`;
    return subresource === '' ? `${owner}/${name}` : `${owner}/${name}/${subresource}`;
  }
  if (namespace !== '' || name !== '' || subresource !== '') return name;
  return pathOf(stringOf(event, slots[4]) ?? '');
}

function pathOf(requestUri: string): string {
  const query = requestUri.indexOf('?');
  return query < 0 ? requestUri : requestUri.slice(0, query);
}
