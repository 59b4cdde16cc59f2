/**
 * The log group that EKS writes a cluster's control plane logs to, with the names that EKS allows a cluster.
 * Sources: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html,
 * https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
 */
const EKS_LOG_GROUP = /^\/aws\/eks\/([0-9A-Za-z][A-Za-z0-9_-]{0,99})\/cluster$/;

/** All components of the control plane share the log group; the audit log's streams begin so. */
const AUDIT_STREAM_PREFIX = 'kube-apiserver-audit-';

/** The cluster whose control plane writes to `logGroup`, or undefined for the log group of anything else. */
export function clusterOf(logGroup: string): string | undefined {
  return EKS_LOG_GROUP.exec(logGroup)?.[1];
}

/** Whether the log stream carries audit events, and not the lines of another component. */
export function isAuditStream(logStream: string): boolean {
  return logStream.startsWith(AUDIT_STREAM_PREFIX);
}
