'use strict';

// Runs the local chain once in a process of its own: whatever it leaves open keeps the process from ending.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
require('esbuild-register/dist/node').register({ target: 'node20' });
const { PassThrough } = require('node:stream');
const { gzipSync } = require('node:zlib');
const { PutObjectCommand } = require('@aws-sdk/client-s3');
const { startCollector } = require('../src/collector');
const { startLocalAws } = require('../src/local-aws');
const { createNdjsonSink } = require('../src/row-sink');

async function main() {
  const now = () => Date.now();
  const aws = await startLocalAws({ region: 'eu-west-1', accountId: '111122223333', bucketName: 'logs', now });
  const sink = createNdjsonSink(new PassThrough().resume());
  const collector = startCollector({ ...aws, queueUrl: aws.queueUrls.notification, sink, now });
  await aws.s3.send(new PutObjectCommand({ Bucket: 'logs', Key: 'eks-audit-logs/a.gz', Body: gzipSync('{}\n') }));
  await collector.until((counts) => counts.messages === 2);
  const { rows } = await collector.stop();
  await sink.close();
  await aws.stop();
  process.stdout.write(`${rows} row, stopped\n`);
}

void main();
