import type { Family } from '../scene';
import { allowedAsGroup, personWith, resourceRequest } from '../scene';
import { SECOND } from '../timestamps';

/** Someone opens a shell in a pod, attaches to it or forwards a port: two audit events, the second at its end. */
export const openSession: Family = (scene) => {
  const { random, world } = scene;
  const person = personWith(scene, random.pick(['developer', 'operator']));
  const { name, workload } = random.pick(world.pods);
  const subresource = random.pick(['exec', 'exec', 'portforward', 'attach']);
  const query: Record<string, string> =
    subresource === 'portforward'
      ? {}
      : { command: '/bin/sh', container: workload.name, stdin: 'true', stdout: 'true', tty: 'true' };
  return [
    resourceRequest(
      scene,
      person,
      // A client over WebSocket opens it with GET, one over SPDY with POST.
      random.pick(['get', 'get', 'create']),
      { resource: 'pods', namespace: workload.namespace, name, apiVersion: 'v1', subresource },
      {
        code: 101,
        query,
        allowedBy: allowedAsGroup(person.user.groups[0]!),
        latencyMicros: random.int(20_000, 90_000),
        runsForMicros: random.int(2, 900) * SECOND,
      },
    ),
  ];
};
