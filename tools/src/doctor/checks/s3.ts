import { unnamed, type Station } from '../check';
import { judgeBucket } from './s3-bucket';
import { observeBucket, type BucketFacts } from './s3-facts';

/** S3: rows arrive, the queue is told of them and of nothing else, and nobody else can touch them. */
export const s3Station: Station<BucketFacts | undefined> = {
  id: 's3',
  observe: async (aws, chain) =>
    chain.bucket === undefined ? undefined : observeBucket(aws, chain.bucket, chain.stream, chain.now),
  judge: (facts, chain) => (facts === undefined ? [unnamed('s3.exists', '--bucket')] : judgeBucket(facts, chain)),
};
