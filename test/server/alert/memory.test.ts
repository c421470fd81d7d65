import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sendFromMemory } from '../../../server/alert/memory.ts';
import type { Channel, Notification } from '../../../server/domain/alert/notification.ts';
import { deliveriesOf } from '../../../server/domain/alert/route.ts';
import { lettersOf } from '../../../server/record/decided.ts';

const channel: Channel = {
  ...{ id: 3, name: 'noc', kind: 'syslog', settings: {}, from: 'information', onlyEscalated: false },
  ...{ rules: [], sites: [], enabled: true },
};
const notification: Notification = {
  ...{ id: 7, at: 1000, kind: 'raised', group: 'pools', severity: 'critical', title: 'the pools are full', alerts: [] },
  ...{ alertsInAll: 1, events: 1, open: 1 },
};
const letters = lettersOf({ notifications: [notification], deliveries: deliveriesOf(notification, [channel]) }, [
  channel,
]);

test('a message that could not be saved says so, and has the key of the one that will be', () => {
  const [letter] = letters;
  assert.deepEqual([letters.length, letter?.channel, letter?.notification.title], [1, channel, '[not saved] the pools are full']); // prettier-ignore
  assert.equal(letter?.key, deliveriesOf(notification, [channel])[0]?.key);
});

test('it is sent at once, tried again where that fails, and given up in words after four tries', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let tries = 0;
  const faults: string[] = [];
  const sending = (works: (n: number) => boolean) =>
    sendFromMemory(letters, {
      secrets: () => Promise.resolve({}),
      circumstances: () => Promise.resolve({ lines: {}, headEnds: {} }),
      send: (letter) => {
        tries += 1;
        assert.match(letter.notification.title, /^\[not saved\]/);
        return Promise.resolve({ sent: works(tries), result: 'connection refused' });
      },
      onFault: (fault) => faults.push(String(fault)),
      isStopped: () => false,
    });
  const done = async (work: Promise<void>): Promise<void> => {
    let isDone = false;
    void work.then(() => (isDone = true));
    while (!(isDone as boolean)) {
      await new Promise((turn) => setImmediate(turn));
      t.mock.timers.tick(1000);
    }
  };
  await done(sending((n) => n === 2));
  assert.deepEqual([tries, faults], [2, []]);
  tries = 0;
  await done(sending(() => false));
  assert.deepEqual([tries, faults], [4, ['Error: noc: connection refused']]);
});
