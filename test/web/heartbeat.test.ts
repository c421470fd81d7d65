import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Heartbeat } from '../../server/domain/heartbeat.ts';
import { lossTrouble, rhythmText } from '../../web/words/heartbeat.ts';
import { deviceState } from '../../web/words/overview.ts';
import { device, now } from './rows.ts';

const beat = (given: Partial<Heartbeat>): Heartbeat => ({ by: 'sent', interval: 60_000, at: now, ...given });

describe("a head-end's heartbeat", () => {
  it('says how often it is to be heard of, and by what', () => {
    const said = (['poll', 'sent', 'learned'] as const).map((by) => rhythmText(beat({ by })));
    assert.deepEqual(said, [
      'a line of our login each 1 m 0 s',
      'its count of sent messages, each 1 m 0 s',
      'silence of up to 3 m 0 s is usual',
    ]);
  });

  it('calls lost what is more than can be on its way', () => {
    const lost = (sent: number, received: number) =>
      lossTrouble(beat({ loss: { sent, received, since: now - 60_000, at: now } }), now);
    assert.deepEqual([lost(100, 80), lost(10_000, 9_900), lost(100, 120)], [undefined, undefined, undefined]);
    assert.match(lost(100, 79) ?? '', /^21 of 100 messages lost since \d\d:05:29$/);
    assert.match(lost(10_000, 9_899) ?? '', /^101 of 10,000 messages lost/);
    assert.equal(lossTrouble(beat({}), now), undefined);
  });

  it('makes the state of its head-end a warning while messages are lost', () => {
    const heartbeat = beat({ loss: { sent: 100, received: 0, since: 0, at: now } });
    assert.equal(deviceState(device({ heartbeat }), [], now), 'warn');
    assert.equal(deviceState(device({ heartbeat: { ...heartbeat, at: null } }), [], now), 'unknown');
  });
});
