import type { Key } from '../access/key.ts';
import { sealSnmp } from '../access/snmp-secrets.ts';
import type { PollFailure } from '../domain/polling.ts';
import type { SnmpAccess, SnmpEngine } from '../domain/snmp.ts';
import type { Store } from '../store/store.ts';
import { field, text } from './body.ts';
import { findDevice } from './device-actions.ts';
import { UsageFault } from './fault.ts';
import { readSnmpAccess, type ToldSnmp } from './snmp-access.ts';

/** How a device's SNMP is spoken with, and what came of it. */
export interface SnmpState {
  readonly name: string;
  readonly access: SnmpAccess | undefined;
  readonly engines: readonly SnmpEngine[];
  /** Beginning and end of the last poll, epoch milliseconds. */
  readonly startedAt: number | undefined;
  readonly at: number | undefined;
  readonly failures: readonly PollFailure[];
}

/** What is asked of each action. */
export interface SnmpBodies {
  readonly 'snmp.set': { readonly device: string } & ToldSnmp;
  readonly 'snmp.off': { readonly device: string };
  readonly 'snmp.show': { readonly device: string };
  /** An engine that the device has shown, in hexadecimal. */
  readonly 'snmp.accept': { readonly device: string; readonly engineId: string };
}

/** The actions by their names; each answers the state afterwards. */
export type SnmpActions = { readonly [K in keyof SnmpBodies]: (body: unknown) => Promise<SnmpState> };

/** What may be done about a device's SNMP. `onChange` is awaited after each change, before the answer. */
export function snmpActions(
  store: Pick<
    Store,
    | 'devices'
    | 'snmpAccesses'
    | 'putSnmpAccess'
    | 'dropSnmpAccess'
    | 'snmpEngines'
    | 'acceptSnmpEngine'
    | 'lastSnmpPolls'
    | 'putSecret'
  >,
  key: Key,
  onChange: (device: number) => Promise<void> | void,
): SnmpActions {
  const state = async ({ id, name }: { readonly id: number; readonly name: string }): Promise<SnmpState> => {
    const of = <T extends { readonly device: number }>(rows: readonly T[]): readonly T[] =>
      rows.filter(({ device }) => device === id);
    const [access] = of(await store.snmpAccesses());
    const [last] = of(await store.lastSnmpPolls());
    const engines = of(await store.snmpEngines());
    return { name, access, engines, startedAt: last?.startedAt, at: last?.at, failures: last?.failures ?? [] };
  };
  const find = (body: unknown) => findDevice(store, field(body, 'device'));
  return {
    'snmp.set': async (body) => {
      const device = await find(body);
      const known = (await store.snmpAccesses()).find((one) => one.device === device.id);
      const { access, secrets } = readSnmpAccess(body, device, known);
      for (const secret of sealSnmp(key, device.id, secrets)) await store.putSecret(secret);
      await store.putSnmpAccess(access);
      await onChange(device.id);
      return state(device);
    },
    'snmp.off': async (body) => {
      const device = await find(body);
      await store.dropSnmpAccess(device.id);
      await onChange(device.id);
      return state(device);
    },
    'snmp.show': async (body) => state(await find(body)),
    'snmp.accept': async (body) => {
      const device = await find(body);
      const engineId = text(field(body, 'engineId'), 'engine').toLowerCase();
      const shown = (await store.snmpEngines()).some((one) => one.device === device.id && one.engineId === engineId);
      // Of one that was never shown nothing is known of its boots and time: whatever was recorded of it once could be sent again.
      if (!shown)
        throw new UsageFault(
          `${JSON.stringify(engineId)}: ${device.name} has shown no such engine (see device snmp NAME)`,
        );
      await store.acceptSnmpEngine(device.id, engineId);
      await onChange(device.id);
      return state(device);
    },
  };
}
