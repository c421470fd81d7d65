import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closed, NOON, Teller } from '../lab.ts';

const web = { user: 'marty', publicIp: '198.51.100.23', groupPolicy: 'GP-STAFF' } as const;
const ADDRESS = '172.16.1.100';
const started = (teller: Teller, second: number) => teller.at(second, { kind: 'session.started', ...web });
const assigned = { kind: 'address.assigned', ...web, assignedIp: ADDRESS } as const;
const lost = { kind: 'connection.lost', ...web, reason: 'DPD failure' } as const;
const bound = (user: string, assignedIp: string) => ({ kind: 'address.bound', user, assignedIp }) as const;
const l2tp = { user: 'marty', publicIp: '198.51.100.23', assignedIp: ADDRESS, tunnelId: '17' } as const;
const down = { kind: 'l2tp.closed', publicIp: '198.51.100.23', tunnelId: '17' } as const;
const states = (teller: Teller) => teller.sessions().map(({ state, endReason }) => [state, endReason]);

test('a lost connection does not close its session, but is why it has ended if nothing else says so', () => {
  const teller = started(new Teller(), 0).at(1, assigned).at(600, lost).passed(700);
  assert.deepEqual(states(teller), [['active', undefined]]);
  assert.equal(teller.sessions()[0]?.closingAt, undefined);
  teller.at(900, { ...assigned, user: 'docbrown' });
  assert.deepEqual(states(teller), [
    ['ended', 'DPD failure'],
    ['active', undefined],
  ]);
});

test('a client that came back has lost nothing', () => {
  const back = { kind: 'tunnel.opened', ...web, transport: 'TCP' } as const;
  const teller = started(new Teller(), 0).at(1, assigned).at(600, lost).at(610, back);
  teller.at(900, { ...assigned, user: 'docbrown' });
  assert.equal(teller.sessions()[0]?.endReason, 'address assigned to another session');
});

test('the closing record knows better than a lost connection', () => {
  const teller = started(new Teller(), 0)
    .at(1, assigned)
    .at(60, lost)
    .at(61, {
      ...{ kind: 'session.closed', user: 'marty', publicIp: web.publicIp, tunnelGroup: 'hillvalleyvpn' },
      ...{ sessionType: 'SSL', seconds: 61, bytesTx: 4000, bytesRx: 900, reason: 'Idle Timeout' },
    });
  assert.deepEqual(states(teller), [['ended', 'Idle Timeout']]);
});

test('the address that a user is bound to is that of the one login of his that lacks one', () => {
  const teller = started(new Teller(), 0).at(1, bound('docbrown', ADDRESS)).at(1, bound('marty', '2001:db8::1'));
  assert.equal(teller.sessions()[0]?.assignedIp, undefined);
  teller.at(2, bound('marty', ADDRESS));
  assert.equal(teller.sessions()[0]?.assignedIp, ADDRESS);
  assert.equal(teller.state.summary(NOON).pools[0]?.used, 1);
  teller.at(3, assigned);
  assert.equal(teller.sessions().length, 1, 'told again by 722051');
});

test('of two logins that lack an address none is guessed, nor is one that has been up for long', () => {
  const two = started(new Teller(), 0).at(1, { kind: 'session.started', ...web, publicIp: '198.51.100.99' });
  two.at(2, bound('marty', ADDRESS));
  assert.deepEqual(
    two.sessions().map(({ assignedIp }) => assignedIp),
    [undefined, undefined],
  );
  const old = started(new Teller(), 0).at(600, bound('marty', ADDRESS));
  assert.equal(old.sessions()[0]?.assignedIp, undefined);
});

test('an L2TP session whose closing record is lost ends with its tunnel', () => {
  const teller = new Teller().at(0, { kind: 'l2tp.opened', ...l2tp }).at(600, { ...down, tunnelId: '18' });
  assert.equal(teller.sessions()[0]?.closingAt, undefined, 'another one');
  teller.at(700, down).passed(731);
  assert.deepEqual(states(teller), [['ended', 'the L2TP tunnel was deleted']]);
  assert.equal(teller.sessions()[0]?.end, NOON + 700_000);
  assert.equal(teller.state.summary(NOON).pools[0]?.used, 0);
});

test('a portal gets no address, and the late line of a session that has just ended none that is new', () => {
  const portal = new Teller().at(0, { kind: 'webvpn.started', ...web }).at(1, bound('marty', ADDRESS));
  assert.equal(portal.sessions()[0]?.assignedIp, undefined);
  const ended = closed(60, { publicIp: web.publicIp, sessionType: 'AnyConnect-Parent' });
  const again = started(new Teller(), 0).at(1, assigned).at(60, ended);
  started(again, 61).at(62, bound('marty', ADDRESS));
  assert.equal(again.sessions()[1]?.assignedIp, undefined);
});
