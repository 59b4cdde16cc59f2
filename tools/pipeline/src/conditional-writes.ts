import type S3rver from 's3rver';

const PRECONDITION_FAILED = 412;
const NOT_FOUND = 404;

/**
 * Makes s3rver hold the conditions of PutObject, which it ignores: `If-None-Match: *` writes only what is not there yet,
 * `If-Match` only in the place of the object with that ETag. Writes to one key go one after the other, so that of two
 * with the same condition one fails.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function conditionalWrites(store: S3rver.Store): S3rver.Middleware {
  const lastWrites = new Map<string, Promise<void>>();
  return async (context, next) => {
    if (context.method !== 'PUT') return next();
    const { path } = context;
    const write = async (): Promise<void> => {
      const error = await brokenCondition(context, store);
      if (error === undefined) return next();
      context.req.resume();
      context.status = error === 'NoSuchKey' ? NOT_FOUND : PRECONDITION_FAILED;
      context.type = 'application/xml';
      context.body = `<Error><Code>${error}</Code></Error>`;
    };
    const mine = (lastWrites.get(path) ?? Promise.resolve()).catch(() => undefined).then(write);
    lastWrites.set(path, mine);
    try {
      await mine;
    } finally {
      if (lastWrites.get(path) === mine) lastWrites.delete(path);
    }
  };
}

async function brokenCondition(
  { path, req }: S3rver.Context,
  store: S3rver.Store,
): Promise<'PreconditionFailed' | 'NoSuchKey' | undefined> {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = req.headers;
  if (ifMatch === undefined && ifNoneMatch === undefined) return undefined;
  const [, bucket = '', key = ''] = /^\/([^/]+)\/(.+)$/.exec(decodeURIComponent(path)) ?? [];
  const eTag = await store.getMetadata(bucket, key).then(
    ({ etag }) => etag,
    () => undefined,
  );
  if (ifNoneMatch === '*' && eTag !== undefined) return 'PreconditionFailed';
  if (ifMatch === undefined || ifMatch === eTag) return undefined;
  return eTag === undefined ? 'NoSuchKey' : 'PreconditionFailed';
}
