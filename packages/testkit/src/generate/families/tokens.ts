import type { Family } from '../scene';
import { resourceRequest } from '../scene';
import { secondTime, SECOND } from '../timestamps';

const HOUR = 3_600;

/** A kubelet renews the token of a pod: the one request that EKS also logs as RequestReceived. */
export const requestToken: Family = (scene) => {
  const { random, world, micros } = scene;
  const { node, name, uid, workload } = random.pick(world.pods);
  const account = workload.name;
  return [
    resourceRequest(
      scene,
      node.kubelet,
      'create',
      {
        resource: 'serviceaccounts',
        namespace: workload.namespace,
        name: account,
        apiVersion: 'v1',
        subresource: 'token',
      },
      {
        code: 201,
        requestObject: {
          kind: 'TokenRequest',
          apiVersion: 'authentication.k8s.io/v1',
          metadata: { creationTimestamp: null },
          spec: {
            audiences: null,
            expirationSeconds: HOUR + 7,
            boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name, uid },
          },
          status: { token: '', expirationTimestamp: null },
        },
        annotations: {
          'authentication.kubernetes.io/issued-credential-id': `JTI=${random.uuid()}`,
          'example.com/token-expires': secondTime(micros + HOUR * SECOND),
        },
      },
    ),
  ];
};
