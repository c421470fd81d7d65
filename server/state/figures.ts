import type { Summary } from '../domain/feed.ts';
import type { Protocol, Session } from '../domain/session.ts';
import type { TunnelKind } from '../domain/tunnel.ts';
import { count } from './sets.ts';

/** Running counts of what is active: kept by difference, so that nothing is counted over and over. */
export class Figures {
  readonly #users = new Map<string, number>();
  readonly #protocols: Record<Protocol, number> = { ikev1: 0, ikev2: 0, anyconnect: 0, clientless: 0, unknown: 0 };
  /** PPP runs inside of a pair that is counted, or is all that there is of PPTP. */
  readonly #tunnels: Record<Exclude<TunnelKind, 'ppp'>, number> = { ike: 0, ipsec: 0, parent: 0, ssl: 0, dtls: 0 };
  readonly #byDevice = new Map<number, number>();
  readonly #kinds = new Map<number, Record<Protocol, number>>();
  #total = 0;

  /** Exchanges one state of a session for the next. */
  exchange(before: Session | undefined, after: Session): void {
    if (before !== undefined) this.#add(before, -1);
    this.#add(after, 1);
  }

  get total(): number {
    return this.#total;
  }

  sessionsOn(device: number): number {
    return this.#byDevice.get(device) ?? 0;
  }

  /** How many sessions a head-end has of each kind; `undefined` where it never had one. */
  kindsOn(device: number): Readonly<Record<Protocol, number>> | undefined {
    return this.#kinds.get(device);
  }

  snapshot(): Pick<Summary, 'sessions' | 'tunnels' | 'users'> {
    return {
      sessions: { total: this.#total, byProtocol: { ...this.#protocols } },
      tunnels: { ...this.#tunnels },
      users: this.#users.size,
    };
  }

  #add(session: Session, by: 1 | -1): void {
    if (session.state !== 'active') return;
    this.#total += by;
    this.#protocols[session.protocol] += by;
    count(this.#byDevice, session.device, by);
    const kinds = this.#kinds.get(session.device) ?? { ikev1: 0, ikev2: 0, anyconnect: 0, clientless: 0, unknown: 0 };
    kinds[session.protocol] += by;
    this.#kinds.set(session.device, kinds);
    count(this.#users, session.user, by);
    for (const { kind, closedAt } of session.tunnels) {
      if (closedAt === undefined && kind !== 'ppp') this.#tunnels[kind] += by;
    }
  }
}
