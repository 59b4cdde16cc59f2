import type { JsonObject, JsonValue } from '../../build/go-json';
import { secondTime, SECOND } from '../timestamps';
import type { Pod, Workload } from '../world';
import { managedFields, ownedFields, ownerReference } from './metadata';

/** The labels of a workload's pods. */
export function podLabels(workload: Workload): JsonObject {
  return {
    'app.kubernetes.io/instance': workload.name,
    'app.kubernetes.io/managed-by': 'Helm',
    'app.kubernetes.io/name': workload.name,
    'pod-template-hash': workload.templateHash,
  };
}

/** The container of a workload as its Deployment states it. */
export function container(workload: Workload, volumeMounts: readonly JsonValue[] = []): JsonObject {
  return {
    name: workload.name,
    image: workload.image,
    command: ['/bin/sh', '-c', `exec /srv/${workload.name} --listen=:8080 --log-format=json 2>&1 && echo "stopped"`],
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    env: [
      { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } } },
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'BANNER', value: 'Grüße — ¡hola! — こんにちは' },
      { name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: `${workload.name}-database`, key: 'url' } } },
    ],
    resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '250m', memory: '512Mi' } },
    volumeMounts: volumeMounts.length === 0 ? undefined : volumeMounts,
    livenessProbe: probe('/livez', 15),
    readinessProbe: probe('/readyz', 5),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
    securityContext: {
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
    },
  };
}

/** The pod as its ReplicaSet asks for it. */
export function requestedPod(workload: Workload): JsonObject {
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      generateName: `${workload.name}-${workload.templateHash}-`,
      namespace: workload.namespace,
      creationTimestamp: null,
      labels: podLabels(workload),
      ownerReferences: [replicaSetOwner(workload)],
    },
    spec: { containers: [container(workload)], ...podDefaults(workload) },
    status: {},
  };
}

/** The pod as the API server stores and returns it. */
export function storedPod(pod: Pod, resourceVersion: string, isScheduled: boolean, micros: number): JsonObject {
  const { workload } = pod;
  const mount = { name: pod.tokenVolume, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' };
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name: pod.name,
      generateName: `${workload.name}-${workload.templateHash}-`,
      namespace: workload.namespace,
      uid: pod.uid,
      resourceVersion,
      generation: 1,
      creationTimestamp: secondTime(isScheduled ? pod.createdMicros : micros),
      labels: podLabels(workload),
      ownerReferences: [replicaSetOwner(workload)],
      managedFields: podManagedFields(pod, isScheduled, micros),
    },
    spec: {
      volumes: [tokenVolume(pod.tokenVolume)],
      containers: [container(workload, [mount])],
      ...podDefaults(workload),
      serviceAccountName: workload.name,
      serviceAccount: workload.name,
      nodeName: isScheduled ? pod.node.name : undefined,
      tolerations: [toleration('not-ready'), toleration('unreachable')],
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
    },
    status: isScheduled ? runningStatus(pod) : { phase: 'Pending', qosClass: 'Burstable' },
  };
}

/** What a kubelet reports of a running pod. */
export function runningStatus(pod: Pod): JsonObject {
  const since = secondTime(pod.createdMicros + 4 * SECOND);
  const condition = (type: string): JsonObject => ({
    type,
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: since,
  });
  return {
    phase: 'Running',
    conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(condition),
    hostIP: pod.node.ip,
    hostIPs: [{ ip: pod.node.ip }],
    podIP: pod.ip,
    podIPs: [{ ip: pod.ip }],
    startTime: secondTime(pod.createdMicros),
    containerStatuses: [containerStatus(pod, since)],
    qosClass: 'Burstable',
  };
}

/** What a kubelet reports of a container. */
export function containerStatus(pod: Pod, startedAt: string): JsonObject {
  return {
    name: pod.workload.name,
    state: { running: { startedAt } },
    lastState: {},
    ready: true,
    restartCount: 0,
    image: pod.workload.image,
    imageID: `${pod.workload.image.split(':')[0]!}@sha256:${pod.imageDigest}`,
    containerID: `containerd://${pod.containerId}`,
    started: true,
  };
}

function podDefaults(workload: Workload): JsonObject {
  return {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: workload.name,
    serviceAccount: workload.name,
    securityContext: { runAsUser: 10_001, fsGroup: 10_001 },
    schedulerName: 'default-scheduler',
    enableServiceLinks: true,
  };
}

function probe(path: string, initialDelaySeconds: number): JsonObject {
  return {
    httpGet: { path, port: 'http', scheme: 'HTTP' },
    initialDelaySeconds,
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  };
}

function replicaSetOwner(workload: Workload): JsonObject {
  return ownerReference('apps/v1', 'ReplicaSet', `${workload.name}-${workload.templateHash}`, workload.replicaSetUid);
}

function tokenVolume(name: string): JsonObject {
  const namespaceFile = { path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } };
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [namespaceFile] } },
      ],
      defaultMode: 420,
    },
  };
}

function toleration(condition: string): JsonObject {
  return { key: `node.kubernetes.io/${condition}`, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };
}

function podManagedFields(pod: Pod, isScheduled: boolean, micros: number): JsonObject[] {
  const created = managedFields('kube-controller-manager', 'v1', isScheduled ? pod.createdMicros : micros, {
    'f:metadata': { 'f:generateName': {}, 'f:labels': { '.': {}, ...ownedFields('pod-template-hash') } },
    'f:spec': {
      'f:containers': {
        [`k:{"name":"${pod.workload.name}"}`]: {
          '.': {},
          ...ownedFields('command', 'env', 'image', 'imagePullPolicy', 'livenessProbe', 'name', 'ports', 'resources'),
        },
      },
      ...ownedFields('dnsPolicy', 'enableServiceLinks', 'restartPolicy', 'schedulerName', 'securityContext'),
    },
  });
  if (!isScheduled) return [created];
  const reported = ownedFields('conditions', 'containerStatuses', 'hostIP', 'phase', 'podIP', 'podIPs', 'startTime');
  const status = managedFields('kubelet', 'v1', micros, { 'f:status': reported }, { subresource: 'status' });
  return [created, status];
}
