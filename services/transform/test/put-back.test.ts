import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { PutAnswer, PutBackTools } from '../src/put-back';
import { putBack } from '../src/put-back';

const records = (count: number, bytes = 10) => Array.from({ length: count }, () => new Uint8Array(bytes));

/** A stream that answers by script, with a clock that moves 10 ms a call and by every wait. */
function scripted(answers: (size: number, call: number) => PutAnswer | 'hang', remainingMs = 60_000) {
  const calls: number[] = [];
  const delays: number[] = [];
  let left = remainingMs;
  const tools: PutBackTools = {
    putBatch: (batch) => {
      calls.push(batch.length);
      left -= 10;
      const answer = answers(batch.length, calls.length);
      return answer === 'hang' ? new Promise(() => undefined) : Promise.resolve(answer);
    },
    remainingMs: () => left,
    wait: async (milliseconds, signal) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) return;
      delays.push(milliseconds);
      left -= milliseconds;
    },
    random: () => 0.5,
  };
  return { tools, calls, delays, left: () => left };
}

const accept = (size: number): PutAnswer => ({ ok: true, accepted: Array<boolean>(size).fill(true) });
const throttle: PutAnswer = { ok: false, isRetryable: true };

describe('putBack', () => {
  it('stays within 500 records and 3 MiB a call', async () => {
    const many = scripted(accept);
    await putBack(records(1_001), many.tools);
    expect(many.calls).toEqual([500, 500, 1]);

    const large = scripted(accept);
    await putBack(records(7, 1_048_576), large.tools);
    expect(large.calls).toEqual([3, 3, 1]);
  });

  it('puts refused entries again, and only those', async () => {
    const stream = scripted((size, call) => ({
      ok: true,
      accepted: Array.from({ length: size }, (_, index) => call > 1 || index % 2 === 0),
    }));

    const { verdicts, attempts } = await putBack(records(5), stream.tools);

    expect(stream.calls).toEqual([5, 2]);
    expect([verdicts, attempts]).toEqual([Array(5).fill('accepted'), 2]);
  });

  it('waits longer from call to call, within a ceiling, by full jitter', async () => {
    const stream = scripted((size, call) => (call < 8 ? throttle : accept(size)));

    expect((await putBack(records(1), stream.tools)).verdicts).toEqual(['accepted']);
    expect(stream.delays).toEqual([50, 100, 200, 400, 800, 1_000, 1_000]);
  });

  it('gives up on a stream that is down', async () => {
    const stream = scripted(() => throttle);

    expect(await putBack(records(2), stream.tools)).toEqual({ verdicts: ['refused', 'refused'], attempts: 8 });
  });

  it('waits between all calls, shorter when the time runs out', async () => {
    const stream = scripted(() => throttle, 1_500);

    const { attempts } = await putBack(records(1), stream.tools);

    expect(stream.delays).toEqual([50, 100, 200, 400, 300, 145, 67.5]);
    expect([attempts, stream.left()]).toEqual([8, 157.5]);
  });

  it('goes on as long as anything is accepted', async () => {
    const stream = scripted((size) => ({
      ok: true,
      accepted: Array.from({ length: size }, (_, index) => index === 0),
    }));

    expect((await putBack(records(30), stream.tools)).verdicts).toEqual(Array(30).fill('accepted'));
  });

  it('stops at once when the stream refuses for good', async () => {
    const stream = scripted((size, call) => (call === 1 ? accept(size) : { ok: false, isRetryable: false }));
    const { verdicts } = await putBack(records(1_501), stream.tools);

    expect([stream.calls, verdicts[499], verdicts[500]]).toEqual([[500, 500], 'accepted', 'refused']);
    expect(verdicts.slice(500)).toEqual(Array(1_001).fill('refused'));
  });

  it('does not put a batch twice whose answer it cannot match', async () => {
    const stream = scripted((size, call) => (call === 1 ? accept(size - 1) : accept(size)));
    const { verdicts } = await putBack(records(501), stream.tools);

    expect([stream.calls, verdicts[0], verdicts[499], verdicts[500]]).toEqual([
      [500, 1],
      'refused',
      'refused',
      'accepted',
    ]);
  });

  it('gives up a call that hangs, and makes it again', async () => {
    const stream = scripted((size, call) => (call === 1 ? 'hang' : accept(size)));

    expect((await putBack(records(1), stream.tools)).verdicts).toEqual(['accepted']);
    expect(stream.delays[0]).toBe(5_000);
  });

  it('aborts the call that it gives up', async () => {
    const signals: AbortSignal[] = [];
    const { tools } = scripted(() => throttle, 500);
    await putBack(records(1), {
      ...tools,
      putBatch: (_, signal) => {
        signals.push(signal);
        return new Promise(() => undefined);
      },
    });

    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('makes no call without time for it', async () => {
    const stream = scripted(accept, 100);

    expect(await putBack(records(1), stream.tools)).toEqual({ verdicts: ['unfinished'], attempts: 0 });
  });

  it('ends before its time is over, whatever the stream does', async () => {
    const answer = fc.constantFrom('accept', 'throttle', 'some', 'hang', 'short', 'never');
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { minLength: 1 }), fc.nat(8_000), fc.nat(700), async (script, time, count) => {
        const stream = scripted((size, call) => {
          const kind = script[call % script.length];
          if (kind === 'hang') return 'hang';
          if (kind === 'throttle') return throttle;
          if (kind === 'never') return { ok: false, isRetryable: false };
          if (kind === 'short') return accept(size - 1);
          return {
            ok: true,
            accepted: Array.from({ length: size }, (_, index) => kind === 'accept' || index % 3 === 0),
          };
        }, time);

        const { verdicts, attempts } = await putBack(records(count), stream.tools);

        expect(verdicts).toHaveLength(count);
        expect(attempts).toBe(stream.calls.length);
        // The last call may take its 10 ms.
        expect(stream.left()).toBeGreaterThanOrEqual(-10);
        expect(stream.calls.every((size) => size > 0 && size <= 500)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
