import { bindRole, editAwsAuth, patchClusterRole } from './families/access';
import { applyCustomResourceDefinition, updateCustomResource } from './families/custom-resources';
import { failAuthentication, forbidPerson, impersonate, missObject, panic, scanEndpoint } from './families/denials';
import { updateEndpoints, updateEndpointSlice } from './families/endpoints';
import { startJob } from './families/jobs';
import { renewLeaderLease, renewNodeLease } from './families/leases';
import { annotateNode, patchNodeStatus } from './families/nodes';
import { readCachedPath, readPath } from './families/paths';
import { createPod, deletePod, deletePodCollection, evictPod, patchPodStatus } from './families/pods';
import { controllerReads, kubeletReads, metricsReads, personReads } from './families/reads';
import { selfSubjectAccessReview, subjectAccessReview, tokenReview } from './families/reviews';
import { controllerSecrets, pipelineSecrets } from './families/secrets';
import { openSession } from './families/sessions';
import { requestToken } from './families/tokens';
import { kubeProxyWatch, reconnectKubelet, renewWatch } from './families/watches';
import {
  applyDeployment,
  patchDeployment,
  scaleDeployment,
  updateDeploymentStatus,
  updateReplicaSetStatus,
} from './families/workloads';
import type { Random } from './random';
import type { Family } from './scene';

/** How often a family comes up, and whether people do it: people sleep at night. */
interface Share {
  readonly weight: number;
  readonly family: Family;
  readonly isHuman?: boolean;
}

/**
 * The weights give the sizes that public audit logs have (median 1.3 KB, 90 % below 3.8 KB, 99 % below 18 KB, the
 * largest 100 to 200 KB), with EKS's policy in force.
 */
const SHARES: readonly Share[] = [
  { weight: 190, family: renewLeaderLease },
  { weight: 110, family: renewNodeLease },
  { weight: 70, family: renewWatch },
  { weight: 4, family: reconnectKubelet },
  { weight: 6, family: kubeProxyWatch },
  { weight: 130, family: controllerReads },
  { weight: 70, family: kubeletReads },
  { weight: 20, family: metricsReads },
  { weight: 70, family: subjectAccessReview },
  { weight: 40, family: tokenReview },
  { weight: 30, family: patchNodeStatus },
  { weight: 36, family: annotateNode },
  { weight: 16, family: patchPodStatus },
  { weight: 14, family: createPod },
  { weight: 12, family: deletePod },
  { weight: 5, family: evictPod },
  { weight: 2, family: deletePodCollection },
  { weight: 11, family: updateDeploymentStatus },
  { weight: 12, family: updateReplicaSetStatus },
  { weight: 16, family: applyDeployment },
  { weight: 8, family: scaleDeployment },
  { weight: 34, family: updateEndpoints },
  { weight: 12, family: updateEndpointSlice },
  { weight: 30, family: controllerSecrets },
  { weight: 22, family: updateCustomResource },
  { weight: 3, family: applyCustomResourceDefinition },
  { weight: 4, family: startJob },
  { weight: 14, family: requestToken },
  { weight: 50, family: readPath },
  { weight: 6, family: readCachedPath },
  { weight: 16, family: scanEndpoint },
  { weight: 4, family: missObject },
  { weight: 1, family: panic },
  { weight: 5, family: failAuthentication },
  { weight: 40, family: personReads, isHuman: true },
  { weight: 8, family: selfSubjectAccessReview, isHuman: true },
  { weight: 28, family: patchDeployment, isHuman: true },
  { weight: 6, family: pipelineSecrets, isHuman: true },
  { weight: 6, family: openSession, isHuman: true },
  { weight: 3, family: bindRole, isHuman: true },
  { weight: 2, family: patchClusterRole, isHuman: true },
  { weight: 1, family: editAwsAuth, isHuman: true },
  { weight: 5, family: forbidPerson, isHuman: true },
  { weight: 3, family: impersonate, isHuman: true },
];

/** Every family, each once. */
export const FAMILIES: readonly Family[] = SHARES.map(({ family }) => family);

/** Picks a family; `presence` of people is 0 (nobody) to 1 (a working day). */
export function pickFamily(random: Random, presence: number): Family {
  let left = random.next() * totalWeight(presence);
  for (const share of SHARES) {
    left -= weightOf(share, presence);
    if (left < 0) return share.family;
  }
  return renewLeaderLease;
}

function totalWeight(presence: number): number {
  return SHARES.reduce((total, share) => total + weightOf(share, presence), 0);
}

function weightOf({ weight, isHuman }: Share, presence: number): number {
  return isHuman === true ? weight * presence : weight;
}
