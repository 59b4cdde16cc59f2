import type { LogLine, TrafficOptions } from './audit-traffic';
import { createClock } from './day-shape';
import type { Random } from './random';
import { createRandom } from './random';
import { ACCOUNT, buildWorld } from './world';
import type { World } from './world';

/**
 * Lines of the other components that share the log group of a cluster: the authenticator's logfmt and the klog lines of
 * the scheduler, the controller managers and the API server itself. None of them is an audit event.
 */
export function* componentTraffic(options: Omit<TrafficOptions, 'withAttack'>): Generator<LogLine, void, undefined> {
  const { seed, events, from, to } = options;
  const random = createRandom(seed ^ COMPONENT_SEED);
  const world = buildWorld(createRandom(seed), from * 1000);
  const clock = createClock(from * 1000, to * 1000);
  for (let slot = 0; slot < events; slot++) {
    const micros = clock((slot + random.next()) / events);
    const [component, write] = random.pick(COMPONENTS);
    yield { component, timestamp: Math.floor(micros / 1000), text: write(random, world, micros) };
  }
}

const COMPONENT_SEED = 0xc0;

type WriteLine = (random: Random, world: World, micros: number) => string;

const COMPONENTS: readonly [readonly [string, WriteLine], ...(readonly [string, WriteLine])[]] = [
  ['authenticator', accessGranted],
  ['authenticator', accessDenied],
  ['kube-scheduler', podBound],
  ['kube-controller-manager', replicaSetScaled],
  ['cloud-controller-manager', nodeInitialized],
  ['kube-apiserver', slowRequest],
];

function accessGranted(random: Random, world: World, micros: number): string {
  const { user } = random.pick(world.people);
  const arn = user.extra!['canonicalArn']![0]!;
  return `time="${logTime(micros)}" level=info msg="access granted" arn="${arn}" client="127.0.0.1:${random.int(32_768, 60_999)}" groups="[${user.groups[0]!}]" method=POST path=/authenticate stsendpoint=sts.${world.region}.amazonaws.com uid="${user.uid!}" username="${user.username}"`;
}

function accessDenied(random: Random, _world: World, micros: number): string {
  return `time="${logTime(micros)}" level=warning msg="access denied" client="127.0.0.1:${random.int(32_768, 60_999)}" error="sts getCallerIdentity failed: error from AWS (expected 200, got 403). Body: {\\"Error\\":{\\"Code\\":\\"ExpiredToken\\",\\"Message\\":\\"account ${ACCOUNT}\\"}}" method=POST path=/authenticate`;
}

function podBound(random: Random, world: World, micros: number): string {
  const { workload, name, node } = random.pick(world.pods);
  return klog(
    'I',
    micros,
    'schedule_one.go:314',
    `"Successfully bound pod to node" pod="${workload.namespace}/${name}" node="${node.name}" evaluatedNodes=${world.nodes.length} feasibleNodes=${random.int(1, 9)}`,
  );
}

function replicaSetScaled(random: Random, world: World, micros: number): string {
  const { namespace, name, templateHash, replicas } = random.pick(world.workloads);
  return klog(
    'I',
    micros,
    'replica_set.go:679',
    `"Finished syncing" logger="replicaset-controller" kind="ReplicaSet" key="${namespace}/${name}-${templateHash}" duration="${random.int(20, 900)}.${random.int(100, 999)}µs" replicas=${replicas}`,
  );
}

function nodeInitialized(random: Random, world: World, micros: number): string {
  const { name, instanceType } = random.pick(world.nodes);
  return klog(
    'I',
    micros,
    'node_controller.go:514',
    `"Successfully initialized node" node="${name}" instanceType="${instanceType}"`,
  );
}

function slowRequest(random: Random, world: World, micros: number): string {
  const { workload, name } = random.pick(world.pods);
  return klog(
    'W',
    micros,
    'trace.go:236',
    `Trace[${random.int(1e8, 2e9)}]: "Get" accept:application/json,audit-id:${random.uuid()},client:${random.pick(world.nodes).ip},protocol:HTTP/2.0,resource:pods,scope:resource,url:/api/v1/namespaces/${workload.namespace}/pods/${name},verb:GET (total time: ${random.int(500, 4000)}ms):`,
  );
}

function logTime(micros: number): string {
  return `${new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19)}Z`;
}

/** `I0512 08:15:42.123456       1 file.go:12] text`: klog's header is the level, the day, the time and the process. */
function klog(level: 'I' | 'W', micros: number, source: string, text: string): string {
  const iso = new Date(Math.floor(micros / 1000)).toISOString();
  const fraction = String(micros % 1_000_000).padStart(6, '0');
  return `${level}${iso.slice(5, 7)}${iso.slice(8, 10)} ${iso.slice(11, 19)}.${fraction}       1 ${source}] ${text}`;
}
