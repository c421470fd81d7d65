import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Channel, Notification } from '../../../server/domain/alert/notification.ts';
import { deliveriesOf, deliveryKey } from '../../../server/domain/alert/route.ts';
import { channel, cleared, pool, raised } from '../alert/lab.ts';

const goesTo = (notification: Notification, own: Partial<Channel>): boolean =>
  deliveriesOf(notification, [channel(own)]).length === 1;

describe('a message', () => {
  it('becomes one delivery for each channel that wants it, due since it was made', () => {
    const channels = [channel(), channel({ id: 2, enabled: false }), channel({ id: 5, name: 'boss' })];
    assert.deepEqual(deliveriesOf(raised, channels), [
      { notification: 3, channel: 1, key: deliveryKey(raised, 1), since: raised.at },
      { notification: 3, channel: 5, key: deliveryKey(raised, 5), since: raised.at },
    ]);
  });

  it('goes to whom its severity, a rule and a site of its alerts concern', () => {
    assert.ok(goesTo(raised, { from: 'critical' }));
    assert.ok(!goesTo({ ...raised, severity: 'warning' }, { from: 'critical' }));
    assert.ok(goesTo(raised, { rules: ['xauth.', 'pool.'] }));
    assert.ok(!goesTo(raised, { rules: ['xauth.'] }));
    assert.ok(goesTo(raised, { sites: ['Hill Valley'] }));
    assert.ok(!goesTo(raised, { sites: ['Tokyo'] }));
    const { site, ...nowhere } = pool;
    assert.equal(site, 'Hill Valley');
    assert.ok(
      goesTo({ ...raised, alerts: [nowhere] }, { sites: ['Tokyo'] }),
      'what is about no site concerns every one',
    );
    assert.ok(goesTo({ ...raised, alerts: [pool, { ...pool, site: 'Tokyo' }] }, { sites: ['Tokyo'] }));
  });

  it('goes to those who are only told what nobody acknowledged when that is so, and when that is over', () => {
    const boss = { onlyEscalated: true };
    assert.ok(!goesTo(raised, boss));
    assert.ok(goesTo({ ...raised, kind: 'escalated' }, boss));
    assert.ok(!goesTo(cleared, boss), 'they were never told of it');
    assert.ok(goesTo({ ...cleared, alerts: cleared.alerts.map((one) => ({ ...one, escalated: true })) }, boss));
  });

  it('goes to no channel that only waits for beats', () => {
    assert.ok(!goesTo(raised, { settings: { template: 'heartbeat' } }));
  });

  it('has a key of its own for each channel, and another one at another time', () => {
    const keys = [deliveryKey(raised, 1), deliveryKey(raised, 2), deliveryKey({ ...raised, at: raised.at + 1 }, 1)];
    assert.equal(new Set(keys).size, 3);
    assert.equal(deliveryKey(raised, 1), deliveryKey({ ...raised }, 1));
  });
});
