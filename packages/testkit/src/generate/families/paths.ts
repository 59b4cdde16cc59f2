import type { ApiRequest, Caller } from '../api-request';
import { FAST_MICROS } from '../api-request';
import type { Family, Scene } from '../scene';
import { busyController, controllerNamed } from '../scene';

const DISCOVERY =
  'RBAC: allowed by ClusterRoleBinding "system:discovery" of ClusterRole "system:discovery" to Group "system:authenticated"';
const LOGGED = [
  '/livez',
  '/readyz?exclude=kms-provider-0',
  '/apis',
  '/api/v1?timeout=32s',
  '/openapi/v3',
  '/metrics',
] as const;
/** The policy does not log these three. */
const NOT_LOGGED = ['/healthz', '/version?timeout=32s', '/swagger.json'] as const;

/** Programs ask for the health of the API server and for what it serves: requests without a resource. */
export const readPath: Family = (scene) => {
  const controller = busyController(scene);
  const uri = scene.random.chance(0.2) ? scene.random.pick(NOT_LOGGED) : scene.random.pick(LOGGED);
  return [pathRequest(scene, controller, uri)];
};

/** EKS probes the API server without a resource and gets 304 for what has not changed. */
export const readCachedPath: Family = (scene) => [
  { ...pathRequest(scene, controllerNamed(scene, 'eks:addon-manager'), '/openapi/v2?timeout=32s'), code: 304 },
];

function pathRequest({ random }: Scene, caller: Caller, uri: string): ApiRequest {
  return { caller, verb: 'get', uri, code: 200, allowedBy: DISCOVERY, latencyMicros: random.int(...FAST_MICROS) };
}
