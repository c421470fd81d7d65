import type { TrapAccess } from '../../collectors/receive.ts';
import type { Key } from '../access/key.ts';
import { openSnmp } from '../access/snmp-secrets.ts';
import type { Batch, Sink } from '../domain/batch.ts';
import type { Device } from '../domain/device.ts';
import { asksForPoll } from '../domain/poll-asked.ts';
import type { SnmpEngine } from '../domain/snmp.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';

/** By what the traps of each device are believed, its secrets opened. One whose secrets do not open believes nothing. */
export async function trapAccesses(
  store: Pick<Store, 'snmpAccesses' | 'snmpEngines' | 'secrets'>,
  key: Key,
  devices: readonly Device[],
): Promise<readonly TrapAccess[]> {
  const [accesses, known, secrets] = [await store.snmpAccesses(), await store.snmpEngines(), await store.secrets()];
  return accesses.flatMap((access) => {
    const addresses = devices.find(({ id }) => id === access.device)?.addresses;
    if (addresses === undefined) return [];
    const engines = known.filter(({ device }) => device === access.device);
    return [{ ...access, ...openSnmp(key, access.device, secrets), addresses, engines }];
  });
}

/** Keeps the engines that the receiver of traps has heard. What cannot be kept is told again within seconds, by the next trap. */
export function engineKeeper(
  store: Pick<Store, 'putSnmpEngines'>,
  log: Pick<Log, 'warn' | 'error'>,
): (engines: readonly SnmpEngine[]) => void {
  return (engines) => {
    for (const { device, engineId, accepted } of engines)
      if (!accepted)
        log.warn(
          { device, engineId },
          'a device shows another SNMP engine: its traps are refused until a person accepts it',
        );
    store.putSnmpEngines(engines).catch((err: unknown) => log.error({ err }, 'SNMP engines cannot be kept'));
  };
}

/** The sink, and after each batch that it has taken a wish for each device whose traps ask for a poll; `see` sees those batches. */
export function wishingSink(
  sink: Sink,
  ask: (device: number) => void,
  deviceAt: (address: string) => Pick<Device, 'id' | 'state'> | undefined,
  see: (batch: Batch) => void,
): Sink {
  return {
    async take(batch) {
      await sink.take(batch);
      see(batch);
      const asking = batch.claims.filter(({ source, claim }) => source === 'trap' && asksForPoll(claim));
      for (const from of new Set(asking.map((one) => one.from))) {
        const device = deviceAt(from);
        if (device?.state === 'adopted') ask(device.id);
      }
    },
  };
}
