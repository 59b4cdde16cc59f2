/** The member that the transform adds to a RawEvent that it could not carry over whole. */
export const SENTINEL_MEMBER = 'eksSentinel';

/** The annotation by which the API server marks an event that it truncated; a shrunk RawEvent carries it too. */
export const TRUNCATED_ANNOTATION = 'audit.k8s.io/truncated';
