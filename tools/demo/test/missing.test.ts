import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { NO_FAULTS } from '../src/fault-plan';
import { makeTestFolder, runSource, sourceOf, type TestFolder } from './run';

let folder: TestFolder;
beforeEach(() => {
  folder = makeTestFolder();
});
afterEach(() => {
  folder.remove();
});

describe('the account', () => {
  it('names what a Lambda loses without saying so', async () => {
    const bundle = join(folder.path, 'loses-everything.cjs');
    writeFileSync(
      bundle,
      `exports.handler = async ({ records }) => ({
        records: records.map(({ recordId }) => ({ recordId, result: 'Dropped' })),
      });`,
    );
    const texts = ['{"apiVersion":"audit.k8s.io/v1","n":1}', '{"apiVersion":"audit.k8s.io/v1","n":2}'];

    const { summary } = await runSource(sourceOf(texts), NO_FAULTS, folder.path, { bundle });

    // The two audit events and the control message.
    expect(summary.account).toMatchObject({ logEvents: 3, delivered: 0, missing: 3, isBalanced: false });
    expect(summary.isComplete).toBe(false);
  });

  it('is not complete without a row for each event that is told', async () => {
    const story = [{ sentence: 'It happens elsewhere.', text: '{"apiVersion":"audit.k8s.io/v1","n":9}' }];
    const source = { ...sourceOf(['{"apiVersion":"audit.k8s.io/v1","n":1}']), story };

    const { summary } = await runSource(source, NO_FAULTS, folder.path);

    expect(summary.attack).toEqual({ events: 1, rows: 0 });
    expect(summary.account.isBalanced).toBe(true);
    expect(summary.isComplete).toBe(false);
  });
});
