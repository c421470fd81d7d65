import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reports } from '../../../collectors/snmp/notification.ts';
import { object } from '../../../collectors/snmp/object.ts';

// This file is checked by the compiler: a row below that it accepts makes its `@ts-expect-error` an error.

const ticks = object('upTime', '1.3.1', 'ticks');
const address = object('peerAddr', '1.3.2', 'address');

test('a row that gives what its claim needs compiles, with or without the facts that a varbind may tell', () => {
  const row = reports('1.3', 'n', 'tunnel.reported', { what: 'ike', state: 'stopped' }, ticks, { fact: 'seconds', of: ticks }, { fact: 'peer', of: address }); // prettier-ignore
  assert.deepEqual(row.objects.map(({ name }) => name), ['upTime', 'upTime', 'peerAddr']); // prettier-ignore
});

test('a fact that the claim needs and the row does not give is a compile error', () => {
  // @ts-expect-error state is missing
  reports('1.3', 'n', 'tunnel.reported', { what: 'ike' });
});

test('a fact that the claim needs cannot be left to a varbind, which an agent may leave out', () => {
  // @ts-expect-error a session.closed needs its user, and no varbind can be it
  reports('1.3', 'n', 'xauth.accepted', {}, { fact: 'user', of: object('userName', '1.3.3', 'text') });
});

test('a fact that the claim does not have is a compile error', () => {
  // @ts-expect-error tunnel.reported has no fact user
  reports('1.3', 'n', 'tunnel.reported', { what: 'ike', state: 'stopped' }, { fact: 'user', of: address });
});

test('an object of another syntax than the fact is a compile error', () => {
  // @ts-expect-error an address is not a number of seconds
  reports('1.3', 'n', 'tunnel.reported', { what: 'ike', state: 'stopped' }, { fact: 'seconds', of: address });
});

test('a kind of claim that there is not is a compile error', () => {
  // @ts-expect-error there is no such claim
  reports('1.3', 'n', 'tunnel.opened.again', {});
});
