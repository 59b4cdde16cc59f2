import { castRow, COLUMN_CASTS, writeAzureFiles } from '@eks-sentinel/connector';
import { ByteWriter } from '@eks-sentinel/json-scan';
import { createRowMapper } from '@eks-sentinel/mapping';
import { COLUMNS, SENTINEL_MEMBER, TRUNCATED_ANNOTATION } from '@eks-sentinel/schema';
import { attackStory, auditTraffic, truncateEvent } from '@eks-sentinel/testkit';
import { describe, expect, it } from '@jest/globals';

const DAY = { seed: 11, from: Date.UTC(2026, 2, 2), to: Date.UTC(2026, 2, 3) };
const RECEIVED_AT = '2026-03-03T00:00:00.000Z';
const STORY = attackStory(DAY).map(({ text }) => text);
const LONG_EVENT = STORY[2]!.replace('"verb":', `"responseObject":{"data":"${'x'.repeat(200_000)}"},"verb":`);

interface Row extends Record<string, unknown> {
  readonly RawEvent: Record<string, Record<string, unknown> | undefined>;
}

/** The row that the transform writes for the text of a log event. */
function mapText(text: string): Row {
  const out = new ByteWriter();
  const context = {
    account: '111122223333',
    region: 'eu-west-1',
    cluster: 'shop',
    timestamp: DAY.from,
    arrival: DAY.from,
  };
  createRowMapper()({ bytes: Buffer.from(text) }, context, out);
  return JSON.parse(out.view().toString()) as Row;
}

describe('rows of the transform and the Sentinel side', () => {
  it('pass the casts of the data collection rule unchanged, degraded and shrunk rows included', () => {
    const texts = [...auditTraffic({ ...DAY, events: 500 })].map(({ text }) => text);
    const rows = [...texts, LONG_EVENT, truncateEvent(LONG_EVENT, 4_000), 'no JSON', ''].map(mapText);

    for (const row of rows) expect(castRow(row, COLUMN_CASTS, RECEIVED_AT)).toEqual(row);
  });

  it('carry the members by which the shipped queries find degraded and shrunk rows', () => {
    const degraded = mapText(truncateEvent(LONG_EVENT, 4_000)).RawEvent;
    const shrunk = mapText(LONG_EVENT).RawEvent;
    const members = { ...degraded[SENTINEL_MEMBER], ...shrunk[SENTINEL_MEMBER] };
    const named = [...writeAzureFiles(COLUMNS)]
      .filter(([path]) => path.endsWith('.kql'))
      .flatMap(([, kql]) => [...kql.matchAll(/RawEvent\.eksSentinel\.(\w+)/g)].map((match) => match[1]!));

    expect([...new Set(named)].sort()).toEqual(['degraded', 'removed', 'text']);
    expect(Object.keys(members).sort()).toEqual(['degraded', 'removed', 'text']);
    expect(degraded[SENTINEL_MEMBER]?.['degraded']).toBe('truncated');
    expect(shrunk[SENTINEL_MEMBER]?.['removed']).toEqual(['responseObject.data']);
    expect(shrunk['annotations']?.[TRUNCATED_ANNOTATION]).toBe('true');
  });
});
