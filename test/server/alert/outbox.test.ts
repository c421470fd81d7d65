import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import type { Letter } from '../../../server/alert/deliver.ts';
import { startOutbox, type Due, type Outcome } from '../../../server/alert/outbox.ts';
import type { Delivery, Notification, Tried } from '../../../server/domain/alert/notification.ts';
import { NOON } from '../store/scratch.ts';
import { channel, circumstances, cleared, raised } from './lab.ts';

const ok: Tried = { sent: true, result: 'HTTP 200' };
const bad: Tried = { sent: false, result: 'HTTP 503' };

/** An outbox kept in memory, by the slow and plain reading of what the store promises, under a clock that is moved by hand. */
class Box {
  at = NOON;
  readonly rows: (Due & { delivery: Delivery })[] = [];
  readonly outcomes: (Outcome & { readonly id: number })[] = [];
  readonly faults: unknown[] = [];
  refuseWrites = 0;

  readonly store = {
    dueChannels: (at: number) =>
      Promise.resolve([...new Set(this.due(at).map(({ channel: { id } }) => id))].sort((a, b) => a - b)),
    nextDue: (id: number, at: number) => Promise.resolve(this.due(at).find((one) => one.channel.id === id)),
    putOutcome: (id: number, outcome: Outcome) => {
      if (this.refuseWrites > 0) {
        this.refuseWrites -= 1;
        return Promise.reject(new Error('disk full'));
      }
      const row = this.rows.find(({ delivery }) => delivery.id === id);
      assert.ok(row);
      const { sent, next = 0 } = outcome;
      Object.assign(row.delivery, { tries: row.delivery.tries + 1, ...(sent ? { state: 'sent' } : { dueAt: next }) });
      this.outcomes.push({ id, ...outcome });
      return Promise.resolve();
    },
    giveUp: (since: number) => {
      for (const { delivery } of this.rows)
        if (delivery.state === 'due' && delivery.since <= since) Object.assign(delivery, { state: 'dead' });
      return Promise.resolve();
    },
  };

  put(notification: Notification, to = 1): void {
    const id = this.rows.length + 1;
    const delivery: Delivery = { id, notification: notification.id, channel: to, key: `key-${id}`, state: 'due', tries: 0, since: this.at, dueAt: this.at }; // prettier-ignore
    this.rows.push({ delivery, notification, channel: channel({ id: to }) });
  }

  private due(at: number): readonly Due[] {
    const due = this.rows.filter(({ delivery }) => delivery.state === 'due');
    return due
      .filter((one, place) => !due.slice(0, place).some((before) => before.channel.id === one.channel.id && before.notification.group === one.notification.group))
      .filter(({ delivery }) => delivery.dueAt <= at)
      .sort((a, b) => a.delivery.dueAt - b.delivery.dueAt || a.delivery.id - b.delivery.id); // prettier-ignore
  }

  start(t: TestContext, send: (letter: Letter, signal: AbortSignal) => Promise<Tried>) {
    const outbox = startOutbox({
      store: this.store,
      secrets: (id) => Promise.resolve({ url: `secret of ${id}` }),
      circumstances: () => Promise.resolve(circumstances),
      ...{ send, now: () => this.at, random: () => 1, onFault: (fault) => void this.faults.push(fault) },
    });
    t.after(() => outbox.stop());
    return outbox;
  }

  async until(met: () => boolean): Promise<void> {
    while (!met()) await new Promise((done) => setImmediate(done));
  }
}

describe('the outbox at work', () => {
  it('tries again with the same key, after longer and longer pauses of at most five minutes, until it is sent', async (t) => {
    const box = new Box();
    box.put(raised);
    const keys: string[] = [];
    let left = 12;
    const outbox = box.start(t, ({ key, secrets }) => {
      assert.deepEqual(secrets, { url: 'secret of 1' });
      keys.push(key);
      left -= 1;
      return Promise.resolve(left < 0 ? ok : bad);
    });
    for (let tried = 1; tried <= 13; tried += 1) {
      await box.until(() => box.outcomes.length === tried);
      const last = box.outcomes.at(-1);
      if (last?.next === undefined) break;
      const pause = last.next - box.at;
      assert.equal(pause, Math.min(300_000, 1_000 * 2 ** (tried - 1)));
      box.at = last.next - 1;
      outbox.nudge();
      for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
      assert.equal(keys.length, tried, 'not before its time');
      box.at += 1;
      outbox.nudge();
    }
    assert.deepEqual(new Set(keys), new Set(['key-1']));
    assert.deepEqual([keys.length, box.outcomes.at(-1)?.sent, box.rows[0]?.delivery.state], [13, true, 'sent']);
    assert.deepEqual(box.faults, []);
  });

  it('spreads the pauses, to half of what they would be', async (t) => {
    for (const [random, wanted] of [
      [0, 500],
      [0.5, 750],
    ] as const) {
      const box = new Box();
      box.put(raised);
      const outbox = startOutbox({ store: box.store, secrets: () => Promise.resolve({}), circumstances: () => Promise.resolve(circumstances), send: () => Promise.resolve(bad), now: () => box.at, random: () => random, onFault: (fault) => assert.fail(String(fault)) }); // prettier-ignore
      t.after(() => outbox.stop());
      await box.until(() => box.outcomes.length === 1);
      assert.equal((box.outcomes[0]?.next ?? 0) - box.at, wanted);
    }
  });

  it('sends a recovery after its raise, also where the raise fails at first', async (t) => {
    const box = new Box();
    box.put(raised);
    box.put(cleared);
    const told: string[] = [];
    let isDown = true;
    const outbox = box.start(t, ({ notification }) => {
      told.push(notification.kind);
      return Promise.resolve(isDown ? bad : ok);
    });
    await box.until(() => box.outcomes.length === 1);
    isDown = false;
    box.at += 1_000;
    outbox.nudge();
    await box.until(() => box.outcomes.length === 3);
    assert.deepEqual(told, ['raised', 'raised', 'cleared']);
  });

  it('lets a channel that hangs hold up no other, and has one try at a time on each', async (t) => {
    const box = new Box();
    let running = 0;
    let release: () => void = () => undefined;
    const hangs = new Promise<void>((done) => (release = done));
    for (let n = 0; n < 5; n += 1) box.put({ ...raised, group: `group ${n}` }, 1);
    for (let n = 0; n < 50; n += 1) box.put({ ...raised, group: `group ${n}` }, 2);
    box.start(t, async (letter) => {
      if (letter.channel.id !== 1) return ok;
      running += 1;
      assert.equal(running, 1);
      await hangs;
      running -= 1;
      return ok;
    });
    await box.until(() => box.outcomes.length === 50);
    assert.ok(box.outcomes.every(({ id }) => id > 5));
    release();
    await box.until(() => box.outcomes.length === 55);
  });

  it('leaves an endpoint that is down alone, though more and more is due there', async (t) => {
    const box = new Box();
    for (let n = 0; n < 100; n += 1) box.put({ ...raised, group: `group ${n}` });
    let tries = 0;
    const outbox = box.start(t, () => {
      tries += 1;
      return Promise.resolve(bad);
    });
    // An hour, a second at a time.
    for (let second = 0; second < 3_600; second += 1) {
      const before = box.outcomes.length;
      outbox.nudge();
      await new Promise((done) => setImmediate(done));
      await box.until(() => box.outcomes.length >= tries);
      assert.ok(box.outcomes.length <= before + 1);
      box.at += 1_000;
    }
    // 1 s, 2 s ... 256 s are 511 s in nine pauses, then one each 300 s.
    assert.ok(tries >= 18 && tries <= 22, `${tries} tries`);
  });

  it('gives up after 72 hours, and not before', async (t) => {
    const box = new Box();
    box.put(raised);
    const outbox = box.start(t, () => Promise.resolve(bad));
    await box.until(() => box.outcomes.length === 1);
    box.at = NOON + 72 * 3_600_000 - 1;
    outbox.nudge();
    await box.until(() => box.outcomes.length === 2);
    assert.equal(box.rows[0]?.delivery.state, 'due');
    box.at += 60_001;
    outbox.nudge();
    await box.until(() => box.rows[0]?.delivery.state === 'dead');
    assert.equal(box.outcomes.length, 2);
  });

  it('sends nothing twice because the store is full: what it came to is written first', async (t) => {
    const box = new Box();
    box.put(raised);
    box.put(cleared);
    box.refuseWrites = 1;
    const told: string[] = [];
    box.start(t, ({ notification }) => {
      told.push(notification.kind);
      return Promise.resolve(ok);
    });
    await box.until(() => box.outcomes.length === 2);
    assert.deepEqual(told, ['raised', 'cleared']);
    assert.equal(box.faults.length, 1);
  });

  it('takes a sender that throws for a failed try, and tells of the fault', async (t) => {
    const box = new Box();
    box.put(raised);
    box.start(t, () => Promise.reject(new Error('our own')));
    await box.until(() => box.outcomes.length === 1);
    assert.deepEqual([box.outcomes[0]?.sent, box.outcomes[0]?.result], [false, 'a fault of ours: see the log']);
    assert.match(String(box.faults[0]), /our own/);
  });

  it('sends a message without what cannot be looked up', async (t) => {
    const box = new Box();
    box.put(raised);
    const sent: unknown[] = [];
    const outbox = startOutbox({
      ...{
        store: box.store,
        secrets: () => Promise.resolve({}),
        circumstances: () => Promise.reject(new Error('busy')),
      },
      send: (letter) => {
        sent.push(letter.circumstances);
        return Promise.resolve(ok);
      },
      ...{ now: () => box.at, random: () => 1, onFault: (fault) => void box.faults.push(fault) },
    });
    t.after(() => outbox.stop());
    await box.until(() => box.outcomes.length === 1);
    assert.deepEqual(sent, [{ lines: {}, headEnds: {} }]);
    assert.match(String(box.faults), /busy/);
  });

  it('lets the try that runs come to its end when it is stopped', async (t) => {
    const box = new Box();
    box.put(raised);
    let release: () => void = () => undefined;
    const hangs = new Promise<void>((done) => (release = done));
    let begun = false;
    const outbox = box.start(t, async () => {
      begun = true;
      await hangs;
      return ok;
    });
    await box.until(() => begun);
    const stopped = outbox.stop();
    release();
    await stopped;
    assert.equal(box.rows[0]?.delivery.state, 'sent');
  });
});
