import assert from 'node:assert/strict';
import { NO_SIGN } from '../../web/words/freshness.ts';
import { describe, it } from 'node:test';
import { lasted, sessionVerdict } from '../../web/words/session.ts';
import { sessionsVerdict } from '../../web/words/sessions.ts';
import { firewallBox, statistics, type Side } from '../../web/words/statistics.ts';
import { policyBoxes, trafficStatement } from '../../web/words/statistics-policy.ts';
import type { Box } from '../../web/words/statistics-lines.ts';
import type { SessionRow } from '../../server/domain/feed.ts';
import type { Meter } from '../../server/domain/meter.ts';
import { statisticsOf, type Statistics, type Traffic } from '../../server/domain/statistics.ts';
import { now, session } from './rows.ts';

const ended = session({
  state: 'ended',
  end: now - 1000,
  endIs: 'reported',
  endReason: 'User Requested',
  seconds: 91,
  bytesTx: 240,
  bytesRx: 46_816,
});

/** What the API tells of an active session that was polled then. */
function polledStatistics(at: number): Statistics {
  const meter: Meter = {
    ...{ session: 1, device: 1, listing: 'ikev1', listedAt: at, carried: {} },
    latest: { at, bytesTx: 240, bytesRx: 46_816, encaps: 4, decaps: 332 },
    sas: { server: '10.10.10.2', compressed: false },
  };
  const from = { source: 'poll', at } as const;
  const facts = {
    encryption: 'IKEv1: (1)3DES  IPsecOverNatT: (1)3DES',
    protocols: 'IKEv1 IPsecOverNatT',
    dhGroup: '2',
  };
  const live = { ...session(), device: 1, ...facts, from: { encryption: from, protocols: from, dhGroup: from } };
  return statisticsOf(live, meter, { at, securedRoutes: ['0.0.0.0 0.0.0.0'], localLan: false, firewall: 'None' }, now);
}

function line(row: SessionRow, side: Side, label: string, told?: Statistics) {
  const found = statistics(row, side, now, { told })
    .flatMap((box) => box.lines)
    .find((one) => one.label === label);
  assert.ok(found, `no line ${label}`);
  return found;
}

describe('the Statistics window', () => {
  it('has the boxes of the VPN client, in its order', () => {
    assert.deepEqual(
      statistics(session(), 'client', now).map((box) => box.title),
      ['Address Information', 'Bytes', 'Packets', 'Connection Information', 'Crypto', 'Transport'],
    );
  });

  it("turns the ASA's Tx into the client's Received", () => {
    assert.equal(line(ended, 'client', 'Received:').value, '240');
    assert.equal(line(ended, 'client', 'Sent:').value, '46,816');
    assert.equal(line(ended, 'asa', 'Bytes Tx:').value, '240');
  });

  it('says nothing of what polls tell until the API has answered, and then why there is no number', () => {
    const listed = { by: 'show', everySeconds: 60, hasPolled: true, unread: [] } as const;
    const live = { ...session(), device: 1 };
    const [unasked, asked] = [undefined, listed].map((one) =>
      statisticsOf(live, undefined, {}, now, one && { asked: one }),
    );
    const labels = ['Received:', 'Sent:', 'Encrypted:', 'Decrypted:', 'Server:', 'Encryption:', 'Authentication:', 'Compression:']; // prettier-ignore
    for (const label of [...labels, 'Transparent Tunneling:']) {
      const why = (told?: Statistics): string => line(session(), 'client', label, told).why ?? '';
      assert.equal(why(), '…', label);
      assert.equal(why(unasked), 'needs polling', label);
      assert.match(why(asked), /^not listed yet, though it was to be by \d/, label);
    }
    for (const box of statistics(session(), 'asa', now).flatMap(({ lines }) => lines))
      assert.match(box.value ?? box.why ?? '', /^(?!.*poll)/, box.label);
  });

  it('says what only the client knows', () => {
    for (const label of ['Discarded:', 'Bypassed:'])
      assert.equal(line(ended, 'client', label).why, 'not reported by the ASA');
    assert.equal(line(ended, 'client', 'Local LAN:').why, '…', 'the API has not answered yet');
  });

  it('shows what polls have counted, with its source and age, on both sides', () => {
    const at = now - 30_000;
    const told = polledStatistics(at);
    const from = { source: 'poll', at };
    for (const [side, label, value] of [
      ['client', 'Received:', '240'],
      ['client', 'Encrypted:', '332'],
      ['client', 'Encryption:', '168-bit 3-DES'],
      ['client', 'Transparent Tunneling:', 'Active on UDP port 4500'],
      ['client', 'Server:', '10.10.10.2'],
      ['asa', 'Bytes Tx:', '240'],
      ['asa', 'Pkts Rx:', '332'],
      ['asa', 'D/H Group:', '2'],
      ['asa', 'Encapsulation:', 'IKEv1 IPsecOverNatT'],
    ] as const) {
      const found = line(session(), side, label, told);
      assert.deepEqual([label, found.value, found.from], [label, value, from]);
    }
    assert.equal(line(session(), 'asa', 'Tx Drop:', told).why, 'needs polling', 'no command that lists it is asked');
    assert.equal(line(ended, 'client', 'Received:', told).from, undefined, 'the closing record comes first');
  });

  it('shows what the policy implies, and says where nobody has told one', () => {
    const told = polledStatistics(now);
    const rows = (boxes: readonly Box[]) => boxes.flatMap(({ lines }) => lines.map((one) => [one.label, one.value ?? one.why, one.from?.source])); // prettier-ignore
    assert.deepEqual(rows(policyBoxes(told).routes), [
      ['Network, mask', 'not reported by the ASA', undefined],
      ['Local LAN', 'Disabled', 'configuration'],
      ['Everything', '0.0.0.0 0.0.0.0', 'configuration'],
    ]);
    assert.deepEqual(rows(policyBoxes(told).firewall), [['Firewall', 'None', 'configuration']]);
    const said = (policy?: Statistics) =>
      [...rows(policyBoxes(policy).routes), ...rows(policyBoxes(policy).firewall)].map(([, words]) => words);
    const never = 'not reported by the ASA';
    const bare = statisticsOf({ ...session(), device: 1 }, undefined, {}, now);
    assert.deepEqual(said(bare), [never, ...Array.from({ length: 3 }, () => 'needs the running configuration')]);
    assert.deepEqual(said(), [never, '…', '…', '…'], 'the API has not answered yet');
  });

  it('warns where traffic goes one way only', () => {
    const say = (traffic: Traffic) => trafficStatement({ ...polledStatistics(now), traffic });
    assert.equal(say('no return path')?.state, 'warn');
    assert.match(say('no return path')?.text ?? '', /NAT exemption/);
    assert.deepEqual([say('idle')?.state, say('flowing')?.state], ['ok', 'ok']);
    assert.equal(trafficStatement(polledStatistics(now)), undefined);
  });

  it("writes the time as the client does and as the ASA does, by the ASA's own count once it is over", () => {
    assert.equal(line(ended, 'client', 'Time:').value, '0 day(s), 00:01.31');
    assert.equal(line(ended, 'asa', 'Duration:').value, '0h:01m:31s');
    assert.equal(line(session(), 'client', 'Time:').value, '0 day(s), 01:00.00');
  });

  it('never makes up bytes or a duration when the closing record did not come', () => {
    const lost = session({ state: 'ended', end: now, endIs: 'inferred', endReason: 'address went to another' });
    assert.equal(lasted(lost, now), undefined);
    assert.equal(line(lost, 'client', 'Received:').why, 'never reported');
    assert.equal(line(lost, 'client', 'Time:').why, 'never reported');
  });
});

describe('the Firewall tab', () => {
  const from = { source: 'syslog', at: now } as const;

  it('shows the firewall that was reported, with where that is from', () => {
    const told = session({ firewall: 'Cisco Systems(1) CIC(1) 5.0\u202e', from: { firewall: from } });
    const { lines } = firewallBox(told);
    assert.deepEqual(
      lines.map(({ label, value, from: source }) => [label, value, source]),
      [['Product:', 'Cisco Systems(1) CIC(1) 5.0\\u{202e}', from]],
    );
  });

  it('shows what was received and what the policy expects beside it', () => {
    const firewallMismatch = 'received none, expected Zone Labs(2) ZoneAlarm(1)';
    const { lines } = firewallBox(session({ firewallMismatch, from: { firewallMismatch: from } }));
    assert.deepEqual(
      lines.map(({ label, value, why }) => [label, value ?? why]),
      [
        ['Product:', 'not reported by the ASA'],
        ['Mismatch:', firewallMismatch],
      ],
    );
  });

  it('says that nothing was reported where nothing was', () => {
    assert.deepEqual(
      firewallBox(session()).lines.map(({ value, why }) => [value, why]),
      [[undefined, 'not reported by the ASA']],
    );
  });
});

const heard = { at: now, interval: 60_000 };

describe("a session's first line", () => {
  it('says since when somebody is connected', () => {
    assert.match(sessionVerdict(session(), heard, now).text, /^marty is connected on HV-ASA since \d\d:06:29\.$/);
  });

  it('says when and why somebody left', () => {
    assert.match(
      sessionVerdict(ended, heard, now).text,
      /^marty left HV-ASA at \d\d:06:28 after 1m: User Requested\.$/,
    );
  });

  it('does not call somebody connected whose head-end is silent', () => {
    const said = sessionVerdict(session(), { ...heard, at: now - 3_600_000 }, now);
    assert.equal(said.state, 'unknown');
    assert.equal(said.text, 'marty was connected on HV-ASA when it was last heard.');
  });
});

describe("the sessions' first line", () => {
  const listing = { wanted: 'active', q: '', shown: 12, active: 12, more: false, heard, devices: 1 } as const;

  it('says of no search that it finds nothing before all sessions are here', () => {
    const said = sessionsVerdict({ ...listing, q: 'mar', shown: 0, loading: { here: 300, missing: 9_700 } }, now);
    assert.deepEqual(said, {
      state: 'unknown',
      text: 'Loading: 300 of 10,000 sessions are here.',
      more: '0 of them listed below. 12 sessions active now.',
    });
  });

  it('counts them', () => {
    assert.equal(sessionsVerdict(listing, now).text, '12 active sessions.');
    assert.equal(sessionsVerdict({ ...listing, shown: 0, active: 0 }, now).text, 'Nobody is connected.');
  });

  it('does not call it quiet when there is nobody who could tell', () => {
    const said = sessionsVerdict({ ...listing, shown: 0, active: 0, heard: NO_SIGN, devices: 0 }, now);
    assert.equal(said.state, 'unknown');
    assert.equal(said.text, 'No device yet: nobody can be seen.');
  });

  it('explains an empty search with what is on record', () => {
    const said = sessionsVerdict({ ...listing, q: 'mar', shown: 0, last: ended }, now);
    assert.equal(said.text, 'No active session for “mar”.');
    assert.match(said.more, /^Last seen: marty on HV-ASA, ended \d\d:06:28\.$/);
  });

  it('says as of when, once nothing is received any more', () => {
    const said = sessionsVerdict({ ...listing, heard: { ...heard, at: now - 3_600_000 } }, now);
    assert.equal(said.state, 'unknown');
    assert.match(said.text, /^12 sessions were active at \d\d:06:29\.$/);
    assert.equal(said.more, 'Nothing received for 1 h 0 m.');
  });
});
