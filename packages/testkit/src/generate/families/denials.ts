import type { ApiRequest, Caller, ObjectRef } from '../api-request';
import { resourceUri } from '../api-request';
import type { Family, Scene } from '../scene';
import { controllerNamed, personWith, resourceRequest } from '../scene';

/** Nobody: a request without credentials where anonymous requests are allowed. */
export const ANONYMOUS = { username: 'system:anonymous', groups: ['system:unauthenticated'] } as const;

/** A developer may not do what they try. */
export const forbidPerson: Family = (scene) => {
  const { random, world } = scene;
  const person = personWith(scene, 'developer');
  const pod = random.pick(world.pods);
  const { namespace } = pod.workload;
  const tries: readonly [readonly [string, ObjectRef], ...(readonly [string, ObjectRef])[]] = [
    ['list', { resource: 'secrets', namespace: 'kube-system', apiVersion: 'v1' }],
    ['delete', { resource: 'pods', namespace, name: pod.name, apiVersion: 'v1' }],
    ['create', { resource: 'pods', namespace, name: pod.name, apiVersion: 'v1', subresource: 'exec' }],
    ['patch', { resource: 'clusterroles', name: 'view', apiGroup: 'rbac.authorization.k8s.io', apiVersion: 'v1' }],
  ];
  const [verb, ref] = random.pick(tries);
  return [forbidden(scene, person, verb, ref)];
};

/** Scanners of the internet find the public endpoint. */
export const scanEndpoint: Family = (scene) => {
  const { random } = scene;
  const scanner: Caller = {
    user: ANONYMOUS,
    sourceIp: `198.51.100.${random.int(100, 250)}`,
    // Some programs send far more than a name; the API server cuts it at 1,024.
    userAgent: random.chance(0.05)
      ? `Mozilla/5.0 ${'(compatible; scan) '.repeat(70)}`
      : random.pick([
          'Mozilla/5.0 (compatible; Scanner/1.0; +https://scan.example.net)',
          'Go-http-client/1.1',
          'curl/8.5.0',
        ]),
  };
  const uri = random.pick(['/', '/api/v1/pods?limit=1', '/.env', '/login?next=%2F', '/vendor/phpunit/eval-stdin.php']);
  if (uri.startsWith('/api')) return [forbidden(scene, scanner, 'list', { resource: 'pods', apiVersion: 'v1' })];
  const path = uri.split('?')[0]!;
  return [
    {
      caller: scanner,
      verb: 'get',
      uri,
      code: 403,
      failure: {
        message: `forbidden: User "${scanner.user.username}" cannot get path "${path}"`,
        reason: 'Forbidden',
        details: {},
      },
      latencyMicros: random.int(200, 900),
    },
  ];
};

/** A token is expired or wrong: 401, which the API server logs as ResponseStarted and without a user. */
export const failAuthentication: Family = (scene) => {
  const { random, world } = scene;
  const { sourceIp, userAgent } = random.pick(world.people);
  const ref = { resource: random.pick(['pods', 'namespaces', 'deployments']), apiVersion: 'v1' };
  const withGroup = ref.resource === 'deployments' ? { ...ref, apiGroup: 'apps' } : ref;
  return [unauthenticated(scene, sourceIp, userAgent, 'list', withGroup)];
};

/** Someone acts as someone else: `kubectl --as`. */
export const impersonate: Family = (scene) => {
  const operator = personWith(scene, 'operator');
  const { name, namespace } = scene.random.pick(scene.world.workloads);
  return [
    resourceRequest(
      scene,
      operator,
      'get',
      { resource: 'services', namespace, name, apiVersion: 'v1' },
      {
        impersonatedUser: { username: 'jürgen.müller@example.com', groups: ['developers', 'system:authenticated'] },
        allowedBy: 'RBAC: allowed by RoleBinding "viewers/payments" of ClusterRole "view" to Group "developers"',
      },
    ),
  ];
};

/** What is asked for is not there. */
export const missObject: Family = (scene) => {
  const controller = controllerNamed(scene, 'ebs-csi-controller-sa');
  const name = `pvc-${scene.random.uuid()}`;
  return [
    resourceRequest(
      scene,
      controller,
      'delete',
      { resource: 'persistentvolumes', name, apiVersion: 'v1' },
      {
        code: 404,
        failure: {
          message: `persistentvolumes "${name}" not found`,
          reason: 'NotFound',
          details: { name, kind: 'persistentvolumes' },
        },
        allowedBy: controller.allowedBy,
      },
    ),
  ];
};

/** A handler of the API server panics. */
export const panic: Family = (scene) => {
  const controller = controllerNamed(scene, 'kube-state-metrics');
  return [
    resourceRequest(
      scene,
      controller,
      'list',
      { resource: 'ingresses', apiGroup: 'networking.k8s.io', apiVersion: 'v1' },
      {
        isPanic: true,
        code: 500,
        failure: {
          message: "APIServer panic'd: net/http: abort Handler",
          reason: 'InternalError',
        },
        allowedBy: controller.allowedBy,
        latencyMicros: scene.random.int(900_000, 60_000_000),
      },
    ),
  ];
};

/** A request that the authorizer refuses, worded as the API server words it. */
export function forbidden(scene: Scene, caller: Caller, verb: string, ref: ObjectRef): ApiRequest {
  const { resource, subresource, namespace, name, apiGroup = '' } = ref;
  const what = name === undefined ? resource : `${resource} "${name}"`;
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const path = subresource === undefined ? resource : `${resource}/${subresource}`;
  return resourceRequest(scene, caller, verb, ref, {
    code: 403,
    failure: {
      message: `${what} is forbidden: User "${caller.user.username}" cannot ${verb} resource "${path}" in API group "${apiGroup}" ${where}`,
      reason: 'Forbidden',
      details: { name, group: apiGroup === '' ? undefined : apiGroup, kind: resource },
    },
    latencyMicros: scene.random.int(300, 1_500),
    ...(subresource === 'exec' ? { runsForMicros: scene.random.int(20, 90) } : {}),
  });
}

/** A request whose credentials the API server does not accept. */
export function unauthenticated(
  scene: Scene,
  sourceIp: string,
  userAgent: string,
  verb: string,
  ref: ObjectRef,
): ApiRequest {
  return {
    caller: { user: { username: '', groups: [] }, sourceIp, userAgent },
    verb,
    uri: resourceUri(ref, { limit: 500 }),
    ref,
    code: 401,
    failure: { message: 'Authentication failed, attempted: bearer', reason: '' },
    isUnauthenticated: true,
    latencyMicros: scene.random.int(200, 2_000),
  };
}
