import { describe, expect, it } from '@jest/globals';

import { createTransformMeter } from '../src/transform-counts';

const NOTHING = { rowsOut: 0, degradedRows: 0, shrunkRows: 0, reingestedSplit: 0, reingestedDeferred: 0, failed: {} };

/** The counts after one answered invocation with this report. */
function countsOf(report: object) {
  const { counts, onLogLine, onAttempt } = createTransformMeter();
  const line = JSON.stringify({ message: 'batch transformed', batch: { ...NOTHING, ...report } });
  onLogLine({ line, requestId: 'a' } as Parameters<typeof onLogLine>[0]);
  onAttempt({ requestId: 'a' } as Parameters<typeof onAttempt>[0]);
  return counts;
}

describe('the log events that the Lambda dropped', () => {
  it('are those of control messages, one each', () => {
    expect(countsOf({ dropped: { control_message: 2 }, droppedLogEvents: 2 }).dropped).toEqual({ control_message: 2 });
  });

  it('are those of another reason beside them', () => {
    const report = { dropped: { control_message: 1, no_log_events: 1, not_audit_stream: 3 }, droppedLogEvents: 41 };

    expect(countsOf(report).dropped).toEqual({ control_message: 1, not_audit_stream: 40 });
  });
});
