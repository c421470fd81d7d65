import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import type { Notification } from '../../../server/domain/alert/notification.ts';
import { deliveriesOf } from '../../../server/domain/alert/route.ts';
import { putNotifications } from '../../../server/store/outbox.ts';
import { openStore } from '../../../server/store/open.ts';
import { openWriter } from '../../../server/store/sqlite.ts';
import type { Store } from '../../../server/store/store.ts';
import { channel, cleared, raised } from '../alert/lab.ts';
import { NOON, scratch } from './scratch.ts';

/** A store with the channels 1 (noc) and 2 (boss), and what puts messages into its outbox for both. */
async function lab(t: TestContext): Promise<{
  readonly store: Store;
  readonly put: (...notifications: readonly Notification[]) => Promise<void>;
}> {
  const path = await scratch(t);
  const store = await openStore({ path, now: () => NOON });
  t.after(() => store.close());
  for (const name of ['noc', 'boss']) await store.addChannel(withoutId(channel({ name })));
  const put = async (...notifications: readonly Notification[]): Promise<void> => {
    const channels = await store.channels();
    const writer = await openWriter(path);
    await putNotifications(
      writer,
      notifications,
      notifications.flatMap((one) => deliveriesOf(one, channels)),
    );
    await writer.close();
  };
  return { store, put };
}

function withoutId({ id, ...rest }: ReturnType<typeof channel>): Omit<ReturnType<typeof channel>, 'id'> {
  assert.ok(id > 0);
  return rest;
}

describe('the outbox', () => {
  it('gives back a message as it was put in, once for each channel, also when it is put in again', async (t) => {
    const { store, put } = await lab(t);
    await put(raised);
    await put(raised);
    assert.deepEqual(await store.dueChannels(NOON - 1), []);
    assert.deepEqual(await store.dueChannels(NOON), [1, 2]);
    const due = await store.nextDue(1, NOON);
    assert.deepEqual(due?.notification, raised);
    assert.deepEqual(due.channel, channel());
    assert.deepEqual(due.delivery, {
      ...{ id: due.delivery.id, notification: 3, channel: 1, key: deliveriesOf(raised, [channel()])[0]?.key },
      ...{ state: 'due', tries: 0, since: NOON, dueAt: NOON },
    });
    assert.equal((await store.reads.deliveries({ limit: 9 })).length, 2);
    assert.deepEqual(await store.reads.notification(3), raised);
    assert.deepEqual(await store.reads.outbox(), { due: 2, dead: 0, dueSince: NOON });
    assert.deepEqual(await store.reads.outbox(2), { due: 1, dead: 0, dueSince: NOON }, 'of one channel');
  });

  it('lets no recovery overtake its raise on a channel, and no group wait for another', async (t) => {
    const { store, put } = await lab(t);
    const other = { ...raised, id: 5, group: 'aaa.group Tokyo', at: NOON + 1 };
    await put(raised, cleared, other);
    const first = await store.nextDue(1, NOON + 120_000);
    assert.equal(first?.notification.id, 3);
    await store.putOutcome(first.delivery.id, { sent: false, result: 'HTTP 503', at: NOON, next: NOON + 600_000 });
    const second = await store.nextDue(1, NOON + 120_000);
    assert.equal(second?.notification.id, 5, 'the recovery waits behind its raise, the other group does not');
    await store.putOutcome(second.delivery.id, { sent: true, result: 'HTTP 200', at: NOON + 5 });
    assert.equal(await store.nextDue(1, NOON + 120_000), undefined);
    assert.equal((await store.nextDue(2, NOON + 120_000))?.notification.id, 3, 'each channel has an order of its own');
    const again = await store.nextDue(1, NOON + 600_000);
    assert.deepEqual([again?.notification.id, again?.delivery.tries, again?.delivery.result], [3, 1, 'HTTP 503']);
    await store.putOutcome(first.delivery.id, { sent: true, result: 'HTTP 200', at: NOON + 600_000 });
    assert.equal((await store.nextDue(1, NOON + 600_000))?.notification.id, 4);
  });

  it('gives up what is too old, and sends it again with the same key when a person asks for it', async (t) => {
    const { store, put } = await lab(t);
    await put(raised, cleared);
    const [, , , oldest] = await store.reads.deliveries({ limit: 9 });
    assert.ok(oldest);
    await store.putOutcome(oldest.id, { sent: false, result: 'HTTP 500', at: NOON, next: NOON + 1_000 });
    await store.giveUp(NOON);
    assert.deepEqual(await store.reads.outbox(), { due: 2, dead: 2, dueSince: cleared.at });
    const dead = await store.reads.deliveries({ state: 'dead', limit: 9 });
    assert.deepEqual(
      dead.map(({ notification, channelName, result }) => [notification, channelName, result]),
      [
        [3, 'noc', 'given up; at last: not tried'],
        [3, 'boss', 'given up; at last: HTTP 500'],
      ],
    );
    await store.putOutcome(oldest.id, { sent: false, result: 'late', at: NOON, next: NOON + 1 });
    assert.equal(
      (await store.reads.deliveries({ state: 'dead', limit: 9 })).length,
      2,
      'a late failure makes it not due',
    );
    assert.equal(await store.resend(oldest.id), true);
    assert.equal(await store.resend(oldest.id), false, 'it is not dead any more');
    const [again] = await store.reads.deliveries({ state: 'due', notification: 3, limit: 9 });
    assert.deepEqual([again?.id, again?.key, again?.since, again?.dueAt], [oldest.id, oldest.key, NOON, NOON]);
  });

  it('tells who was told of an alert, by which channel and with which result', async (t) => {
    const { store, put } = await lab(t);
    await put(raised, cleared);
    const of = async (alert: number): Promise<readonly number[]> =>
      (await store.reads.deliveries({ alert, limit: 9 })).map(({ notification }) => notification);
    assert.deepEqual(await of(7), [4, 4, 3, 3]);
    assert.deepEqual(await of(8), []);
    const [newest] = await store.reads.deliveries({ channel: 2, limit: 1 });
    assert.equal((await store.reads.deliveries({ channel: 2, before: newest?.id ?? 0, limit: 9 }))[0]?.notification, 3);
  });

  it('keeps a test beside what is told of alerts, sent or not, and never tries it again', async (t) => {
    const { store } = await lab(t);
    const { id, ...test } = { ...raised, kind: 'test' as const, alerts: [], group: 'test' };
    assert.equal(id, 3);
    await store.putTest(test, { channel: 1, key: 'a' }, { sent: true, result: 'HTTP 200' });
    await store.putTest(test, { channel: 2, key: 'b' }, { sent: false, result: 'HTTP 404' });
    assert.deepEqual(await store.dueChannels(NOON * 2), []);
    const rows = await store.reads.deliveries({ limit: 9 });
    assert.deepEqual(rows.map(({ notification, state, tries, result }) => [notification, state, tries, result]), [
      [-2, 'dead', 1, 'HTTP 404'],
      [-1, 'sent', 1, 'HTTP 200'],
    ]); // prettier-ignore
    assert.deepEqual(await store.reads.outbox(), { due: 0, dead: 0 }, 'a failed test is no dead letter');
    assert.deepEqual(await store.reads.deliveries({ state: 'dead', noTests: true, limit: 9 }), []);
  });
});

describe('a channel', () => {
  it('has a name that no other has, and can be had again once it is removed', async (t) => {
    const { store } = await lab(t);
    await assert.rejects(store.addChannel(withoutId(channel())), /there is such a channel already/);
    await store.removeChannel(1);
    const again = withoutId(channel({ settings: { host: 'x' }, rules: ['pool.'], sites: ['a'], onlyEscalated: true }));
    assert.deepEqual(await store.addChannel(again), { id: 3, ...again });
    assert.deepEqual((await store.channels()).map(({ id, name }) => [id, name]), [[2, 'boss'], [3, 'noc']]); // prettier-ignore
  });

  it('that is disabled lets what is due wait; one that is removed gives it up, with its secrets', async (t) => {
    const { store, put } = await lab(t);
    await store.putSecret({ owner: 'channel:1', field: 'url', keyId: 'k', nonce: 'n', ciphertext: 'c' });
    await store.putSecret({ owner: 'channel:2', field: 'url', keyId: 'k', nonce: 'n', ciphertext: 'c' });
    await put(raised);
    await store.enableChannel(1, false);
    assert.deepEqual(await store.dueChannels(NOON), [2]);
    assert.equal(await store.nextDue(1, NOON), undefined);
    await store.enableChannel(1, true);
    assert.deepEqual(await store.dueChannels(NOON), [1, 2]);
    await store.removeChannel(1);
    assert.deepEqual(await store.dueChannels(NOON), [2]);
    assert.deepEqual(
      (await store.secrets()).map(({ owner }) => owner),
      ['channel:2'],
    );
    const [dead] = await store.reads.deliveries({ state: 'dead', limit: 9 });
    assert.deepEqual([dead?.channelName, dead?.result], ['noc', 'the channel was removed']);
    assert.equal(await store.resend(dead?.id ?? 0), false, 'there is nobody to send it');
  });
});
