import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { runTransform } from './run-transform';

const CORPUS = process.env['AUDIT_CORPUS_DIR'] ?? resolve(__dirname, '../../../../shared/corpus');
const folders = ['open', 'legacy'].map((name) => resolve(CORPUS, name)).filter((folder) => existsSync(folder));

describe('transform and public audit events', () => {
  it.each(folders.flatMap((folder) => readdirSync(folder).map((name) => resolve(folder, name))))(
    'gives one row for each event of %s',
    async (path) => {
      const events = readFileSync(path, 'utf8').split('\n').filter(Boolean);

      const { exitCode, rows, stderr } = await runTransform(['--json', path]);

      expect(exitCode).toBe(0);
      expect(rows).toHaveLength(events.length);
      expect(JSON.parse(stderr)).toMatchObject({ logEventsIn: events.length, degraded: {}, failed: {} });
    },
  );

  if (folders.length === 0)
    it.skip(`needs public audit events in AUDIT_CORPUS_DIR; there is no ${CORPUS}`, () => undefined);
});
