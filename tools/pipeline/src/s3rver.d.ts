declare module 's3rver' {
  import type { AddressInfo } from 'node:net';
  import type { IncomingMessage, Server } from 'node:http';
  import type { Readable } from 'node:stream';

  namespace S3rver {
    interface Options {
      readonly address?: string;
      readonly port?: number;
      readonly silent?: boolean;
      readonly directory?: string;
    }

    interface StoredObject {
      readonly bucket: string;
      readonly key: string;
      readonly content: Readable | Buffer;
      readonly metadata: Readonly<Record<string, string>>;
    }

    interface Store {
      getResourcePath(bucket: string, key: string, resource: string): string;
      /** Rejects when there is no such object; the ETag is quoted. */
      getMetadata(bucket: string, key: string): Promise<{ readonly etag: string }>;
      putMetadata(bucket: string, key: string, metadata: StoredObject['metadata'], md5: string): Promise<void>;
      putObject(object: StoredObject): Promise<{ size: number; md5: string }>;
    }

    /** The part of Koa's context that is used here. */
    interface Context {
      readonly method: string;
      readonly path: string;
      readonly req: IncomingMessage;
      status: number;
      type: string;
      body: unknown;
    }

    type Middleware = (context: Context, next: () => Promise<void>) => Promise<void>;

    /** The part of s3rver's event message that is read here. */
    interface Event {
      readonly Records: readonly {
        readonly eventName: string;
        readonly s3: {
          readonly bucket: { readonly name: string };
          readonly object: { readonly key: string; readonly size?: number; readonly eTag?: string };
        };
      }[];
    }
  }

  class S3rver {
    constructor(options: S3rver.Options);
    readonly httpServer: Server;
    readonly store: S3rver.Store;
    /** In the order of the calls; read when the server starts. */
    readonly middleware: S3rver.Middleware[];
    run(): Promise<AddressInfo>;
    close(): Promise<void>;
    on(event: 'event', listener: (event: S3rver.Event) => void): this;
  }
  export = S3rver;
}
