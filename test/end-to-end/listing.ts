import type { SimulatedAsa, Session } from '../asa/model.ts';
import type { Polled } from '../../server/domain/polling.ts';
import type { ListedSession, Listing, Roster } from '../../server/domain/roster.ts';

/** A listing of the simulated ASA that is under way: each row is what the device knew at the moment it was written. */
export interface Poll {
  /** Writes the rows of some of the sessions that are there now; one that has been written is not written again. */
  write(some: (session: Session) => boolean): void;
  /** The listing as a whole, once every session that was there all the time has been written. */
  finish(): Polled;
}

const listings: Readonly<Record<Session['seat']['protocol'], Exclude<Listing, 'lan-to-lan'>>> = {
  ikev1: 'ikev1',
  l2tp: 'ikev1',
  ikev2: 'ikev2',
  anyconnect: 'anyconnect',
  clientless: 'clientless',
};

const words: Readonly<Record<Session['seat']['protocol'], readonly string[]>> = {
  ikev1: ['IKEv1', 'IPsecOverNatT'],
  l2tp: ['IKEv1', 'IPsec', 'L2TPOverIPsec'],
  ikev2: ['IKEv2', 'IPsecOverNatT'],
  anyconnect: ['AnyConnect-Parent', 'SSL-Tunnel', 'DTLS-Tunnel'],
  clientless: ['Clientless'],
};

/** The simulated ASA's listings, with numbers of its own for its sessions. */
export class Lister {
  readonly #asa: SimulatedAsa;
  readonly #numbers = new Map<Session, number>();

  constructor(asa: SimulatedAsa) {
    this.#asa = asa;
  }

  /** Begins to list. `complete: false` is one that was cut. */
  begin(told: { readonly audit: boolean; readonly complete?: boolean }): Poll {
    const now = () => this.#asa.options.now();
    const startedAt = now();
    const rows = new Map<Session, ListedSession>();
    return {
      write: (some) => {
        for (const session of this.#asa.sessions) {
          if (!rows.has(session) && some(session)) rows.set(session, this.#row(session, told.audit));
        }
      },
      finish: () => {
        for (const session of this.#asa.sessions) {
          if (!rows.has(session) && session.entry.start < startedAt) rows.set(session, this.#row(session, told.audit));
        }
        const listed = (listing: Listing) =>
          [...rows].flatMap(([{ seat }, row]) => (listings[seat.protocol] === listing ? row : []));
        const whole = { startedAt, finishedAt: now(), complete: told.complete ?? true };
        const rosters = [...new Set(Object.values(listings))].map((listing): Roster => ({
          kind: 'sessions.listed',
          listing,
          sessions: listed(listing),
          ...whole,
        }));
        return { device: 1, startedAt, finishedAt: now(), rosters, facts: { serial: 'JMX1' }, failures: [] };
      },
    };
  }

  #row(session: Session, audit: boolean): ListedSession {
    const { user, publicIp, tunnelGroup, groupPolicy, seat, entry, traffic } = session;
    const index = this.#numbers.get(session) ?? this.#numbers.size + 1;
    this.#numbers.set(session, index);
    const seconds = Math.floor((this.#asa.options.now() - entry.start) / 1000);
    const hex = (value: number) => value.toString(16).padStart(8, '0');
    const [bytesTx, bytesRx] = [traffic.tx, traffic.rx].map(({ base, rate }) => base + Math.round(rate * seconds));
    return {
      ...{ user, index, publicIp, tunnelGroup, groupPolicy, seconds, protocols: words[seat.protocol], tunnels: [] },
      ...(entry.assignedIp === null ? {} : { assignedIp: entry.assignedIp }),
      ...(bytesTx === undefined || bytesRx === undefined ? {} : { bytesTx, bytesRx }),
      ...(audit ? { auditSessionId: `0a0a0a02${hex(index * 4096)}${hex(Math.floor(entry.start / 1000))}` } : {}),
    };
  }
}
