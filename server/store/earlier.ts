import { censusOf, type Negotiated } from '../domain/census.ts';
import type { Earlier } from '../domain/earlier.ts';
import type { Protocol } from '../domain/session.ts';
import { figuresOf } from './figures.ts';
import type { Ask } from './readers.ts';
import type { Row } from './sqlite.ts';

const these = 'device IN (SELECT value FROM json_each(?))';
// Two indexes: those that go on, and those that ended since.
const there = `FROM session WHERE ((state = 'active' AND start <= ?) OR ("end" > ? AND start <= ?)) AND +${these}`;
const byProtocol = `SELECT protocol, count(*) AS n ${there} GROUP BY protocol`;
const negotiated = `SELECT protocol, encryption, hashing, dhGroup, count(*) AS n ${there} GROUP BY 1, 2, 3, 4`;
// A pool has a row for each minute in which its use changed, and one an hour at least.
const pools = `SELECT d.name AS device, p.name AS pool, (SELECT m.used FROM pool_minute m WHERE m.device = p.device AND m.pool = p.name
    AND m.minute <= ? AND m.minute > ? ORDER BY m.minute DESC LIMIT 1) AS used
  FROM pool p JOIN device d ON d.id = p.device WHERE p.${these} ORDER BY p.device, p.position`;
const tunnels = `SELECT t.value->>'kind' AS kind, count(*) AS n ${there.replace('FROM session', 'FROM session, json_each(session.tunnels) t')}
  AND t.value->>'openedAt' <= ? AND ifnull(t.value->>'closedAt', ?) >= ? GROUP BY 1`;
const users = `SELECT count(DISTINCT user) AS n ${there}`;
const watched = `SELECT (SELECT min(minute) FROM minute) AS since,
  (SELECT count(*) FROM gap WHERE "from" <= ? AND "to" > ?) AS gaps`;

/** How it was at a moment (epoch milliseconds) on some devices, by what is on record; `undefined` where nobody watched then. */
export async function figuresThen(
  ask: Ask,
  main: string,
  devices: readonly number[],
  at: number,
): Promise<Earlier | undefined> {
  const [seen] = await ask<{ since: number | null; gaps: number }>(main, watched, [at, at]);
  if (seen?.since == null || seen.since > at || seen.gaps > 0) return undefined;
  const values = [at, at, at, JSON.stringify(devices)];
  const rows = await ask<{ protocol: Protocol; n: number }>(main, byProtocol, values);
  const [people] = await ask<{ n: number }>(main, users, values);
  const open = await ask<{ kind: string; n: number }>(main, tunnels, [...values, at, at, at]);
  const tunnelsOf = (kind: string): number => open.find((one) => one.kind === kind)?.n ?? 0;
  const crypto = await ask<Combination & Row>(main, negotiated, values);
  const uses = await ask<{ device: string; pool: string; used: number | null }>(main, pools, [at, at - HOUR, JSON.stringify(devices)]); // prettier-ignore
  const { failed15m, refused15m } = await figuresOf(ask, main, devices, at, at);
  return {
    at,
    sessions: rows.reduce((sum, { n }) => sum + n, 0),
    byProtocol: Object.fromEntries(rows.map(({ protocol, n }) => [protocol, n])),
    users: people?.n ?? 0,
    tunnels: { ike: tunnelsOf('ike'), ipsec: tunnelsOf('ipsec') },
    census: censusOf(crypto.map(told)),
    pools: uses.flatMap(({ device, pool, used }) => (used === null ? [] : [{ device, pool, used }])),
    ...{ failed15m, refused15m },
  };
}

const HOUR = 60 * 60_000;

/** Sessions that negotiated the same. */
interface Combination {
  readonly protocol: Protocol;
  readonly encryption: string | null;
  readonly hashing: string | null;
  readonly dhGroup: string | null;
  readonly n: number;
}

function told({ protocol, encryption, hashing, dhGroup, n }: Combination): Negotiated & { readonly n: number } {
  return {
    ...{ protocol, n },
    ...(encryption !== null && { encryption }),
    ...(hashing !== null && { hashing }),
    ...(dhGroup !== null && { dhGroup }),
  };
}
