import type { Caller } from './api-request';

/** A machine of the node group. */
export interface WorkerNode {
  readonly name: string;
  readonly uid: string;
  readonly ip: string;
  readonly instanceId: string;
  readonly instanceType: string;
  readonly zone: string;
  readonly createdMicros: number;
  readonly kubelet: Caller;
  readonly images: readonly NodeImage[];
}

/** A container image on a node. */
export interface NodeImage {
  readonly repository: string;
  readonly digest: string;
  readonly tag: string;
  readonly sizeBytes: number;
}
