import type { Claim, Claimed } from '../../server/domain/claim.ts';
import type { Device } from '../../server/domain/device.ts';
import type { Event } from '../../server/domain/event.ts';
import type { Session } from '../../server/domain/session.ts';
import { State } from '../../server/state/state.ts';

/** When the lab's clock starts. */
export const NOON = Date.UTC(2026, 0, 5, 12);

/** The lab's head-end, as a device. */
export const headEnd: Device = {
  id: 1,
  name: 'hv-asa',
  state: 'adopted',
  addresses: ['10.10.10.2'],
  pools: [{ name: 'vpnpool', first: '172.16.1.100', last: '172.16.1.199', mask: '255.255.255.0' }],
  chains: [{ tunnelGroup: 'hillvalleyvpn', pools: ['vpnpool'] }],
  addedAt: NOON,
};

/** A state with nothing in it but the lab's head-end. */
export function emptyState(): State {
  const nothing = { seen: [], sessions: [], attempts: [], verdicts: [], leases: [], minutes: [], events15m: [] };
  return new State({ ...nothing, devices: [headEnd] });
}

/** Tells a state claims, one by one, and remembers what it decided. */
export class Teller {
  readonly state = emptyState();
  readonly events: Event[] = [];
  #message = 1000;

  /** Tells the claim at that second after noon, in a message with that ID and time of the device, if any. */
  at(second: number, claim: Claim, message: Pick<Claimed, 'messageId' | 'deviceTime'> = {}): this {
    this.#message += 1;
    const claimed = {
      message: this.#message,
      at: NOON + second * 1000,
      from: '10.10.10.2',
      source: 'syslog',
      claim,
      ...message,
    } as const;
    this.state.take({ kind: 'claim', device: headEnd.id, claimed });
    return this.#remember();
  }

  passed(second: number): this {
    this.state.take({ kind: 'time.passed', at: NOON + second * 1000 });
    return this.#remember();
  }

  sessions(): readonly Session[] {
    return [...this.state.sessions()].sort((a, b) => a.id - b.id);
  }

  #remember(): this {
    this.events.push(...this.state.changes().events);
    return this;
  }
}

/** The claims of marty's login at the lab, and of his logout. */
export const marty = { tunnelGroup: 'hillvalleyvpn', user: 'marty', publicIp: '198.51.100.23' } as const;

export const claims = {
  client: { kind: 'client.identified', ...marty, clientType: 'WinNT', clientVersion: '5.0.07.0440' },
  allocated: { kind: 'address.allocated', assignedIp: '172.16.1.100' },
  assigned: { kind: 'address.assigned', ...marty, assignedIp: '172.16.1.100' },
  phase1: { kind: 'phase1.completed', ...marty },
  inbound: {
    kind: 'sa.created',
    direction: 'inbound',
    saType: 'remote access',
    spi: '0x5E6F7081',
    oneIp: '10.10.10.2',
    otherIp: marty.publicIp,
    user: 'marty',
  },
  outbound: {
    kind: 'sa.created',
    direction: 'outbound',
    saType: 'remote access',
    spi: '0x1A2B3C4D',
    oneIp: '10.10.10.2',
    otherIp: marty.publicIp,
    user: 'marty',
  },
  negotiated: { kind: 'sa.negotiated', ...marty, inboundSpi: '0x5e6f7081', outboundSpi: '0x1a2b3c4d' },
  phase2: { kind: 'phase2.completed', ...marty, msgid: '8e2f6a12' },
  terminated: { kind: 'session.closing', ...marty, reason: 'Peer Terminate' },
  deleted: {
    kind: 'sa.deleted',
    direction: 'inbound',
    saType: 'remote access',
    spi: '0x5E6F7081',
    oneIp: '10.10.10.2',
    otherIp: marty.publicIp,
    user: 'marty',
  },
  freed: { kind: 'address.freed', assignedIp: '172.16.1.100' },
} as const satisfies Record<string, Claim>;

/** marty's closing record after that many seconds. */
export function closed(seconds: number, more: Partial<Extract<Claim, { kind: 'session.closed' }>> = {}): Claim {
  return {
    kind: 'session.closed',
    ...marty,
    sessionType: 'IPsec',
    seconds,
    bytesTx: 4000,
    bytesRx: 900,
    reason: 'User Requested',
    ...more,
  };
}

/** Tells marty's whole login, all in the second given. */
export function logIn(teller: Teller, second: number): Teller {
  const { client, allocated, assigned, phase1, outbound, inbound, negotiated, phase2 } = claims;
  for (const claim of [client, allocated, assigned, phase1, outbound, inbound, negotiated, phase2])
    teller.at(second, claim);
  return teller;
}
