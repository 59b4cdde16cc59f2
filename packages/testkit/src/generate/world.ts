import { buildControllers } from './controllers';
import type { Controller } from './controllers';
import { APPS, NAMESPACES, REGISTRY } from './names';
import { buildPeople } from './people';
import type { Person } from './people';
import type { Random } from './random';
import { SECOND } from './timestamps';
import type { NodeImage, WorkerNode } from './worker-node';

/** An application that runs as a Deployment. */
export interface Workload {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly image: string;
  readonly templateHash: string;
  readonly replicaSetUid: string;
  readonly replicas: number;
  readonly createdMicros: number;
}

/** A pod of a workload. */
export interface Pod {
  readonly workload: Workload;
  readonly name: string;
  readonly uid: string;
  readonly node: WorkerNode;
  readonly ip: string;
  readonly createdMicros: number;
  readonly tokenVolume: string;
  readonly containerId: string;
  readonly imageDigest: string;
}

/** An EKS cluster and everyone in it; it does not grow while traffic is generated. */
export interface World {
  readonly cluster: string;
  readonly account: string;
  readonly region: string;
  readonly nodes: readonly [WorkerNode, ...WorkerNode[]];
  readonly workloads: readonly [Workload, ...Workload[]];
  readonly pods: readonly [Pod, ...Pod[]];
  readonly controllers: readonly [Controller, ...Controller[]];
  readonly people: readonly [Person, ...Person[]];
  /** The revision of etcd, which every write raises. */
  readonly nextResourceVersion: () => string;
}

/** The account of every generated event: AWS's own example. */
export const ACCOUNT = '111122223333';
/** The region of every generated event. */
export const REGION = 'eu-west-1';
/** The cluster of every generated event. */
export const CLUSTER = 'prod-eu-1';

const NODE_COUNT = 16;
const WORKLOAD_COUNT = 36;
const DAY = 86_400 * SECOND;

/** The world of a seed as it is at `micros`. */
export function buildWorld(random: Random, micros: number): World {
  const nodes = times(NODE_COUNT, () => buildNode(random, micros));
  const workloads = times(WORKLOAD_COUNT, () => buildWorkload(random, micros));
  const pods = workloads.flatMap((workload) =>
    times(workload.replicas, () => buildPod(random, workload, random.pick(nodes), micros)),
  );
  let revision = random.int(480_000_000, 590_000_000);
  return {
    cluster: CLUSTER,
    account: ACCOUNT,
    region: REGION,
    nodes,
    workloads,
    pods: pods as [Pod, ...Pod[]],
    controllers: buildControllers(random, nodes),
    people: buildPeople(random, ACCOUNT),
    nextResourceVersion: () => String((revision += random.int(1, 9))),
  };
}

function times<T>(count: number, make: () => T): [T, ...T[]] {
  return Array.from({ length: count }, make) as [T, ...T[]];
}

function buildNode(random: Random, micros: number): WorkerNode {
  const ip = `10.42.${random.int(0, 63)}.${random.int(4, 250)}`;
  const name = `ip-${ip.replaceAll('.', '-')}.${REGION}.compute.internal`;
  const instanceId = `i-0${random.hex(16)}`;
  const roleId = `AROA${random.awsId(17)}`;
  return {
    name,
    uid: random.uuid(),
    ip,
    instanceId,
    instanceType: random.pick(['m6i.2xlarge', 'm7g.xlarge', 'c6i.4xlarge', 'r6i.2xlarge']),
    zone: `${REGION}${random.pick(['a', 'b', 'c'])}`,
    createdMicros: micros - random.int(2, 21) * DAY,
    images: times(random.int(30, 50), () => buildImage(random)),
    kubelet: {
      user: {
        username: `system:node:${name}`,
        uid: `aws-iam-authenticator:${ACCOUNT}:${roleId}`,
        groups: ['system:nodes', 'system:authenticated'],
        extra: {
          accessKeyId: [`ASIA${random.awsId(16)}`],
          arn: [`arn:aws:sts::${ACCOUNT}:assumed-role/prod-eu-1-workers/${instanceId}`],
          canonicalArn: [`arn:aws:iam::${ACCOUNT}:role/prod-eu-1-workers`],
          principalId: [roleId],
          sessionName: [instanceId],
        },
      },
      sourceIp: ip,
      userAgent: 'kubelet/v1.33.4 (linux/amd64) kubernetes/74cdb42',
    },
  };
}

function buildImage(random: Random): NodeImage {
  return {
    repository: `${random.pick(REGISTRY)}/${random.pick(APPS)}`,
    digest: random.hex(64),
    tag: `v${random.int(0, 4)}.${random.int(0, 30)}.${random.int(0, 20)}`,
    sizeBytes: random.int(298_000, 912_000_000),
  };
}

function buildWorkload(random: Random, micros: number): Workload {
  const name = `${random.pick(APPS)}-${random.pick(['api', 'worker', 'web', 'consumer', 'cache'])}`;
  return {
    name,
    namespace: random.pick(NAMESPACES),
    uid: random.uuid(),
    image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${name}:${random.hex(12)}`,
    templateHash: random.suffix(random.int(8, 10)),
    replicaSetUid: random.uuid(),
    replicas: random.int(1, 5),
    createdMicros: micros - random.int(20, 400) * DAY,
  };
}

/** A pod of a workload, born before `micros`. */
export function buildPod(random: Random, workload: Workload, node: WorkerNode, micros: number): Pod {
  return {
    workload,
    name: `${workload.name}-${workload.templateHash}-${random.suffix(5)}`,
    uid: random.uuid(),
    node,
    ip: `10.42.${random.int(64, 127)}.${random.int(4, 250)}`,
    createdMicros: micros - random.int(60, 900_000) * SECOND,
    tokenVolume: `kube-api-access-${random.suffix(5)}`,
    containerId: random.hex(64),
    imageDigest: random.hex(64),
  };
}
