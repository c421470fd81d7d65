import type { SnmpSession } from '../../collectors/snmp/session.ts';
import { snmpPoll } from '../../collectors/snmp/snmp-poll.ts';
import { fullAppetite } from '../../collectors/snmp/walk.ts';
import type { Polled } from '../../server/domain/polling.ts';
import type { Device } from '../asa/cli/device.ts';
import type { Random } from '../asa/random.ts';
import { shownBy } from '../asa/snmp/mibs.ts';
import { arcsOf, placeAfter, type Mib } from '../asa/snmp/varbind.ts';
import type { Asking } from './listing.ts';

/** A poll over SNMP as the simulated ASA answers it, a request after the other: between two of them people come and go. */
export async function askAgent(
  device: Device,
  { slow, torn, kept = 0, trouble }: Asking,
  random: Random,
  pass: (milliseconds: number) => Promise<void>,
): Promise<Polled> {
  const now = () => device.asa.options.now();
  let asked = 0;
  let still = { at: now(), mib: shownBy(device) };
  // Somebody else has asked it a moment ago.
  if (kept > 0) await pass(random.int(0, kept));
  const look = async (): Promise<Mib> => {
    // A poll has some fifty requests: all of them together are as slow as one command.
    await pass(random.int(0, slow / 50));
    asked += 1;
    // What was shown a moment ago is what is shown now.
    const isOld = kept > 0 ? now() - still.at >= kept : torn && now() !== still.at;
    if (isOld) still = { at: now(), mib: shownBy(device) };
    return still.mib;
  };
  // Something goes wrong with one of its requests: the agent will tell no more.
  const broken = trouble === undefined ? Infinity : random.int(10, 40);
  const session: SnmpSession = {
    get: async (oids) => {
      const mib = await look();
      return oids.map((oid) => {
        const found = mib[placeAfter(mib, arcsOf(oid)) - 1];
        return { oid, value: found?.oid === oid ? found.value : null };
      });
    },
    next: async (oids, repetitions) => {
      const mib = await look();
      if (asked >= broken) return { declined: 'genErr' };
      return oids.map((oid) => {
        const place = placeAfter(mib, arcsOf(oid));
        const followed = mib.slice(place, place + repetitions).map((one) => ({ oid: one.oid, value: one.value }));
        return followed.length === 0 ? [{ oid, value: null }] : followed;
      });
    },
    close: () => undefined,
  };
  return snmpPoll({
    access: { device: 1, version: 'v2c', host: '127.0.0.1', port: 161, everySeconds: 60 },
    ...{ secrets: {}, sessions: true, appetite: fullAppetite(), interval: 60, now, age: () => undefined },
    asked: () => undefined,
    open: () => Promise.resolve(session),
  });
}
