/** The marked audit event, and the log stream that it is written to. */
export interface ProbeEvent {
  readonly id: string;
  readonly logStream: string;
  /** The event as the API server would write it: one line of JSON. */
  readonly message: string;
}

const USER = 'eks-sentinel-probe';

/**
 * An audit event that says what it is in every column that a person looks at: an allowed get of a path that no API
 * server has, by a user that no cluster has. No detection takes it for an attack.
 *
 * @param id 32 hexadecimal digits; log streams of the audit log end in as many
 */
export function probeEvent(id: string, now: number): ProbeEvent {
  const time = new Date(now).toISOString().replace('Z', '000Z');
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    stage: 'ResponseComplete',
    requestURI: `/eks-sentinel-probe/${id}`,
    verb: 'get',
    user: { username: USER, groups: [USER] },
    sourceIPs: ['127.0.0.1'],
    userAgent: 'eks-sentinel doctor --probe',
    responseStatus: { metadata: {}, code: 200 },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    annotations: {
      'authorization.k8s.io/decision': 'allow',
      'authorization.k8s.io/reason': 'test event of eks-sentinel doctor --probe; no request was made',
    },
  };
  return { id, logStream: `kube-apiserver-audit-${id}`, message: JSON.stringify(event) };
}
