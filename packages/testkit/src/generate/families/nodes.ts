import { nodeStatusPatch, storedNode } from '../objects/node';
import type { Family } from '../scene';
import { controllerNamed, resourceRequest } from '../scene';
import { secondTime } from '../timestamps';

/** A kubelet reports the state of its node: logged with the request only. */
export const patchNodeStatus: Family = (scene) => {
  const { random, world, micros } = scene;
  const node = random.pick(world.nodes);
  return [
    resourceRequest(
      scene,
      node.kubelet,
      'patch',
      { resource: 'nodes', name: node.name, apiVersion: 'v1', subresource: 'status' },
      {
        query: { timeout: '10s' },
        requestObject: nodeStatusPatch(node, micros, random.chance(0.08)),
        responseObject: storedNode(node, world.nextResourceVersion(), micros),
      },
    ),
  ];
};

/** A controller annotates a node: a small merge patch, answered with the whole node. */
export const annotateNode: Family = (scene) => {
  const { random, world, micros } = scene;
  const node = random.pick(world.nodes);
  const controller = controllerNamed(scene, random.pick(['eks:vpc-resource-controller', 'karpenter', 'aws-node']));
  return [
    resourceRequest(
      scene,
      controller,
      'patch',
      { resource: 'nodes', name: node.name, apiVersion: 'v1' },
      {
        requestObject: { metadata: { annotations: { 'example.com/last-seen': secondTime(micros) } } },
        responseObject: storedNode(node, world.nextResourceVersion(), micros),
        allowedBy: controller.allowedBy,
      },
    ),
  ];
};
