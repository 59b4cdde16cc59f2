import type { JsonObject } from '../../build/go-json';
import { goJson } from '../../build/go-json';
import { secondTime } from '../timestamps';
import type { Workload } from '../world';
import { managedFields, ownedFields, ownerReference } from './metadata';
import { container, podLabels } from './pod';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** A Deployment as it is written in a repository. */
export function deploymentManifest(workload: Workload, replicas = workload.replicas): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      annotations: { 'example.com/owner': 'Zahlungen & Abrechnung <team@example.com>' },
      labels: { 'app.kubernetes.io/name': workload.name },
      name: workload.name,
      namespace: workload.namespace,
    },
    spec: deploymentSpec(workload, replicas),
  };
}

/** A Deployment as the API server returns it; `withLastApplied` for one that kubectl applied. */
export function storedDeployment(
  workload: Workload,
  resourceVersion: string,
  micros: number,
  { readyReplicas = workload.replicas, withLastApplied = false } = {},
): JsonObject {
  const since = secondTime(micros);
  return {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    metadata: {
      name: workload.name,
      namespace: workload.namespace,
      uid: workload.uid,
      resourceVersion,
      generation: 14,
      creationTimestamp: secondTime(workload.createdMicros),
      labels: { 'app.kubernetes.io/name': workload.name },
      annotations: {
        'deployment.kubernetes.io/revision': '14',
        'example.com/owner': 'Zahlungen & Abrechnung <team@example.com>',
        [LAST_APPLIED]: withLastApplied ? `${goJson(deploymentManifest(workload))}\n` : undefined,
      },
      managedFields: deploymentManagedFields(workload, micros),
    },
    spec: deploymentSpec(workload, workload.replicas),
    status: {
      observedGeneration: 14,
      replicas: workload.replicas,
      updatedReplicas: workload.replicas,
      readyReplicas,
      availableReplicas: readyReplicas,
      conditions: [
        condition('Available', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', since),
        condition(
          'Progressing',
          'NewReplicaSetAvailable',
          `ReplicaSet "${workload.name}-${workload.templateHash}" has successfully progressed.`,
          since,
        ),
      ],
    },
  };
}

/** A ReplicaSet as the API server returns it. */
export function storedReplicaSet(workload: Workload, resourceVersion: string, readyReplicas: number): JsonObject {
  const { replicas } = workload;
  return {
    kind: 'ReplicaSet',
    apiVersion: 'apps/v1',
    metadata: {
      name: `${workload.name}-${workload.templateHash}`,
      namespace: workload.namespace,
      uid: workload.replicaSetUid,
      resourceVersion,
      generation: 3,
      creationTimestamp: secondTime(workload.createdMicros),
      labels: podLabels(workload),
      annotations: {
        'deployment.kubernetes.io/desired-replicas': String(replicas),
        'deployment.kubernetes.io/max-replicas': String(replicas + 1),
        'deployment.kubernetes.io/revision': '14',
      },
      ownerReferences: [ownerReference('apps/v1', 'Deployment', workload.name, workload.uid)],
    },
    spec: { replicas, selector: { matchLabels: podLabels(workload) }, template: podTemplate(workload) },
    status: {
      replicas,
      fullyLabeledReplicas: replicas,
      readyReplicas,
      availableReplicas: readyReplicas,
      observedGeneration: 3,
    },
  };
}

function deploymentSpec(workload: Workload, replicas: number): JsonObject {
  return {
    replicas,
    selector: { matchLabels: { 'app.kubernetes.io/name': workload.name } },
    template: podTemplate(workload),
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
  };
}

function podTemplate(workload: Workload): JsonObject {
  return {
    metadata: { creationTimestamp: null, labels: { 'app.kubernetes.io/name': workload.name } },
    spec: {
      containers: [container(workload)],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: workload.name,
      serviceAccount: workload.name,
      securityContext: {},
      schedulerName: 'default-scheduler',
    },
  };
}

function condition(type: string, reason: string, message: string, since: string): JsonObject {
  return { type, status: 'True', lastUpdateTime: since, lastTransitionTime: since, reason, message };
}

function deploymentManagedFields(workload: Workload, micros: number): JsonObject[] {
  const spec = {
    'f:spec': {
      ...ownedFields('progressDeadlineSeconds', 'replicas', 'revisionHistoryLimit', 'selector', 'strategy'),
      'f:template': {
        'f:spec': {
          'f:containers': { [`k:{"name":"${workload.name}"}`]: ownedFields('env', 'image', 'name', 'ports') },
        },
      },
    },
  };
  const status = { 'f:status': ownedFields('availableReplicas', 'conditions', 'readyReplicas', 'replicas') };
  return [
    managedFields('argocd-controller', 'apps/v1', workload.createdMicros, spec, { operation: 'Apply' }),
    managedFields('kube-controller-manager', 'apps/v1', micros, status, { subresource: 'status' }),
  ];
}
