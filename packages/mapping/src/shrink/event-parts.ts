import { COLUMNS } from '@eks-sentinel/schema';

import { pathsOf } from '../row-layout';

/** What detections read: cut only when nothing else is left, or padding one of them would blind the others. */
const READ_BY_DETECTIONS = new Set([
  'user',
  'impersonatedUser',
  'objectRef',
  'requestURI',
  'responseStatus',
  'annotations',
]);

/** Members that say which event this is. */
const IDENTITY = new Set(['kind', 'apiVersion', 'level', 'auditID']);

/** The members of the event that a column reads. */
const READ_BY_COLUMNS = new Set(COLUMNS.flatMap((column) => pathsOf(column.source)).map(([root]) => root));

/** The paths of the event that a column reads, its id, and the user whose rights the request used. */
export const ESSENTIAL_PATHS: readonly (readonly string[])[] = [
  ['auditID'],
  ['impersonatedUser', 'username'],
  ...new Map(COLUMNS.flatMap((column) => pathsOf(column.source)).map((path) => [path.join('\0'), path])).values(),
];

export const isReadByDetections = (name: string | number | undefined): boolean => READ_BY_DETECTIONS.has(String(name));

/** Members of the root that are never dropped whole while anything else is left. */
export const isCore = (name: string | number | undefined): boolean =>
  READ_BY_DETECTIONS.has(String(name)) || IDENTITY.has(String(name)) || READ_BY_COLUMNS.has(String(name));

/** Where a pod spec lies in the objects that carry one. */
const POD_SPECS = [
  ['spec'],
  ['spec', 'template', 'spec'],
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  ['template', 'spec'],
];
const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers'];

const ANY_ELEMENT: unique symbol = Symbol('any element');
type KeptPath = readonly (string | typeof ANY_ELEMENT)[];

/** What stays of a request object: what grants rights, and what makes a pod dangerous. */
const KEPT_OF_REQUEST: readonly KeptPath[] = [
  ['roleRef'],
  ['subjects'],
  ['rules'],
  // A JSON Patch is an array of operations; where they point tells what was touched.
  [ANY_ELEMENT, 'op'],
  [ANY_ELEMENT, 'path'],
  ...POD_SPECS.flatMap(keptOfPodSpec),
];

function keptOfPodSpec(spec: readonly string[]): KeptPath[] {
  return [
    [...spec, 'hostPID'],
    [...spec, 'hostIPC'],
    [...spec, 'hostNetwork'],
    [...spec, 'volumes', ANY_ELEMENT, 'hostPath'],
    ...CONTAINER_LISTS.flatMap((list): KeptPath[] => [
      [...spec, list, ANY_ELEMENT, 'image'],
      [...spec, list, ANY_ELEMENT, 'command'],
      [...spec, list, ANY_ELEMENT, 'securityContext'],
    ]),
  ];
}

/** Whether a path inside the request object is kept whole, leads to something that is, or neither. */
export function placeInRequest(path: readonly (string | number)[]): 'kept' | 'leads_to_kept' | 'other' {
  let leads = false;
  for (const kept of KEPT_OF_REQUEST) {
    const isShorter = path.length < kept.length;
    const compared = isShorter ? path.length : kept.length;
    let matches = true;
    for (let level = 0; level < compared && matches; level += 1) {
      const step = path[level];
      matches = kept[level] === ANY_ELEMENT ? typeof step === 'number' : kept[level] === step;
    }
    if (matches && !isShorter) return 'kept';
    leads ||= matches;
  }
  return leads ? 'leads_to_kept' : 'other';
}
