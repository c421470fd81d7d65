import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Heartbeat } from '../../server/domain/heartbeat.ts';
import { blindWords, freshness, heardOf, lastHeard, messagesOf, silent } from '../../web/words/freshness.ts';
import { lossTrouble, rhythmText, syslogTrouble } from '../../web/words/heartbeat.ts';
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

describe('a head-end that is polled', () => {
  const polled = { at: now - 100_000, interval: 60_000 };

  it('is seen by the polls that list its sessions, and it is said that no syslog comes', () => {
    const never = beat({ by: 'learned', at: null, polled });
    assert.deepEqual(
      [freshness(never, now), silent(never, now), silent(messagesOf(never), now)],
      ['late', false, true],
    );
    assert.equal(syslogTrouble(never, now), 'no syslog has ever come, only its polls tell of it');
    const over = beat({ at: now - 700_000, polled });
    assert.equal(syslogTrouble(over, now), 'no syslog for 11 m, only its polls tell of it');
    assert.equal(deviceState(device({ heartbeat: over }), [], now), 'warn');
    assert.match(rhythmText(never), /^no syslog; polls/);
    assert.equal(syslogTrouble(beat({ polled }), now), undefined);
  });

  it('is unknown when neither messages nor polls come', () => {
    const gone = beat({ at: now - 700_000, polled: { at: now - 650_000, interval: 60_000 } });
    assert.deepEqual([freshness(gone, now), syslogTrouble(gone, now)], ['unknown', undefined]);
    assert.equal(lastHeard(gone, now), 'as of 10 m ago');
  });
});

describe('a total over several head-ends', () => {
  const seen = device({});
  const old = (seconds: number, name = 'SYD1') =>
    device({ id: 2, name, heartbeat: beat({ at: now - seconds * 1000 }) });

  it('says which of them is not heard, and for how long', () => {
    assert.equal(blindWords([seen, old(130)], now), undefined);
    assert.equal(blindWords([seen, old(190)], now), 'SYD1 STALE 3 m 10 s');
    assert.equal(blindWords([seen, old(700)], now), 'SYD1 UNKNOWN');
    assert.equal(blindWords([seen, old(700), old(700, 'FRA2')], now), '2 of 3 head-ends not seen');
    assert.equal(blindWords([old(700)], now), undefined, 'the total itself says so');
  });

  it('of what messages alone tell is not as fresh as polls are', () => {
    const mute = device({ heartbeat: beat({ at: null, polled: { at: now, interval: 60_000 } }) });
    assert.deepEqual([heardOf([mute], now).at, heardOf([mute], now, messagesOf).at], [now, null]);
  });
});
