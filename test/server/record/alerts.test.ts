import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert } from '../../../server/domain/alert/alert.ts';
import type { Committed } from '../../../server/domain/committed.ts';
import { mutedBy } from '../../../server/domain/alert/mute.ts';
import { Recorder } from '../../../server/record/recorder.ts';
import { NOON, scratchStore, setOf } from '../store/scratch.ts';

const alert: Alert = {
  ...{ id: 1, rule: 'pool.chain', subject: '1/hillvalleyvpn', about: { device: 1, tunnelGroup: 'hillvalleyvpn' } },
  ...{
    severity: 'warning',
    raisedAt: NOON,
    changedAt: NOON,
    value: 0.9,
    threshold: 0.8,
    peak: 0.9,
    text: 'nearly full',
  },
  ...{ count: 0, evidence: [] },
};
const seen = { rule: alert.rule, subject: alert.subject, about: alert.about, value: 0.9, text: alert.text, events: 0, evidence: [] }; // prettier-ignore

test('after a start viewers are told of all that is open; who takes an alert on is told at once, and is in the database then', async (t) => {
  const store = await scratchStore(t);
  const episodes = [{ key: `${alert.rule} ${alert.subject}`, episode: { seen, seenAt: NOON, alert } }];
  await store.commit(setOf({ alerts: { alerts: [alert], episodes, memory: [], groups: [], history: [], notifications: [] } })); // prettier-ignore
  const published: Committed[] = [];
  const recorder = await Recorder.open({
    ...{ store, now: () => NOON, adopt: false, devicesChanged: () => undefined },
    publish: (committed) => published.push(committed),
  });
  await recorder.refresh();
  assert.deepEqual(published.at(-1)?.alerts, [alert]);

  assert.equal(await recorder.act({ kind: 'acknowledge', alert: 1, by: 'Doc', note: 'on it' }), true);
  const taken = { ...alert, acknowledged: { by: 'Doc', note: 'on it', at: NOON } };
  assert.deepEqual(published.at(-1)?.alerts, [taken]);
  const kept = await store.reads.alert(1);
  assert.deepEqual(kept?.alert, taken);
  assert.deepEqual(kept.history.map(({ kind, by, detail }) => [kind, by, detail]), [['acknowledged', 'Doc', 'on it']]); // prettier-ignore
  assert.equal(await recorder.act({ kind: 'acknowledge', alert: 2, by: 'Doc', note: '' }), false);
});

test('what somebody ended before its time mutes nothing any more, and is kept with who did it and when', async (t) => {
  const store = await scratchStore(t);
  const open = (at: number) =>
    Recorder.open({ ...{ store, now: () => at, adopt: false, devicesChanged: () => undefined }, publish: () => undefined }); // prettier-ignore
  const told = { reason: 'upgrade', by: 'Doc' };
  const first = await open(NOON);
  await first.act({ kind: 'silence', ...told, matchers: { device: 'asa 192.0.2.1' }, until: NOON + 9000 });
  await first.act({ kind: 'maintain', ...told, devices: ['asa 192.0.2.1'], sites: [], from: NOON, until: NOON + 9000, every: 'day' }); // prettier-ignore
  const muted = ({ alerts: { silences, maintenance } }: Recorder, at: number) =>
    mutedBy({ alert, device: 'asa 192.0.2.1' }, { silences, maintenance, causes: [] }, at);
  assert.equal(muted(first, NOON + 1000), 'maintenance');
  const second = await open(NOON + 2000);
  assert.equal(await second.act({ kind: 'cancel', maintenance: 1, by: 'Marty' }), true);
  assert.equal(muted(second, NOON + 1000), 'silenced', 'also where the alert clock is behind');
  assert.equal(await second.act({ kind: 'expire', silence: 1, by: 'Marty' }), true);
  assert.equal(await second.act({ kind: 'cancel', maintenance: 1, by: 'Biff' }), false, 'it is over');
  assert.equal(await second.act({ kind: 'expire', silence: 1, by: 'Biff' }), false);
  const third = await open(NOON + 3000);
  assert.equal(muted(third, NOON + 1000), undefined);
  const ended = { by: 'Marty', at: NOON + 2000 };
  assert.deepEqual(third.alerts.maintenance.map((one) => [one.id, one.by, one.ended]), [[1, 'Doc', ended]]); // prettier-ignore
  assert.deepEqual(third.alerts.silences.map((one) => [one.id, one.until, one.ended]), [[1, NOON + 2000, ended]]); // prettier-ignore
  await third.act({ kind: 'maintain', ...told, devices: [], sites: [], from: NOON, until: NOON + 9000 });
  assert.deepEqual(third.alerts.maintenance.map(({ id }) => id), [1, 2], 'no number is given twice'); // prettier-ignore
});
