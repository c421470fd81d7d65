import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instanceOf } from '../../../collectors/snmp/notification.ts';
import { takeTrap } from '../../../collectors/snmp/take-trap.ts';
import { trapOf, traps } from '../../../collectors/snmp/traps.ts';
import { deviceOf } from '../../asa/cli/device.ts';
import { withGuests } from '../../asa/snmp/guests.ts';
import { notifications, trapNames } from '../../asa/snmp/notifications.ts';

/** Names of the MIBs that an ASA does not send. */
const NOT_SENT = /Failure$|^c(?:ike|ipSec)NoSa$|^cipSecEarlyTunTerm$|^ciscoRasToo(?:ManyFailedAuths|HighThroughput)$/;

test('every trap of the simulated ASA is known by its name, with its varbinds in the order of the MIB', () => {
  const device = deviceOf(withGuests('9.16').asa);
  for (const name of trapNames) {
    const { oid, varbinds } = notifications[name];
    const row = trapOf(oid);
    assert.equal(row?.name, name);
    const told = varbinds(device, {});
    const places = row.objects.flatMap((one) => (one.oid === undefined ? [] : [told.findIndex((varbind) => instanceOf(one, [varbind]))])); // prettier-ignore
    assert.ok(places.every((place, i) => place === i), `${name}: ${places.join(', ')}`); // prettier-ignore
    const taken = takeTrap({ oid, varbinds: told, proof: { version: 'v2c', known: true } });
    if ('parsed' in taken) assert.ok(['claim', 'noted'].includes(taken.parsed.outcome), name);
  }
});

test('every trap that we know and an ASA sends, the simulated one sends', () => {
  const sent: readonly string[] = trapNames;
  const ours = traps.map(({ name }) => name).filter((name) => name === 'authenticationFailure' || !NOT_SENT.test(name));
  assert.deepEqual([...ours].sort(), [...sent].sort());
});
