import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { bodyOf, cut, subjectOf } from '../../../server/alert/words.ts';
import { circumstances, cleared, pool, raised } from './lab.ts';

describe('the words of a message', () => {
  it('tell what, where, since when, how much, who is concerned and what to do', () => {
    assert.equal(subjectOf(raised), '[critical] HV-ASA: the pools of hillvalleyvpn are 96 % full');
    assert.deepEqual(bodyOf(raised, circumstances, 'https://noc.example'), [
      'HV-ASA: the pools of hillvalleyvpn are 96 % full',
      '2026-11-23T12:00:00Z, 1 alert for 1 event',
      '',
      'CRITICAL The address pools of a connection profile fill up - HV-ASA, Hill Valley',
      '  hillvalleyvpn: 96 of 100 addresses are taken',
      '  since 2026-11-23T11:59:00Z, still open; 1 event',
      '  value 96 %, threshold 95 %',
      '  96 users connected then, 2 users failing to log in now',
      '  the same on TOKYO-ASA',
      '  last change of the configuration: marty at 11:58: ip local pool vpnpool ...',
      '  contact: Doc Brown, +1 555 0100',
      '  > %ASA-4-737019: IPAA: Unable to get address from group-policy or tunnel-group local pools',
      '  https://noc.example/alerts/7',
      '  https://noc.example/pools/1',
      '  https://noc.example/pools',
    ]);
  });

  it('say that it is over, that nobody acknowledged it, and how many more there are', () => {
    assert.equal(subjectOf(cleared), '[critical] Over: HV-ASA: the pools of hillvalleyvpn are 96 % full');
    assert.ok(
      bodyOf(cleared, circumstances, undefined).includes(
        '  since 2026-11-23T11:59:00Z, over since 2026-11-23T12:01:00Z; 1 event',
      ),
    );
    assert.match(subjectOf({ ...raised, kind: 'escalated' }), /Nobody has acknowledged: /);
    const many = { ...raised, alertsInAll: 500, events: 10_000 };
    assert.match(subjectOf(many), / \(500 alerts\)$/);
    assert.equal(bodyOf(many, circumstances, undefined)[1], '2026-11-23T12:00:00Z, 500 alerts for 10000 events');
    assert.equal(bodyOf(many, circumstances, undefined).at(-1), 'and 499 alerts more');
    assert.equal(
      bodyOf(many, circumstances, 'https://noc.example').at(-1),
      'and 499 alerts more: https://noc.example/alerts',
    );
  });

  it('have no control characters of the network in them, and are never longer than they may be', () => {
    const evil = 'a\r\nBcc: x@evil.example\u0000\u001b[31m\u202e\u200b\u2028';
    const told = { ...pool, title: evil, text: evil, device: evil, site: evil, contact: evil };
    const all = { ...raised, title: evil, alerts: [{ ...told, alsoOn: [evil] }] };
    const looked = { lines: { 7001: evil }, headEnds: { [evil]: { failing: 1, lastChange: evil } } };
    for (const line of [subjectOf(all), ...bodyOf(all, looked, undefined)])
      assert.doesNotMatch(line, /[\p{Cc}\u200b\u202e\u2028]/u);
    assert.equal(subjectOf({ ...raised, title: 'x'.repeat(1_000) }).length, 200);
    assert.equal(cut('ab😀cd', 4), 'ab…', 'half a pair is no letter');
    assert.equal(cut('abcd', 4), 'abcd');
  });
});
