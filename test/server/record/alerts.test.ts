import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert } from '../../../server/domain/alert/alert.ts';
import type { Committed } from '../../../server/domain/committed.ts';
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
