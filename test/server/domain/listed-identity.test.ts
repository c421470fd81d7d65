import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAuditId } from '../../../server/domain/audit-id.ts';
import type { ListedSession, Roster } from '../../../server/domain/roster.ts';
import { NOON, Teller } from '../lab.ts';
import { listing, row, tellPoll } from './polled-lab.ts';

/** 10.10.10.2, Index 12, 10:11:12 UTC on 1 January 2024 (domain facts, D4). */
const AUDIT = '0a0a0a020000c00065928fc0';
const LOGIN = Date.UTC(2024, 0, 1, 10, 11, 12);
const at = (second: number) => NOON + second * 1000;

/** One that the listing does not tell the length of. */
function unmeasured(more: Partial<ListedSession>): ListedSession {
  const { seconds, ...rest } = row(91, more);
  assert.equal(seconds, 91);
  return rest;
}

test('an Audt Sess ID holds the address of the ASA, the Index and the login', () => {
  assert.deepEqual(readAuditId(AUDIT), { address: '10.10.10.2', index: 12, login: LOGIN });
  // One that a real device printed beside this Index.
  assert.equal(readAuditId('0a2e009c0d9440005e6fa4da')?.index, 55620);
  for (const none of ['', AUDIT.slice(1), `${AUDIT}0`, AUDIT.replace('a', 'g')])
    assert.equal(readAuditId(none), undefined);
});

test('the same Audt Sess ID is the same session, though its Index, address and place are others', () => {
  const teller = tellPoll(new Teller(), 600, [listing(600, [row(91, { auditSessionId: AUDIT })])]);
  const again = { auditSessionId: AUDIT, index: 99, publicIp: '203.0.113.9', assignedIp: '172.16.1.120' };
  tellPoll(teller, 660, [listing(660, [row(151, again)])]);
  const [session, ...more] = teller.sessions();
  assert.deepEqual([session?.state, session?.index, more.length], ['active', 99, 0]);
});

test('a session whose length is not listed began when its Audt Sess ID says, if that has its Index', () => {
  const start = (more: Partial<ListedSession>) => {
    const [session] = tellPoll(new Teller(), 600, [listing(600, [unmeasured(more)])]).sessions();
    return [session?.start, session?.startIs];
  };
  assert.deepEqual(start({ auditSessionId: AUDIT }), [LOGIN, 'listed']);
  assert.deepEqual(start({ auditSessionId: AUDIT, index: 13 }), [at(600), 'inferred']);
});

test('an address is not called leaked while a client waits whose address nobody has told', () => {
  const { assignedIp, ...waiting } = row(500, { protocols: ['AnyConnect-Parent'], inactiveSeconds: 30 });
  assert.equal(assignedIp, '172.16.1.100');
  const leaked = (present: readonly ListedSession[]) => {
    const teller = new Teller();
    for (const second of [60, 661]) {
      const pool: Roster = {
        ...{ kind: 'pool.listed', startedAt: at(second), finishedAt: at(second + 1), complete: true },
        use: {
          ...{ pool: 'vpnpool', first: '172.16.1.100', last: '172.16.1.199', free: 99, held: 0, inUse: 1 },
          addressesInUse: ['172.16.1.150'],
        },
      };
      const rows = present.map((one) => ({ ...one, seconds: 500 + second }));
      tellPoll(teller, second, [listing(second, rows, { listing: 'anyconnect' }), pool]);
    }
    return teller.state.summary(at(662)).pools[0]?.polled?.leaked;
  };
  assert.deepEqual(leaked([waiting]), []);
  assert.deepEqual(leaked([]), ['172.16.1.150']);
});

test('the counters of a 7.x go over at 32 bits, those of later releases began anew', () => {
  const counted = (version: string) => {
    const teller = new Teller();
    const facts = { serial: 'JMX1', version };
    tellPoll(teller, 60, [listing(60, [row(61, { bytesTx: 2 ** 32 - 100 })])], facts);
    tellPoll(teller, 120, [listing(120, [row(121, { bytesTx: 900 })])], facts);
    const [session] = teller.sessions();
    return session && teller.state.meter(session.id)?.latest.bytesTx;
  };
  assert.equal(counted('7.2(5)'), 2 ** 32 + 900);
  assert.equal(counted('9.1(7)'), 900);
});
