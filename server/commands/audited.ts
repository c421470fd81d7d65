import type { Note } from '../api/access-desk.ts';
import { COMMAND_LINE, type AuditKind } from '../domain/access/audit.ts';
import type { Actions } from './control.ts';

/** What is written down of what is done from the command line; accounts and keys are noted where they are done. */
const kinds: Readonly<Record<string, AuditKind>> = {
  'device.add': 'device.changed',
  'device.adopt': 'device.changed',
  'device.config': 'device.changed',
  'device.zone': 'device.changed',
  'device.store': 'device.changed',
  'device.import': 'device.changed',
  'polling.set': 'device.changed',
  'polling.accept': 'device.changed',
  'polling.stop': 'device.changed',
  'snmp.set': 'device.changed',
  'snmp.off': 'device.changed',
  'snmp.accept': 'device.changed',
  'channel.add': 'channel.changed',
  'channel.remove': 'channel.changed',
  'channel.enable': 'channel.changed',
  'channel.disable': 'channel.changed',
  'user.erase': 'erased',
  backup: 'backed-up',
};

/** The same actions, each of which is written down once it is done: who may open the control socket is this machine's administrator. */
export function audited<A extends Actions>(actions: A, note: Note): A {
  return Object.fromEntries(
    Object.entries(actions).map(([name, act]) => {
      const kind = kinds[name];
      if (kind === undefined) return [name, act];
      const noted = async (body: unknown): Promise<unknown> => {
        const done = await act(body);
        await note({ by: COMMAND_LINE, from: null, kind, about: { what: name } });
        return done;
      };
      return [name, noted];
    }),
  ) as A; // the same names, and each answers the same
}
