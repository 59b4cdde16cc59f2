import type { Family } from '../scene';
import { allowedAsGroup, controllerNamed, personWith, resourceRequest } from '../scene';

/** A program reads or refreshes a secret or a config map: the policy never logs what is in them. */
export const controllerSecrets: Family = (scene) => {
  const { random, world } = scene;
  const controller = controllerNamed(
    scene,
    random.pick(['external-secrets', 'cert-manager', 'argocd-application-controller']),
  );
  const { name, namespace } = random.pick(world.workloads);
  const resource = random.pick(['secrets', 'secrets', 'configmaps']);
  const verb = random.pick(['get', 'get', 'list', 'update']);
  const ref = { resource, namespace, apiVersion: 'v1' };
  return [
    resourceRequest(scene, controller, verb, verb === 'list' ? ref : { ...ref, name: `${name}-database` }, {
      allowedBy: controller.allowedBy,
      requestObject: { kind: 'Secret', apiVersion: 'v1', data: { url: 'never logged' } },
      responseObject: { kind: 'Secret', apiVersion: 'v1', data: { url: 'never logged' } },
    }),
  ];
};

/** A pipeline creates the secret of a release; now and then it exists already. */
export const pipelineSecrets: Family = (scene) => {
  const { random, world } = scene;
  const pipeline = personWith(scene, 'pipeline');
  const { name, namespace } = random.pick(world.workloads);
  const secret = `sh.helm.release.v1.${name}.v${random.int(2, 60)}`;
  return [
    resourceRequest(
      scene,
      pipeline,
      'create',
      { resource: 'secrets', namespace, name: secret, apiVersion: 'v1' },
      {
        allowedBy: allowedAsGroup('deployers'),
        ...(random.chance(0.15)
          ? {
              code: 409,
              failure: {
                message: `secrets "${secret}" already exists`,
                reason: 'AlreadyExists',
                details: { name: secret, kind: 'secrets' },
              },
            }
          : { code: 201 }),
      },
    ),
  ];
};
