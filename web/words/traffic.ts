import type { LoadRow } from '../../server/domain/load.ts';
import { count, many } from './bytes.ts';
import { freshness, silent, type Sign } from './freshness.ts';
import { pollInterval } from './load.ts';
import { plain } from './plain.ts';

/** What goes to and from all clients now, by the listings that are not old. */
export interface TrafficNow {
  /** Bytes a second; absent while no head-end tells it. */
  readonly rates?: { readonly tx: number; readonly rx: number };
  /** Of the oldest listing in it. */
  readonly sign: Sign;
  /** Whose clients are in it, or why there is nothing. */
  readonly said: string;
}

/** The rates of those head-ends whose listings can be believed now. */
export function trafficNow(rows: readonly LoadRow[], now: number): TrafficNow {
  const polled = rows.filter(({ polls }) =>
    polls.some(({ by, everySeconds }) => by === 'show' && everySeconds !== null),
  );
  const rated = polled.flatMap((row) => {
    const { rateTx, rateRx, ratedAt } = row.running ?? {};
    if (rateTx === undefined || rateRx === undefined || ratedAt === undefined) return [];
    const sign: Sign = { at: ratedAt, interval: pollInterval(row, 'sessions') };
    return [{ name: row.device, tx: rateTx, rx: rateRx, sign, fresh: freshness(sign, now) }];
  });
  const seen = rated.filter(({ fresh }) => fresh === 'fresh' || fresh === 'late');
  const counted = seen.length > 0 ? seen : rated;
  const oldest = counted.map(({ sign }) => sign).sort((one, other) => (one.at ?? 0) - (other.at ?? 0))[0];
  if (oldest === undefined)
    return {
      sign: { at: null, interval: 60_000 },
      said: polled.length === 0 ? 'a rate needs polling: tunnelwatch device poll' : 'a rate needs two listings',
    };
  const sum = (rate: 'tx' | 'rx'): number => counted.reduce((all, one) => all + one[rate], 0);
  const out = rows.length - counted.length;
  const of = out === 0 ? many(rows.length, 'head-end') : `${count(counted.length)} of ${many(rows.length, 'head-end')}`;
  return { rates: { tx: sum('tx'), rx: sum('rx') }, sign: oldest, said: `${of}, between two listings` };
}

/** Bytes of the sessions that ended in the last 24 h and of those that go on, as far as they are known. */
export interface BytesSoFar {
  readonly tx: number;
  readonly rx: number;
  readonly said: string;
  /** Of those that go on: how many listings have counted, and the sign of the oldest. */
  readonly running?: Sign & { readonly said: string };
}

/** The sum; a listing that is old tells no more what its sessions have counted. */
export function bytesSoFar(
  ended: { readonly tx: number; readonly rx: number; readonly sessions: number },
  rows: readonly LoadRow[],
  active: number,
  now: number,
): BytesSoFar {
  const known = rows.flatMap((row) => {
    const sign: Sign = { at: row.running?.at ?? null, interval: pollInterval(row, 'sessions') };
    return row.running === undefined || silent(sign, now) ? [] : [{ ...row.running, ...sign }];
  });
  const sum = (key: 'tx' | 'rx' | 'sessions'): number => known.reduce((all, one) => all + one[key], 0);
  const counted = Math.min(sum('sessions'), active);
  const [oldest] = [...known].sort((one, other) => (one.at ?? 0) - (other.at ?? 0));
  const said = `of ${many(ended.sessions, 'ended session')}`;
  const left = active - counted;
  return {
    ...{ tx: ended.tx + sum('tx'), rx: ended.rx + sum('rx') },
    said: oldest === undefined && active > 0 ? `${said}, of ${count(active)} running not known` : said,
    ...(oldest !== undefined && {
      running: {
        ...{ at: oldest.at, interval: oldest.interval },
        said: `and ${count(counted)} running${left === 0 ? '' : `, not of ${count(left)}`}`,
      },
    }),
  };
}

/** The interface that a head-end's clients come in by: `outside`, or else the busiest that is up. */
export function outsideOf({ interfaces }: LoadRow): LoadRow['interfaces'][number] | undefined {
  const up = interfaces.filter(({ isUp }) => isUp);
  const busy = [...up].sort((one, other) => (other.in ?? -1) + (other.out ?? -1) - (one.in ?? -1) - (one.out ?? -1));
  return interfaces.find(({ name }) => name.toLowerCase() === 'outside') ?? busy[0];
}

/** All its interfaces, for the hover text. */
export function interfaceWords({ interfaces }: LoadRow): string {
  return interfaces.map(({ name, isUp }) => `${plain(name)} ${isUp ? 'up' : 'down'}`).join(', ');
}
