import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { hasMotoServer } from '../connector/moto/moto-server';
import { runDoctor } from './run-doctor';
import { REGION, STACK, startMotoStage, type MotoStage } from './moto-stage';

const isHere = hasMotoServer();
if (!isHere) process.stderr.write('moto_server is not installed: skipped (pip install "moto[server]")\n');

let stage: MotoStage;
let stop = async (): Promise<void> => Promise.resolve();

(isHere ? describe : describe.skip)('doctor on an emulated AWS', () => {
  beforeAll(async () => {
    process.env['AWS_ACCESS_KEY_ID'] = 'any';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'any';
    stage = await startMotoStage();
    stop = stage.stop;
  });
  afterAll(async () => {
    await stop();
  });

  it('finds nothing wrong with a healthy stage', async () => {
    const run = await runDoctor(['--stack', STACK, '--region', REGION, '--endpoint-url', stage.endpoint]);

    expect(run.stdout).toBe('');
  });
});
