import type { Summary } from '../domain/feed.ts';
import type { Protocol } from '../domain/session.ts';
import type { TunnelKind } from '../domain/tunnel.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import { placeOptions, standing } from './place.ts';
import { isBound } from './scope.ts';
import type { Resource } from './resource.ts';
import { query } from './schema.ts';
import { summary } from './rows.ts';

/** What the dashboard's head says: sessions, tunnels, users, pools; of all head-ends, or of a site's. */
export function summaryResource(reads: Reads, book: CommittedView): Resource {
  return (app, _options, done) => {
    const { site, tag } = placeOptions;
    const schema = {
      summary:
        'The state as a whole, or of the head-ends of a site or with a tag: that is without what their polls counted in all',
      querystring: query({ site, tag }),
      response: { 200: summary, ...failures('invalid', 'busy') },
    };
    app.get('/api/summary', { schema }, ({ query: asked }) =>
      asked.site === undefined && asked.tag === undefined && !isBound() ? book.summary() : partial(reads, book, asked),
    );
    done();
  };
}

async function partial(reads: Reads, book: CommittedView, asked: Parameters<typeof standing>[1]): Promise<Summary> {
  const whole = book.summary();
  const devices = standing(book.devices(), asked);
  const names = new Set(devices.map(({ name }) => name));
  const heard = devices.flatMap(({ lastMessageAt }) => (lastMessageAt === null ? [] : [lastMessageAt]));
  const figures = await reads.figures(
    devices.map(({ id }) => id),
    whole.at,
  );
  return {
    at: whole.at,
    ...countActive(book, names),
    ...figures,
    pools: whole.pools.filter(({ device }) => names.has(device)),
    lastMessageAt: heard.length === 0 ? null : Math.max(...heard),
  };
}

function countActive(book: CommittedView, names: ReadonlySet<string>): Pick<Summary, 'sessions' | 'tunnels' | 'users'> {
  const byProtocol: Record<Protocol, number> = { ikev1: 0, ikev2: 0, anyconnect: 0, clientless: 0, unknown: 0 };
  const tunnels: Record<Exclude<TunnelKind, 'ppp'>, number> = { ike: 0, ipsec: 0, parent: 0, ssl: 0, dtls: 0 };
  const users = new Set<string>();
  let total = 0;
  for (const session of book.sessions()) {
    if (session.state !== 'active' || !names.has(session.device)) continue;
    total += 1;
    byProtocol[session.protocol] += 1;
    users.add(session.user);
    for (const { kind, closedAt } of session.tunnels) if (closedAt === undefined && kind !== 'ppp') tunnels[kind] += 1;
  }
  return { sessions: { total, byProtocol }, tunnels, users: users.size };
}
