import type { JsonObject } from '../../build/go-json';
import { secondTime, SECOND } from '../timestamps';
import type { WorkerNode } from '../worker-node';
import { managedFields, ownedFields } from './metadata';

const CONDITIONS = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
] as const;

/** The strategic merge patch by which a kubelet reports that its node is well. */
export function nodeStatusPatch(node: WorkerNode, micros: number, withImages: boolean): JsonObject {
  return {
    status: {
      '$setElementOrder/conditions': CONDITIONS.map(([type]) => ({ type })),
      conditions: CONDITIONS.map(([type]) => ({ lastHeartbeatTime: secondTime(micros), type })),
      images: withImages ? imageList(node) : undefined,
    },
  };
}

/** A node as the API server returns it. */
export function storedNode(node: WorkerNode, resourceVersion: string, micros: number): JsonObject {
  return {
    kind: 'Node',
    apiVersion: 'v1',
    metadata: {
      name: node.name,
      uid: node.uid,
      resourceVersion,
      creationTimestamp: secondTime(node.createdMicros),
      labels: nodeLabels(node),
      annotations: {
        'alpha.kubernetes.io/provided-node-ip': node.ip,
        'csi.volume.kubernetes.io/nodeid': JSON.stringify({ 'ebs.csi.aws.com': node.instanceId }),
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
      managedFields: nodeManagedFields(micros),
    },
    spec: { providerID: `aws:///${node.zone}/${node.instanceId}` },
    status: nodeStatus(node, micros),
  };
}

function nodeStatus(node: WorkerNode, micros: number): JsonObject {
  return {
    capacity: { cpu: '8', 'ephemeral-storage': '83873772Ki', 'hugepages-2Mi': '0', memory: '32386544Ki', pods: '58' },
    allocatable: { cpu: '7910m', 'ephemeral-storage': '76224326324', memory: '31369712Ki', pods: '58' },
    conditions: CONDITIONS.map(([type, status, reason, message]) => ({
      type,
      status,
      lastHeartbeatTime: secondTime(micros),
      lastTransitionTime: secondTime(node.createdMicros + 30 * SECOND),
      reason,
      message,
    })),
    addresses: [
      { type: 'InternalIP', address: node.ip },
      { type: 'InternalDNS', address: node.name },
      { type: 'Hostname', address: node.name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      machineID: node.uid.replaceAll('-', ''),
      systemUUID: node.uid,
      bootID: node.uid,
      kernelVersion: '6.12.40-64.114.amzn2023.x86_64',
      osImage: 'Amazon Linux 2023.8.20250915',
      containerRuntimeVersion: 'containerd://2.1.4',
      kubeletVersion: 'v1.33.4-eks-99d6cc0',
      kubeProxyVersion: '',
      operatingSystem: 'linux',
      architecture: 'amd64',
    },
    images: imageList(node),
  };
}

function imageList(node: WorkerNode): JsonObject[] {
  return node.images.map(({ repository, digest, tag, sizeBytes }) => ({
    names: [`${repository}@sha256:${digest}`, `${repository}:${tag}`],
    sizeBytes,
  }));
}

function nodeLabels({ name, instanceType, zone, instanceId }: WorkerNode): JsonObject {
  return {
    'beta.kubernetes.io/instance-type': instanceType,
    'eks.amazonaws.com/capacityType': 'ON_DEMAND',
    'eks.amazonaws.com/nodegroup': 'workers',
    'eks.amazonaws.com/nodegroup-image': `ami-0${instanceId.slice(3)}`,
    'failure-domain.beta.kubernetes.io/zone': zone,
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': instanceType,
    'topology.kubernetes.io/region': zone.slice(0, -1),
    'topology.kubernetes.io/zone': zone,
  };
}

function nodeManagedFields(micros: number): JsonObject[] {
  const conditions = Object.fromEntries(
    ['DiskPressure', 'MemoryPressure', 'PIDPressure', 'Ready'].map((type) => [
      `k:{"type":"${type}"}`,
      ownedFields('lastHeartbeatTime', 'lastTransitionTime', 'message', 'reason', 'status'),
    ]),
  );
  return [
    managedFields('kubelet', 'v1', micros, {
      'f:metadata': { 'f:annotations': { '.': {}, 'f:csi.volume.kubernetes.io/nodeid': {} } },
    }),
    managedFields(
      'kubelet',
      'v1',
      micros,
      { 'f:status': { ...ownedFields('allocatable', 'capacity', 'images', 'nodeInfo'), 'f:conditions': conditions } },
      { subresource: 'status' },
    ),
  ];
}
