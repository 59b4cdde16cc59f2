import type { JsonObject } from '../../build/go-json';
import type { Family } from '../scene';
import { allowedAsController, controlPlaneAccount, resourceRequest } from '../scene';
import { secondTime } from '../timestamps';
import type { Workload } from '../world';

/** A cron job starts a job. Its deadline is "never": the largest int64. */
export const startJob: Family = (scene) => {
  const { random, world, micros } = scene;
  const workload = random.pick(world.workloads);
  const name = `${workload.name}-nightly-${Math.floor(micros / 60_000_000)}`;
  const { namespace } = workload;
  const stored = { uid: random.uuid(), resourceVersion: world.nextResourceVersion(), generation: 1 };
  return [
    resourceRequest(
      scene,
      controlPlaneAccount(scene, 'cronjob-controller'),
      'create',
      { resource: 'jobs', namespace, name, apiGroup: 'batch', apiVersion: 'v1' },
      {
        code: 201,
        requestObject: job(workload, { name, namespace, creationTimestamp: null }),
        responseObject: job(workload, { name, namespace, ...stored, creationTimestamp: secondTime(micros) }),
        allowedBy: allowedAsController('cronjob-controller'),
      },
    ),
  ];
};

function job(workload: Workload, metadata: JsonObject): JsonObject {
  return {
    kind: 'Job',
    apiVersion: 'batch/v1',
    metadata,
    spec: {
      parallelism: 1,
      completions: 1,
      activeDeadlineSeconds: 9_223_372_036_854_775_807n,
      backoffLimit: 6,
      template: {
        metadata: { creationTimestamp: null, labels: { 'job-name': workload.name } },
        spec: {
          containers: [
            {
              name: 'nightly',
              image: workload.image,
              args: ['--since=24h', '--filter=amount>100 && currency!="EUR"'],
              resources: { requests: { cpu: '500m', memory: '1Gi' } },
            },
          ],
          restartPolicy: 'Never',
        },
      },
    },
    status: {},
  };
}
