import type { JsonObject } from '../../build/go-json';
import { managedFields, ownedFields } from '../objects/metadata';
import type { Family } from '../scene';
import { controllerNamed, personWith, resourceRequest } from '../scene';

/** A program asks whether a caller of its own may do something. */
export const subjectAccessReview: Family = (scene) => {
  const { random, world, micros } = scene;
  const asking = controllerNamed(
    scene,
    random.pick(['prometheus-k8s', 'kube-state-metrics', 'argocd-application-controller']),
  );
  const { namespace, name } = random.pick(world.workloads);
  const spec = {
    nonResourceAttributes: { path: random.pick(['/metrics', '/livez', '/api/v1/query']), verb: 'get' },
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  };
  const review = (status: JsonObject): JsonObject => ({
    kind: 'SubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: { creationTimestamp: null },
    spec,
    status,
  });
  const stored = {
    kind: 'SubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {
      creationTimestamp: null,
      managedFields: [
        managedFields(asking.userAgent.split('/')[0]!, 'authorization.k8s.io/v1', micros, {
          'f:spec': ownedFields('groups', 'nonResourceAttributes', 'user'),
        }),
      ],
    },
    spec,
    status: { allowed: true, reason: asking.allowedBy },
  };
  return [
    resourceRequest(
      scene,
      asking,
      'create',
      { resource: 'subjectaccessreviews', apiGroup: 'authorization.k8s.io', apiVersion: 'v1' },
      {
        code: 201,
        requestObject: review({ allowed: false }),
        responseObject: stored,
        allowedBy: asking.allowedBy,
        latencyMicros: random.int(300, 2_500),
      },
    ),
  ];
};

/** A program asks whom a token belongs to. */
export const tokenReview: Family = (scene) => {
  const asking = controllerNamed(scene, scene.random.pick(['prometheus-k8s', 'aws-load-balancer-controller']));
  return [
    resourceRequest(
      scene,
      asking,
      'create',
      { resource: 'tokenreviews', apiGroup: 'authentication.k8s.io', apiVersion: 'v1' },
      { code: 201, allowedBy: asking.allowedBy },
    ),
  ];
};

/** `kubectl auth can-i`. */
export const selfSubjectAccessReview: Family = (scene) => {
  const person = personWith(scene, 'developer');
  const { namespace } = scene.random.pick(scene.world.workloads);
  const verb = scene.random.pick(['create', 'delete', 'get']);
  const review = {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: { creationTimestamp: null },
    spec: { resourceAttributes: { namespace, verb, version: '*', resource: 'pods' } },
  };
  return [
    resourceRequest(
      scene,
      person,
      'create',
      { resource: 'selfsubjectaccessreviews', apiGroup: 'authorization.k8s.io', apiVersion: 'v1' },
      {
        code: 201,
        requestObject: { ...review, status: { allowed: false } },
        responseObject: { ...review, status: { allowed: verb === 'get' } },
        allowedBy:
          'RBAC: allowed by ClusterRoleBinding "system:basic-user" of ClusterRole "system:basic-user" to Group "system:authenticated"',
      },
    ),
  ];
};
