import { countOf, metered, rate, saFacts, type Meter } from '../domain/meter.ts';
import type { Summary } from '../domain/feed.ts';
import type { Listed } from '../domain/decide/identity.ts';
import { sasOf, type SasOf } from '../domain/decide/listed.ts';
import type { Reconciled } from '../domain/decide/reconcile.ts';
import type { Peer } from '../domain/peer.ts';
import type { Polled } from '../domain/polling.ts';
import type { PollChange, PollSet } from '../domain/poll-set.ts';
import type { Listing } from '../domain/roster.ts';
import { countedAtOf, trafficOf, type CountedAt, type TrafficTold } from '../domain/traffic.ts';
import { countWorthKeeping, type SessionCount } from '../domain/session-count.ts';
import type { SessionListing } from '../domain/session-listing.ts';
import { boundedText, type SessionText } from '../domain/session-text.ts';
import { sumOf, unitAfter, type Total, type Unit } from '../domain/unit.ts';

/** What a poll changed of it; the peers are all that its device has. */
export interface PollChanges extends Pick<PollChange, 'counts' | 'listings' | 'texts'> {
  readonly unit: Unit | undefined;
  readonly meters: readonly Meter[];
  readonly peers: readonly Peer[] | undefined;
  /** What its sessions moved since they were last counted. */
  readonly traffic: readonly TrafficTold[];
}

/** Keeps what the last polls told beside what happened. */
export class Polls {
  readonly #units = new Map<number, Unit>();
  readonly #meters = new Map<number, Meter>();
  readonly #peers = new Map<number, readonly Peer[]>();
  /** When the last count of a session was kept. After a start the next one is: one more than needed. */
  readonly #keptAt = new Map<number, number>();
  readonly #countedAt = new Map<number, CountedAt>();

  restore({ units, meters, peers }: PollSet): void {
    for (const unit of units) this.#units.set(unit.device, unit);
    for (const meter of meters) this.#meters.set(meter.session, meter);
    for (const [device, at] of countedAtOf(meters)) this.#countedAt.set(device, at);
    for (const peer of peers) this.#peers.set(peer.device, [...(this.#peers.get(peer.device) ?? []), peer]);
  }

  unit(device: number): Unit | undefined {
    return this.#units.get(device);
  }

  meter(session: number): Meter | undefined {
    return this.#meters.get(session);
  }

  /** When the sessions of a head-end were last counted. */
  countedAt(device: number): CountedAt {
    return this.#countedAt.get(device) ?? {};
  }

  /** What the sessions of all devices had counted when they were last listed; LAN-to-LAN apart. */
  listed(): Pick<Summary, 'remoteAccess' | 'lanToLan'> {
    const totals = [...this.#units.values()].flatMap((unit) => Object.entries(unit.totals ?? {}));
    const isPeers = (listing: string): boolean => listing === 'lan-to-lan';
    const remoteAccess = sumOf(totals.flatMap(([listing, total]) => (isPeers(listing) ? [] : total)));
    const lanToLan = sumOf(totals.flatMap(([listing, total]) => (isPeers(listing) ? total : [])));
    return { ...(remoteAccess === undefined ? {} : { remoteAccess }), ...(lanToLan === undefined ? {} : { lanToLan }) };
  }

  /** The LAN-to-LAN peers of all devices. */
  peers(): readonly Peer[] {
    return [...this.#peers.values()].flat();
  }

  /** Takes in what a poll counted, once it is known which session each row is about. */
  take(polled: Polled, { rows, rosters, turn }: Reconciled): PollChanges {
    if (turn.standby)
      return { unit: undefined, meters: [], peers: undefined, counts: [], listings: [], texts: [], traffic: [] };
    const found = unitAfter(this.#units.get(polled.device), polled);
    const bits = found?.facts.version?.startsWith('7.') === true ? 32 : 64;
    const sasFor = sasOf(polled);
    const meters = rows.map(({ session, listed }) =>
      this.#read(sasFor, polled.device, session, listed, { bits, anew: turn.anew }),
    );
    const counts = meters.flatMap((meter, place) => this.#keep(meter, rows[place]?.listed.row.seconds ?? 0));
    const listings = rows.flatMap(({ session, listed }) => listingsOf(session, listed, sasFor));
    const printed = printedOf(polled);
    const texts = rows.flatMap(({ session, listed: { row, startedAt: at } }): readonly SessionText[] => {
      const which = this.#meters.has(session) ? 'latest' : 'first';
      const sas = sasFor(row);
      // Each minute there is a brief listing, which says hardly more than the counts that are kept.
      if (which === 'latest' && row.tunnels.length === 0 && sas.length === 0) return [];
      const parts = [row, ...sas].flatMap((one) => printed.get(one) ?? []);
      return parts.length === 0 ? [] : [{ session, which, at, text: boundedText(parts) }];
    });
    const traffic = this.#traffic(polled.device, rosters, rows.map(({ session, listed }, place) => ({ session, listed, after: meters[place] }))); // prettier-ignore
    for (const meter of meters) this.#meters.set(meter.session, meter);
    const peers = this.#takePeers(polled);
    const totals: Partial<Record<Listing, Total>> = {};
    for (const { listing, startedAt } of rosters) {
      totals[listing] = totalOf(
        meters.filter((meter) => meter.listing === listing),
        startedAt,
      );
    }
    if (peers !== undefined) totals['lan-to-lan'] = totalOfPeers(peers, polled.startedAt);
    const unit = found === undefined ? undefined : { ...found, totals: { ...found.totals, ...totals } };
    if (unit !== undefined) this.#units.set(unit.device, unit);
    return { unit, meters, peers, counts, listings, texts, traffic };
  }

  /** Before the new meters take the place of the old ones. */
  #traffic(device: number, rosters: Reconciled['rosters'], rows: readonly MeteredRow[]): readonly TrafficTold[] {
    const counted = rows.flatMap(({ session, listed: { row, startedAt }, after }) =>
      after === undefined
        ? []
        : { before: this.#meters.get(session), after, began: startedAt - (row.seconds ?? Infinity) * 1000 },
    );
    const listedAt = rosters.length === 0 ? undefined : Math.max(...rosters.map(({ finishedAt }) => finishedAt));
    const { told, countedAt } = trafficOf(counted, listedAt, this.countedAt(device));
    this.#countedAt.set(device, countedAt);
    return told;
  }

  forget(session: number): void {
    this.#meters.delete(session);
    this.#keptAt.delete(session);
  }

  #keep(meter: Meter, seconds: number): readonly SessionCount[] {
    const { session } = meter;
    const count = countWorthKeeping(this.#meters.get(session), meter, this.#keptAt.get(session), seconds);
    if (count === undefined) return [];
    this.#keptAt.set(session, count.at);
    return [count];
  }

  #read(sasFor: SasOf, device: number, session: number, listed: Listed, reading: Parameters<typeof metered>[3]): Meter {
    const sas = sasFor(listed.row);
    const { listing, startedAt, finishedAt } = listed;
    const facts = saFacts(sas);
    const told = {
      session,
      device,
      listing,
      listedAt: startedAt,
      ...(facts === undefined ? {} : { sas: facts }),
    };
    return metered(this.#meters.get(session), told, countOf(listed.row, sas, finishedAt), reading);
  }

  #takePeers({ device, rosters }: Polled): readonly Peer[] | undefined {
    const all = rosters.flatMap((roster) =>
      roster.kind === 'sessions.listed' && roster.listing === 'lan-to-lan' && roster.complete ? roster : [],
    );
    if (all.length === 0) return undefined;
    const peers = all.flatMap(({ sessions, startedAt: at }) =>
      sessions.map(({ index, connection, publicIp, protocols, encryption, bytesTx, bytesRx, seconds }): Peer => ({
        ...{ device, index, at },
        ...(connection === undefined ? {} : { connection }),
        ...(publicIp === undefined ? {} : { publicIp }),
        ...(protocols.length === 0 ? {} : { protocols: protocols.join(' ') }),
        ...(encryption === undefined ? {} : { encryption }),
        ...(bytesTx === undefined ? {} : { bytesTx }),
        ...(bytesRx === undefined ? {} : { bytesRx }),
        ...(seconds === undefined ? {} : { seconds }),
      })),
    );
    const byIndex = new Map(peers.map((peer) => [peer.index, peer]));
    this.#peers.set(device, [...byIndex.values()]);
    return [...byIndex.values()];
  }
}

/** A row of a listing, with the meter of its session after it. */
interface MeteredRow {
  readonly session: number;
  readonly listed: Listed;
  readonly after: Meter | undefined;
}

/** What a row tells in detail. */
function listingsOf(session: number, { row, startedAt: at }: Listed, sasFor: SasOf): readonly SessionListing[] {
  const sas = sasFor(row);
  return [
    ...(row.tunnels.length === 0 ? [] : [{ session, at, what: 'tunnels', listed: row.tunnels } as const]),
    ...(sas.length === 0 ? [] : [{ session, at, what: 'sas', listed: sas } as const]),
  ];
}

/** What was printed of each row of a poll's listings. */
function printedOf({ rosters }: Polled): ReadonlyMap<object, string> {
  const found = new Map<object, string>();
  for (const roster of rosters) {
    if (roster.kind !== 'sessions.listed' && roster.kind !== 'ipsec.listed') continue;
    const rows = roster.kind === 'sessions.listed' ? roster.sessions : roster.sas;
    for (const [place, text] of (roster.printed ?? []).entries()) {
      const row = rows[place];
      if (row !== undefined) found.set(row, text);
    }
  }
  return found;
}

function totalOf(meters: readonly Meter[], at: number): Total {
  const sum = (read: (meter: Meter) => number | undefined): number | undefined => {
    const told = meters.flatMap((meter) => read(meter) ?? []);
    return told.length === 0 ? undefined : told.reduce((total, one) => total + one, 0);
  };
  const [rateTx, rateRx] = [sum((meter) => rate(meter, 'bytesTx')), sum((meter) => rate(meter, 'bytesRx'))];
  return {
    sessions: meters.length,
    bytesTx: sum(({ latest }) => latest.bytesTx) ?? 0,
    bytesRx: sum(({ latest }) => latest.bytesRx) ?? 0,
    ...(rateTx === undefined ? {} : { rateTx }),
    ...(rateRx === undefined ? {} : { rateRx }),
    at,
  };
}

function totalOfPeers(peers: readonly Peer[], at: number): Total {
  const sum = (key: 'bytesTx' | 'bytesRx'): number => peers.reduce((total, peer) => total + (peer[key] ?? 0), 0);
  return { sessions: peers.length, bytesTx: sum('bytesTx'), bytesRx: sum('bytesRx'), at };
}
