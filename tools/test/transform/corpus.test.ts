import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { runTransform } from './run-transform';

/** Public audit events written by others; they are not a part of this repository. */
const CORPUS = process.env['AUDIT_CORPUS_DIR'] ?? resolve(__dirname, '../../../../shared/corpus');

const whenPresent = existsSync(CORPUS) ? it : it.skip;

describe('transform and public audit events (AUDIT_CORPUS_DIR, else ../shared/corpus)', () => {
  whenPresent.each(['open', 'legacy'])('gives one row for each event of %s', async (folder) => {
    for (const name of readdirSync(join(CORPUS, folder))) {
      const path = join(CORPUS, folder, name);
      const events = readFileSync(path, 'utf8').split('\n').filter(Boolean);

      const { exitCode, rows, stderr } = await runTransform(['--json', path]);

      expect(exitCode).toBe(0);
      expect(rows).toHaveLength(events.length);
      expect(JSON.parse(stderr)).toMatchObject({ logEventsIn: events.length, degraded: {}, failed: {} });
    }
  });
});
