import { gzipReproducibly } from '../build/gzip-reproducibly';
import { buildLambdaEvent } from '../build/lambda-event';
import { auditMix } from './audit-mix';
import { controlMessage, noise, oversize, truncated } from './hard-samples';
import type { TransformSample } from './sample';

/** The files of services/transform/samples: Lambda events for `sls invoke local`, and a page that explains them. */
export function transformSamples(): ReadonlyMap<string, string> {
  const samples = [auditMix(), controlMessage(), truncated(), noise(), oversize()];
  const files = new Map(samples.map(({ name, contents }) => [name, lambdaEventText(contents)]));
  return files.set('README.md', explain(samples));
}

function lambdaEventText(contents: TransformSample['contents']): string {
  return `${JSON.stringify(buildLambdaEvent(contents, { gzip: gzipReproducibly }), null, 2)}\n`;
}

function explain(samples: readonly TransformSample[]): string {
  const sections = samples.map(({ name, shows, expected }) => `## ${name}\n\n${shows}\n\nExpected: ${expected}\n`);
  return `${INTRODUCTION}\n${sections.join('\n')}`;
}

const INTRODUCTION = `# Sample Lambda events

What Firehose sends to the transform, to try it with. Everything in them is invented, and generated: change the generator (\`packages/testkit/src/samples\`) and run \`npm run generate\`.

\`\`\`sh
npx sls invoke local -f transform --path services/transform/samples/audit-mix.json
\`\`\`
`;
