import type { Device } from '../cli/device.ts';
import { insideIp } from '../model.ts';
import { openSyslogUdp } from '../syslog-udp.ts';
import { engineOf, uptimeOf } from './identity.ts';
import { trapEncoder } from './net-snmp.ts';
import type { SnmpUser } from './net-snmp.ts';
import { asa5520 } from './system.ts';
import { trapsOf } from './traps.ts';
import type { TrapOptions, Traps } from './traps.ts';
import type { TrapName } from './notifications.ts';

/** Who receives traps, and how they are spoken to (`snmp-server host`). */
export interface TrapReceiver {
  readonly host: string;
  readonly port: number;
  /** The local address to send from: it is what tells one device from another. */
  readonly from?: string;
  /** The greatest rate, in traps a second. */
  readonly most?: number;
  readonly access:
    | { readonly version: 'v1' | 'v2c'; readonly community: string }
    | { readonly version: 'v3'; readonly user: SnmpUser };
}

/** A device that sends traps. */
export interface TrapSender extends Traps {
  /** How many were sent, by name. */
  readonly sent: Readonly<Partial<Record<TrapName, number>>>;
  /** `undefined` while there is room for more, else a promise of it. */
  readonly room: () => Promise<void> | undefined;
  /** Resolves when the kernel has taken all; nothing more is sent. */
  readonly stop: () => Promise<void>;
}

/** Sends the traps of a device to one receiver. */
export async function sendTraps(device: Device, to: TrapReceiver, options: TrapOptions = {}): Promise<TrapSender> {
  const { host, port, from = host, most = 20_000, access } = to;
  const udp = await openSyslogUdp({ host, port, from, most });
  const engine = engineOf(device);
  const encode = trapEncoder(access.version === 'v3' ? { ...access, engine } : access);
  const sent: Partial<Record<TrapName, number>> = {};
  const traps = trapsOf(
    device,
    (trap, name) => {
      const datagram = encode(trap, { uptime: uptimeOf(device), address: insideIp, objectId: asa5520 });
      if (datagram === undefined) return;
      sent[name] = (sent[name] ?? 0) + 1;
      udp.send(datagram);
    },
    options,
  );
  return {
    ...traps,
    sent,
    room: () => udp.room(),
    stop: async () => {
      traps.close();
      await udp.close();
    },
  };
}
