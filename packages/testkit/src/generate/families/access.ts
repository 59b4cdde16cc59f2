import type { JsonObject } from '../../build/go-json';
import { managedFields, ownedFields } from '../objects/metadata';
import type { Family, Scene } from '../scene';
import { allowedAsGroup, personWith, resourceRequest } from '../scene';
import { secondTime } from '../timestamps';

const RBAC = { apiGroup: 'rbac.authorization.k8s.io', apiVersion: 'v1' };

/** An operator lets a team into a namespace. */
export const bindRole: Family = (scene) => {
  const { random, world, micros } = scene;
  const operator = personWith(scene, 'operator');
  const { namespace } = random.pick(world.workloads);
  const name = `${namespace}-${random.pick(['viewers', 'editors', 'on-call'])}`;
  const binding = (stored: JsonObject): JsonObject => ({
    kind: 'RoleBinding',
    apiVersion: 'rbac.authorization.k8s.io/v1',
    metadata: { name, namespace, ...stored },
    subjects: [
      { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'developers' },
      { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: "zoë.o'neill@example.com" },
    ],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
  });
  return [
    resourceRequest(
      scene,
      operator,
      'create',
      { resource: 'rolebindings', namespace, name, ...RBAC },
      {
        code: 201,
        query: { fieldManager: 'kubectl-create' },
        requestObject: binding({ creationTimestamp: null }),
        responseObject: binding(storedMetadata(scene, 'kubectl-create', ['roleRef', 'subjects'])),
        allowedBy: allowedAsGroup('platform-operators', 'cluster-admin'),
        latencyMicros: random.int(4_000, 18_000) + (micros % 7),
      },
    ),
  ];
};

/** An operator adds a rule to a role: a JSON Patch, which is an array. */
export const patchClusterRole: Family = (scene) => {
  const operator = personWith(scene, 'operator');
  const name = scene.random.pick(['log-readers', 'restarters', 'metrics-viewers']);
  const rule = { verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['pods', 'pods/log'] };
  return [
    resourceRequest(
      scene,
      operator,
      'patch',
      { resource: 'clusterroles', name, ...RBAC },
      {
        requestObject: [{ op: 'add', path: '/rules/-', value: rule }],
        responseObject: {
          kind: 'ClusterRole',
          apiVersion: 'rbac.authorization.k8s.io/v1',
          metadata: { name, ...storedMetadata(scene, 'kubectl-edit', ['rules']) },
          rules: [{ verbs: ['get'], apiGroups: ['apps'], resources: ['deployments'] }, rule],
        },
        allowedBy: allowedAsGroup('platform-operators', 'cluster-admin'),
      },
    ),
  ];
};

/** An operator edits who may enter the cluster through IAM: the one config map that is logged in full. */
export const editAwsAuth: Family = (scene) => {
  const operator = personWith(scene, 'operator');
  const mapRoles = awsAuthRoles(scene.world.account, []);
  return [
    resourceRequest(scene, operator, 'update', awsAuthRef(), {
      query: { fieldManager: 'kubectl-edit' },
      requestObject: awsAuth(scene, mapRoles, scene.world.nextResourceVersion()),
      responseObject: awsAuth(scene, mapRoles, scene.world.nextResourceVersion()),
      allowedBy: allowedAsGroup('platform-operators', 'cluster-admin'),
    }),
  ];
};

/** The config map by which IAM roles become users of the cluster. */
export function awsAuthRef(): { resource: string; namespace: string; name: string; apiVersion: string } {
  return { resource: 'configmaps', namespace: 'kube-system', name: 'aws-auth', apiVersion: 'v1' };
}

/** `mapRoles` of aws-auth: the workers, and what is added. */
export function awsAuthRoles(account: string, added: readonly string[]): string {
  const workers = `- groups:\n  - system:bootstrappers\n  - system:nodes\n  rolearn: arn:aws:iam::${account}:role/prod-eu-1-workers\n  username: system:node:{{EC2PrivateDNSName}}\n`;
  return workers + added.join('');
}

/** aws-auth as the API server stores it. */
export function awsAuth(scene: Scene, mapRoles: string, resourceVersion: string): JsonObject {
  return {
    kind: 'ConfigMap',
    apiVersion: 'v1',
    metadata: {
      name: 'aws-auth',
      namespace: 'kube-system',
      ...storedMetadata(scene, 'kubectl-edit', ['data']),
      resourceVersion,
    },
    data: { mapRoles },
  };
}

function storedMetadata({ random, world, micros }: Scene, manager: string, fields: readonly string[]): JsonObject {
  return {
    uid: random.uuid(),
    resourceVersion: world.nextResourceVersion(),
    creationTimestamp: secondTime(micros),
    managedFields: [managedFields(manager, 'v1', micros, ownedFields(...fields))],
  };
}
