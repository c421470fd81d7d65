import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { AskedPolls } from '../../../server/commands/asked-polls.ts';

/** Polls that traps ask for, on a clock that goes when it is told to. */
function lab(stretch: (device: number) => number | undefined = () => 1) {
  let now = 0;
  let waiting: { readonly at: number; readonly work: () => void }[] = [];
  const polls: string[] = [];
  const asked = new AskedPolls({
    pollNow: (device) => polls.push(`${device}@${now}`),
    stretchOf: stretch,
    ticks: () => now,
    later: (milliseconds, work) => {
      const one = { at: now + milliseconds, work };
      waiting.push(one);
      return () => (waiting = waiting.filter((other) => other !== one));
    },
  });
  const pass = (milliseconds: number): void => {
    for (const until = now + milliseconds; now < until; now += 100) {
      const due = waiting.filter(({ at }) => at <= now);
      waiting = waiting.filter(({ at }) => at > now);
      for (const { work } of due) work();
    }
  };
  return { asked, pass, polls, left: () => waiting.length };
}

describe('polls that traps ask for', () => {
  it('are one for all traps of a moment, once the tunnel can be listed', () => {
    const { asked, pass, polls } = lab();
    for (let n = 0; n < 50; n += 1) asked.ask(1);
    asked.ask(2);
    pass(60_000);
    assert.deepEqual(polls, ['1@2000', '2@2000']);
  });

  it('are at most one each 15 s a device, and the last trap is followed by one', () => {
    const { asked, pass, polls } = lab();
    for (let n = 0; n < 400; n += 1) {
      asked.ask(1);
      pass(100);
    }
    pass(60_000);
    assert.deepEqual(polls, ['1@2000', '1@17000', '1@32000', '1@47000']);
  });

  it('are none of a device that is busy, or is not polled', () => {
    const stretches = new Map([[1, 2]]);
    const { asked, pass, polls } = lab((device) => stretches.get(device));
    asked.ask(1);
    asked.ask(2);
    pass(60_000);
    stretches.set(1, 1);
    asked.ask(1);
    stretches.set(1, 2);
    pass(60_000);
    assert.deepEqual(polls, []);
  });

  it('are none after the end', () => {
    const { asked, pass, polls, left } = lab();
    asked.ask(1);
    asked.stop();
    assert.equal(left(), 0);
    pass(60_000);
    assert.deepEqual(polls, []);
  });
});
