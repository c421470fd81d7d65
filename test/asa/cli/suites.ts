import type { Protocol } from '../ledger.ts';
import type { Seat } from '../people.ts';
import { generation } from './device.ts';
import type { Device } from './device.ts';
import type { Sort } from './listed.ts';

/** What a tunnel is called and what it is made of. */
export interface Suite {
  readonly kind: string;
  readonly encryption: string;
  readonly hashing: string;
}

type Suites = Readonly<Record<Sort, Suite>>;
const made = new Map<string, Suites>();

/** What each sort of tunnel is called by this release, for a client of this protocol; the lab speaks 3DES, SHA and group 2. */
export function suiteOf(
  device: Device,
  protocol: Protocol,
  seat: Pick<Seat, 'behindNat' | 'wrapped'> = { behindNat: false },
): Suites {
  const { release } = device.asa.dialect;
  const key = `${release} ${protocol} ${seat.behindNat} ${seat.wrapped}`;
  const known = made.get(key) ?? suites(generation(device), release === '9.16', protocol, seat);
  made.set(key, known);
  return known;
}

function suites(
  shape: 7 | 8 | 8.4 | 9,
  newest: boolean,
  protocol: Protocol,
  { behindNat, wrapped }: Pick<Seat, 'behindNat' | 'wrapped'>,
): Suites {
  const ipsec = shape === 7 ? 'IPSec' : 'IPsec';
  const over = { udp: 'OverUDP', tcp: 'OverTCP', nat: 'OverNatT', none: '' }[wrapped ?? (behindNat ? 'nat' : 'none')];
  const second = protocol === 'ikev2';
  const old = { encryption: '3DES', hashing: 'SHA1' };
  const ssl = { encryption: shape === 9 ? 'AES256' : 'RC4', hashing: 'SHA1' };
  const dtls = { encryption: shape === 9 ? 'AES256' : 'AES128', hashing: 'SHA1' };
  const gcm = { encryption: 'AES-GCM-256', hashing: 'SHA384' };
  return {
    ike: {
      kind: second ? 'IKEv2' : shape <= 8 ? 'IKE' : 'IKEv1',
      ...(second ? { encryption: 'AES256', hashing: 'SHA256' } : old),
    },
    ipsec: { kind: `${ipsec}${over}`, ...(second ? { encryption: 'AES256', hashing: 'SHA1' } : old) },
    l2tp: { kind: `L2TPOver${ipsec}${behindNat ? 'OverNatT' : ''}`, encryption: 'none', hashing: 'none' },
    parent: { kind: shape <= 8 ? 'Clientless' : 'AnyConnect-Parent', encryption: 'none', hashing: 'none' },
    ssl: { kind: 'SSL-Tunnel', ...(newest ? gcm : ssl) },
    dtls: { kind: 'DTLS-Tunnel', ...(newest ? gcm : dtls) },
    portal: { kind: shape === 7 ? 'WebVPN' : 'Clientless', ...(newest ? gcm : ssl) },
  };
}
