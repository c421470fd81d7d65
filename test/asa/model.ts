import { aaa, identity, ipaa } from './aaa-wordings.ts';
import { Census, countedAs } from './census.ts';
import type { Dialect } from './dialect.ts';
import { lineWriter } from './header.ts';
import type { HeaderForm } from './header.ts';
import { Ledger, tunnelKinds } from './ledger.ts';
import type { Cause, LedgerFile, LedgerSession, Protocol, TunnelKind } from './ledger.ts';
import type { Life } from './engine.ts';
import type { SaPair } from './ike-wordings.ts';
import type { Site } from './lan-to-lan.ts';
import type { Message, Reason, Who } from './message.ts';
import type { Seat } from './people.ts';
import type { LocalPool } from './pool.ts';
import { Random } from './random.ts';
import { bytesAt } from './traffic.ts';
import type { Flow } from './traffic.ts';
import type { Dialogue, Verdict } from './verdict.ts';

export const hostname = 'ASA-AIP-CLI';
export const outsideIp = '10.10.10.2';
export const insideIp = '172.16.1.2';

/** What a group of users logs in through. */
export interface TunnelGroup {
  readonly name: string;
  readonly groupPolicy: string;
  readonly pool: LocalPool;
  /** Address of the RADIUS server; `null` is the local user database. */
  readonly aaaServer: string | null;
}

/** What a simulated ASA is made of. */
export interface AsaOptions {
  readonly send: (line: string) => void;
  /** The device's clock, epoch milliseconds. */
  readonly now: () => number;
  readonly seed: number;
  readonly dialect: Dialect;
  readonly header: HeaderForm;
  /** `logging trap`: messages above this severity are not sent. */
  readonly level: number;
  /** `logging hide username`: a name that AAA does not know is shown as `*****`. */
  readonly hideUsername: boolean;
  readonly tunnelGroups: Readonly<Record<Protocol, TunnelGroup>>;
  /** `vpn-simultaneous-logins`: one more login of a user ends the oldest session; without it, as many as they like. */
  readonly simultaneousLogins?: number;
  /** AnyConnect sessions end with two 113019. */
  readonly doubleClose?: boolean;
}

/** One tunnel of a session; an `ipsec` tunnel is one pair of SAs. */
export type Tunnel = { readonly kind: Exclude<TunnelKind, 'ipsec'> } | { readonly kind: 'ipsec'; readonly sas: SaPair };

/** A session that is up; bytes as the ASA counts (Tx goes to the client). */
export interface Session extends Omit<Who, 'publicIp'> {
  publicIp: string;
  /** The number that the ASA gives it, on the command line and in the lines of IPAA. */
  readonly index: number;
  /** Since when an AnyConnect client has been away. */
  inactiveSince: number | null;
  /** It is being renewed or ended: nobody else may do so now. */
  busy: boolean;
  /** Ends it in the way of its protocol. */
  readonly leave: (reason: Reason) => Life;
  readonly seat: Seat;
  readonly group: TunnelGroup;
  readonly tunnels: Tunnel[];
  readonly traffic: { tx: Flow; rx: Flow };
  readonly entry: LedgerSession;
}

/** The model of one ASA: it says things, hands out addresses, keeps sessions, and writes down in its ledger what it does. */
export class SimulatedAsa {
  readonly options: AsaOptions;
  readonly dialect: Dialect;
  readonly random: Random;
  readonly ledger = new Ledger();
  readonly sessions = new Set<Session>();
  readonly sites = new Set<Site>();
  census = new Census();
  /** They hear what happens, in the words of the messages: also what `level` keeps from being sent. */
  readonly hearers = new Set<(message: Message) => void>();
  readonly #startedAt: number;
  readonly #line: (message: Message, at: number) => string;
  /** The index of the session that has an address. */
  readonly #indexes = new Map<string, number>();
  /** The last index that was given; a restart begins anew. */
  lastIndex = 0;
  /** When it restarted, if it did; virtual milliseconds. */
  bootedAt: number | undefined;

  constructor(options: AsaOptions) {
    this.options = options;
    this.dialect = options.dialect;
    this.random = new Random(options.seed);
    this.#startedAt = options.now();
    this.#line = lineWriter(options.header, { hostname, insideIp });
  }

  /** Sends the messages in order; one that the release does not have, or above the level, is not sent. */
  say(...messages: readonly (Message | undefined)[]): void {
    for (const message of messages) {
      if (message === undefined) continue;
      if (message[0] <= this.options.level) {
        this.ledger.count(message[1]);
        this.options.send(this.#line(message, this.options.now()));
      }
      for (const hear of this.hearers) hear(message);
    }
  }

  who(seat: Seat): Who {
    const { name, groupPolicy } = this.options.tunnelGroups[seat.protocol];
    return { user: seat.user, publicIp: seat.publicIp, tunnelGroup: name, groupPolicy };
  }

  /** AAA refuses the password of this seat; gives the cause that can be told. */
  reject(seat: Seat, final: boolean): Cause {
    const { aaaServer } = this.options.tunnelGroups[seat.protocol];
    if (aaaServer !== null) this.refuse(seat, 'AAA failure', final, aaaServer);
    else this.refuse(seat, seat.known ? 'Invalid password' : 'User was not found', final, null);
    return aaaServer !== null ? 'xauth.rejected' : seat.known ? 'xauth.bad_password' : 'xauth.unknown_user';
  }

  /** AAA refuses this seat for this reason. */
  refuse(seat: Seat, cause: string, final: boolean, aaaServer: string | null): void {
    const { user, publicIp, protocol } = seat;
    this.ledger.failedLogins.push({ at: this.options.now(), user, publicIp, cause, protocol, final });
    this.say(aaa.rejected(this.dialect, this.shown(seat), aaaServer, cause, publicIp));
  }

  /** The name as AAA prints it. */
  shown(seat: Seat): string {
    return this.options.hideUsername && !seat.known ? '*****' : seat.user;
  }

  /** A client begins to try. */
  dialogue(seat: Seat): Dialogue {
    return { at: this.options.now(), seat };
  }

  /** The try is decided: without a cause, it succeeded. */
  decided({ at, seat }: Dialogue, verdict: Verdict): void {
    const { stage, cause = null, outcome = cause === null ? 'succeeded' : 'failed' } = verdict;
    const { user = seat.user, tunnelGroup = this.options.tunnelGroups[seat.protocol].name } = verdict;
    const { publicIp, protocol } = seat;
    const until = this.options.now();
    this.ledger.attempts.push({ at, until, user, publicIp, tunnelGroup, protocol, stage, outcome, cause });
  }

  /** Whoever is in the way of this login goes first: the same client's old session, or the oldest beyond the limit. */
  *displace(seat: Seat): Life<number | null> {
    const mine = () => [...this.sessions].filter(({ user, entry }) => user === seat.user && entry.end === null);
    const old = mine().find(
      ({ publicIp, seat: { protocol } }) => publicIp === seat.publicIp && protocol === seat.protocol,
    );
    if (old !== undefined) {
      yield* evict(old, 'Peer Reconnected');
      return old.entry.reason === 'Peer Reconnected' ? this.ledger.sessions.indexOf(old.entry) : null;
    }
    const { simultaneousLogins: most = Infinity } = this.options;
    for (let [oldest, ...rest] = mine(); oldest !== undefined && rest.length + 1 >= most; [oldest, ...rest] = mine()) {
      yield* evict(oldest, 'Port Preempted');
    }
    return null;
  }

  /** The index of one session more. */
  nextIndex(): number {
    return (this.lastIndex += 1);
  }

  /** Takes an address from the group's pool; `undefined` when there is none, which is told and written down. */
  takeAddress(seat: Seat, index = this.nextIndex()): string | undefined {
    const { pool, name } = this.options.tunnelGroups[seat.protocol];
    const who = this.who(seat);
    const at = this.options.now();
    const address = pool.take(at);
    const client = seat.protocol === 'anyconnect' ? 'SVC' : 'IKE';
    const words = ipaa(this.dialect, index, pool.name);
    if (this.dialect.ipaa) this.say(words.asked(client));
    if (address === undefined) {
      this.ledger.refused.push({ at, user: seat.user, publicIp: seat.publicIp, tunnelGroup: name, pool: pool.name });
      if (this.dialect.ipaa) this.say(...words.refused(who));
    } else {
      this.#indexes.set(address, index);
      if (this.dialect.ipaa) this.say(words.succeeded(who), words.assigned(address));
    }
    return address;
  }

  /** The session has its address and its tunnels: identity-based rules know the user from now on. */
  bound({ user, index, entry: { assignedIp } }: Session): void {
    if (assignedIp !== null) this.say(identity.added(this.dialect, index, user, assignedIp));
  }

  /** The client comes back from another address. */
  move(session: Session, publicIp: string): void {
    session.entry.movedFrom.push(session.publicIp);
    session.publicIp = publicIp;
    session.entry.publicIp = publicIp;
  }

  /** A session begins now. */
  open(seat: Seat, assignedIp: string | null, leave: Leave, continues: number | null = null): Session {
    const { clientType, clientVersion, protocol } = seat;
    const who = this.who(seat);
    const start = this.options.now();
    const open = { end: null, seconds: null, bytesTx: null, bytesRx: null, reason: null };
    const client = { clientType, clientVersion, firewall: null, unexpectedFirewall: null, continues };
    const entry: LedgerSession = { ...who, movedFrom: [], assignedIp, protocol, start, ...open, ...client };
    const rate = Math.min(this.random.logNormal(6e3, 1.5), 12.5e6);
    // Setting up a tunnel costs some bytes; a few clients move so much at once that a counter passes 32 bits.
    const base = () => (this.random.chance(0.005) ? this.random.int(2 ** 32, 2 ** 40) : this.random.int(240, 4096));
    const tx = { base: base(), rate };
    const rx = { base: base(), rate: rate * this.random.logNormal(0.2, 0.8) };
    const index = this.#indexes.get(assignedIp ?? '') ?? this.nextIndex();
    const session: Session = {
      ...who,
      index,
      inactiveSince: null,
      busy: false,
      leave: (reason) => leave(this, session, reason),
      seat,
      group: this.options.tunnelGroups[protocol],
      tunnels: [],
      traffic: { tx, rx },
      entry,
    };
    this.sessions.add(session);
    this.census.opened(countedAs(seat));
    this.ledger.sessions.push(entry);
    return session;
  }

  /** The session ends now: its address goes back to the pool and 113019 tells its counters (once for each session type). */
  close(session: Session, reason: Reason, sessionTypes: readonly string[]): void {
    const { entry, group } = session;
    const end = this.options.now();
    const seconds = Math.floor((end - entry.start) / 1000);
    const { bytesTx, bytesRx } = bytesAt(session, seconds);
    Object.assign(entry, { end, seconds, bytesTx, bytesRx, reason });
    session.busy = true;
    session.tunnels.length = 0;
    this.sessions.delete(session);
    this.census.closed(countedAs(session.seat));
    if (entry.assignedIp !== null) {
      group.pool.free(entry.assignedIp, end);
      this.#indexes.delete(entry.assignedIp);
      this.say(identity.removed(this.dialect, session.index, session.user, entry.assignedIp));
      if (this.dialect.ipaa) this.say(ipaa(this.dialect, session.index, group.pool.name).freed(entry.assignedIp));
    }
    for (const sessionType of sessionTypes) {
      this.say(aaa.closed(session, { sessionType, seconds, bytesTx, bytesRx, reason }));
    }
  }

  /** The pools of all groups, each once. */
  pools(): readonly LocalPool[] {
    return [...new Set(Object.values(this.options.tunnelGroups).map(({ pool }) => pool))];
  }

  /** The ledger as of now. */
  ledgerFile(): LedgerFile {
    const { sessions, failedLogins, refused, attempts, management, sites, lines } = this.ledger;
    const open = [...this.sessions];
    const tunnels = open.flatMap((session) => session.tunnels);
    const up = (kind: TunnelKind) => [kind, tunnels.filter((tunnel) => tunnel.kind === kind).length] as const;
    return {
      seed: this.options.seed,
      release: this.dialect.release,
      startedAt: this.#startedAt,
      at: this.options.now(),
      lines: { total: lines, byMessageId: this.ledger.byMessageId() },
      pools: this.pools().map(({ use }) => use),
      tunnels: Object.fromEntries(tunnelKinds.map(up)) as Record<TunnelKind, number>,
      inUse: open.flatMap(({ entry, group, user }) =>
        entry.assignedIp === null ? [] : [{ address: entry.assignedIp, pool: group.pool.name, user }],
      ),
      ...{ sessions, failedLogins, refused, attempts, management, sites },
    };
  }
}

/** How a session of some protocol ends. */
export type Leave = (asa: SimulatedAsa, session: Session, reason: Reason) => Life;

function* evict(session: Session, reason: Reason): Life {
  while (session.busy && session.entry.end === null) yield 200;
  if (session.entry.end === null) yield* session.leave(reason);
}
