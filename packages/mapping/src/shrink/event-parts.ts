import type { WantedMember } from '@eks-sentinel/json-scan';
import { compileKeyTree } from '@eks-sentinel/json-scan';
import type { Column, EventPath } from '@eks-sentinel/schema';
import { COLUMNS } from '@eks-sentinel/schema';

import { pathsOf } from '../row-layout';

/** What detections read: cut only when nothing else is left, or padding one of them would blind the others. */
const READ_BY_DETECTIONS = [
  'user',
  'impersonatedUser',
  'authenticationMetadata',
  'objectRef',
  'requestURI',
  'responseStatus',
  'annotations',
];

/** The parts of an event. `other` is what is neither of the named ones. */
export type Part = 'response' | 'request' | 'read' | 'other';

const PARTS: readonly (readonly [string, Part])[] = [
  ['responseObject', 'response'],
  ['requestObject', 'request'],
  ...READ_BY_DETECTIONS.map((name) => [name, 'read'] as const),
];

/** Which event this is, and whose rights and which right the request used when it was not the user's own. */
const OTHER_ESSENTIALS: readonly EventPath[] = [
  ['auditID'],
  ['impersonatedUser', 'username'],
  ['authenticationMetadata', 'impersonationConstraint'],
];

/** What every shrunk event keeps: the paths that the columns read and the other essentials, each of them once. */
export function essentialPaths(columns: readonly Column[]): readonly EventPath[] {
  const paths = [...OTHER_ESSENTIALS, ...columns.flatMap((column) => pathsOf(column.source))];
  return [...new Map(paths.map((path) => [path.join('\0'), path])).values()];
}

export const ESSENTIAL_PATHS = essentialPaths(COLUMNS);
/** Compiled when the module is loaded, so that columns that it cannot serve fail then and not at the first long event. */
export const ESSENTIALS = compileKeyTree(ESSENTIAL_PATHS);

/** The members of the root that shrinking knows by name: those of a part of their own, then what else is essential. */
const ROOT_PARTS = new Map<string, Part>([
  ...PARTS,
  ...ESSENTIAL_PATHS.map(([root]) => [root, 'other'] as const).filter(
    ([root]) => !PARTS.some(([name]) => name === root),
  ),
]);
export const ROOT_NAMES = compileKeyTree([...ROOT_PARTS.keys()].map((name) => [name])).wanted;
export const partOf = (root: WantedMember | undefined): Part => ROOT_PARTS.get(root?.name ?? '') ?? 'other';

/** Stands for any element of an array in a path of `KEPT_OF_REQUEST`. */
export const ANY_ELEMENT = '[]';

/** Where a pod spec lies in the objects that carry one. */
const POD_SPECS = [
  ['spec'],
  ['spec', 'template', 'spec'],
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  ['template', 'spec'],
];
const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers'];

/** What stays longest of a request object: what grants rights, and what makes a pod dangerous. */
export const KEPT_OF_REQUEST: readonly WantedMember[] = compileKeyTree([
  ['roleRef'],
  ['subjects'],
  ['rules'],
  // A JSON Patch is an array of operations; where they point tells what was touched.
  [ANY_ELEMENT, 'op'],
  [ANY_ELEMENT, 'path'],
  ...POD_SPECS.flatMap(keptOfPodSpec),
]).wanted;

function keptOfPodSpec(spec: readonly string[]): string[][] {
  return [
    [...spec, 'hostPID'],
    [...spec, 'hostIPC'],
    [...spec, 'hostNetwork'],
    [...spec, 'volumes', ANY_ELEMENT, 'hostPath'],
    ...CONTAINER_LISTS.flatMap((list) => [
      [...spec, list, ANY_ELEMENT, 'image'],
      [...spec, list, ANY_ELEMENT, 'command'],
      [...spec, list, ANY_ELEMENT, 'securityContext'],
    ]),
  ];
}
