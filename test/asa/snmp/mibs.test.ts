import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deviceOf, pairOf } from '../cli/device.ts';
import { withGuests } from './guests.ts';
import { shownBy } from './mibs.ts';

const cras = '1.3.6.1.4.1.9.9.392.1';
const flow = '1.3.6.1.4.1.9.9.171.1';

describe('the MIBs of the simulated ASA', () => {
  it('show a session by the length and the bytes of its name and its number', () => {
    const { asa } = withGuests('8.2');
    const [session] = asa.sessions;
    assert.ok(session !== undefined);
    const mib = shownBy(deviceOf(asa));
    const index = [session.user.length, ...Buffer.from(session.user), session.index].join('.');
    const cell = (column: number) => mib.find(({ oid }) => oid === `${cras}.3.21.1.${column}.${index}`)?.value;
    assert.equal(session.user, 'marty');
    assert.match(index, /^5\.109\.97\.114\.116\.121\./);
    assert.equal(String(cell(2)), 'hillvalleyvpn');
    assert.deepEqual(cell(8), Buffer.from((session.entry.assignedIp ?? '').split('.').map(Number)));
    assert.deepEqual(cell(10), Buffer.from(session.publicIp.split('.').map(Number)));
    assert.equal(cell(11), 2);
  });

  it('count the sessions as the model does, by protocol', () => {
    const { asa } = withGuests('9.16');
    const mib = shownBy(deviceOf(asa));
    const scalar = (number: number) => mib.find(({ oid }) => oid === `${cras}.3.${number}.0`)?.value;
    assert.equal(scalar(1), asa.sessions.size);
    assert.equal(scalar(26), [...asa.sessions].filter(({ seat }) => /ike|l2tp/.test(seat.protocol)).length);
    assert.equal(scalar(35), [...asa.sessions].filter(({ seat }) => seat.protocol === 'anyconnect').length);
    assert.equal(scalar(29), asa.sites.size);
    const active = mib.find(({ oid }) => oid === `${flow}.3.1.1.0`)?.value;
    assert.equal(active, mib.filter(({ oid }) => oid.startsWith(`${flow}.3.2.1.51.`)).length);
  });

  it('never count backwards when a session ends, and only from the start after a restart', () => {
    const { asa, play, engine } = withGuests('9.1');
    const device = deviceOf(asa);
    const octets = () => shownBy(device).find(({ oid }) => oid === `${cras}.3.9.0`)?.value as bigint;
    const before = octets();
    for (const session of [...asa.sessions]) play(session.leave('User Requested'));
    assert.ok(octets() >= before && before > 0n);
    const boots = () => shownBy(device).find(({ oid }) => oid === '1.3.6.1.6.3.10.2.1.2.0')?.value as number;
    const had = boots();
    device.reboot();
    assert.equal(boots(), had + 1);
    assert.equal(octets(), 0n);
    assert.equal(shownBy(device).find(({ oid }) => oid === '1.3.6.1.2.1.1.3.0')?.value, 0);
    assert.equal(asa.bootedAt, engine.now());
  });

  it('differ by release', () => {
    const has = (release: Parameters<typeof withGuests>[0], top: string) =>
      shownBy(deviceOf(withGuests(release).asa)).some(({ oid }) => oid.startsWith(`${top}.`));
    assert.deepEqual([has('9.1', `${cras}.3.23`), has('9.16', `${cras}.3.23`)], [true, false]);
    assert.deepEqual([has('8.2', '1.3.6.1.4.1.9.9.221'), has('8.4', '1.3.6.1.4.1.9.9.221')], [false, true]);
    assert.deepEqual([has('7.2', '1.3.6.1.6.3.10'), has('8.2', '1.3.6.1.6.3.10')], [false, true]);
  });

  it('show the units of a pair, each as itself', () => {
    const { active, standby, switchover } = pairOf(withGuests('9.1').asa);
    const status = (device: typeof active) =>
      ['2.6', '3.6', '3.7'].map((cell) => {
        const found = shownBy(device).find(({ oid }) => oid === `1.3.6.1.4.1.9.9.147.1.2.1.1.1.${cell}`);
        return String(found?.value);
      });
    assert.deepEqual(status(active), ['Primary unit (this device)', '9', '10']);
    assert.deepEqual(status(standby), ['Primary unit', '9', '10']);
    switchover();
    assert.deepEqual(status(active), ['Primary unit', '10', '9']);
  });
});
