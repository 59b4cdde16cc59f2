import type { ApiRequest, Caller, ObjectRef, User } from './api-request';
import { FAST_MICROS, resourceUri } from './api-request';
import type { Controller } from './controllers';
import type { Person } from './people';
import type { Random } from './random';
import type { World } from './world';

/** Where and when requests are made up: microseconds since 1970. */
export interface Scene {
  readonly world: World;
  readonly random: Random;
  readonly micros: number;
}

/** A family of requests: makes one up, or several that belong together. */
export type Family = (scene: Scene) => readonly ApiRequest[];

/** A controller by its user name or the end of it. */
export function controllerNamed({ world }: Scene, name: string): Controller {
  const controller = world.controllers.find(({ user }) => user.username === name || user.username.endsWith(`:${name}`));
  if (controller === undefined) throw new Error('a family names a controller that is not in the world');
  return controller;
}

/** Some controller; the control plane and EKS's own, which stand first in the list, are the busiest. */
export function busyController({ world, random }: Scene): Controller {
  const { controllers } = world;
  return random.chance(0.5) ? controllers[random.int(0, CONTROL_PLANE_CONTROLLERS - 1)]! : random.pick(controllers);
}

const CONTROL_PLANE_CONTROLLERS = 8;

/** A person with this role. */
export function personWith({ world, random }: Scene, role: Person['role']): Person {
  return random.pick(world.people.filter((person) => person.role === role) as [Person, ...Person[]]);
}

/** A request for a resource that is answered in a few milliseconds, with code 200 unless `more` says otherwise. */
export function resourceRequest(
  scene: Scene,
  caller: Caller,
  verb: string,
  ref: ObjectRef,
  more: Partial<ApiRequest> & { readonly query?: Readonly<Record<string, string | number>> } = {},
): ApiRequest {
  const { query, ...rest } = more;
  return {
    caller,
    verb,
    uri: resourceUri(verb === 'create' && ref.subresource === undefined ? { ...ref, name: undefined } : ref, query),
    ref,
    code: 200,
    latencyMicros: scene.random.int(...FAST_MICROS),
    ...rest,
  };
}

/** A service account that a controller of the control plane works under. */
export function controlPlaneAccount(scene: Scene, account: string): Caller {
  const manager = controllerNamed(scene, 'system:kube-controller-manager');
  const user: User = {
    username: `system:serviceaccount:kube-system:${account}`,
    uid: `${manager.leaseUid.slice(0, 24)}${account.length.toString(16).padStart(12, '0')}`,
    groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
  };
  return {
    user,
    sourceIp: manager.sourceIp,
    userAgent: `${manager.userAgent.replace('/leader-election', '')}/system:serviceaccount:kube-system:${account}`,
  };
}

/** What the authorizer says of a controller of the control plane. */
export function allowedAsController(account: string): string {
  const role = `system:controller:${account}`;
  return `RBAC: allowed by ClusterRoleBinding "${role}" of ClusterRole "${role}" to ServiceAccount "${account}/kube-system"`;
}

/** What the authorizer says of a group of people. */
export function allowedAsGroup(group: string, role = 'edit'): string {
  return `RBAC: allowed by ClusterRoleBinding "${group}" of ClusterRole "${role}" to Group "${group}"`;
}
