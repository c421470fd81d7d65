import type { DeviceFacts } from './polling.ts';
import type { Protocol } from './session.ts';

/** How many sessions of some protocols a head-end takes, together, and what says so. */
export interface ProtocolLimit {
  readonly protocols: readonly Protocol[];
  readonly most: number;
  /** As the device names it: `AnyConnect Premium Peers`. */
  readonly licence: string;
}

type Row = readonly [licence: string, protocols: readonly Protocol[]];

/**
 * What each line of `show version` counts. 8.3 and later: Premium is for clients over TLS and for IKEv2, Other for IKEv1 (and for LAN-to-LAN,
 * which is counted apart here). 7.x and 8.0 to 8.2 licence what goes over TLS, and IPsec by the platform alone.
 */
const rows: readonly Row[] = [
  ['AnyConnect Premium Peers', ['anyconnect', 'clientless', 'ikev2']],
  ['SSL VPN Peers', ['anyconnect', 'clientless']],
  ['WebVPN Peers', ['anyconnect', 'clientless']],
  ['Other VPN Peers', ['ikev1']],
];

/** What the licences of a device limit, protocol by protocol; with Essentials its clients are limited by the platform alone. */
export function protocolLimits({ platform }: DeviceFacts): readonly ProtocolLimit[] {
  const { licenses = {} } = platform ?? {};
  const essentials = licenses['AnyConnect Essentials'] === 'Enabled';
  return rows.flatMap(([licence, protocols]) => {
    const most = Number(/^\d{1,9}/.exec(licenses[licence] ?? '')?.[0]);
    if (Number.isNaN(most)) return [];
    return essentials && licence === 'AnyConnect Premium Peers' ? [] : [{ protocols, most, licence }];
  });
}
