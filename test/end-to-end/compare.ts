import type { HealthRow, PoolRow, SessionRow, Summary } from '../../server/domain/feed.ts';
import type { Program } from './program.ts';
import type { SentLedger } from './simulator.ts';
import { until } from './until.ts';

/** All sessions that the API tells, page by page. */
export async function allSessions(program: Program, query = ''): Promise<readonly SessionRow[]> {
  const sessions: SessionRow[] = [];
  let cursor = '';
  for (;;) {
    const page = await program.get<{ sessions: SessionRow[]; next: string | null }>(
      `/api/sessions?limit=1000${query}${cursor}`,
    );
    sessions.push(...page.sessions);
    if (page.next === null) return sessions;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
}

/** The buckets of the syslog collector. */
export async function buckets(program: Program): Promise<Readonly<Record<string, number>>> {
  const { collectors } = await program.get<{ collectors: HealthRow[] }>('/api/health');
  return collectors[0]?.buckets ?? {};
}

/** Waits until every datagram that was handed to the kernel is in a bucket; returns the buckets and what is left over. */
export async function settled(
  program: Program,
  sent: number,
): Promise<{ readonly buckets: Readonly<Record<string, number>>; readonly residual: number }> {
  const sum = (all: Readonly<Record<string, number>>) => Object.values(all).reduce((total, count) => total + count, 0);
  const last = await until(
    () => buckets(program),
    (all) => sum(all) >= sent,
  );
  return { buckets: last, residual: sent - sum(last) };
}

/** What a session is compared by: all that the wire tells. A live one has no duration and no bytes. */
type Told = Pick<SessionRow, 'user' | 'publicIp' | 'seconds' | 'bytesTx' | 'bytesRx'> & {
  readonly assignedIp?: string | null | undefined;
  readonly reason?: string | null | undefined;
  readonly protocol: string;
};

const line = (told: Told): string =>
  JSON.stringify([
    told.user,
    told.publicIp,
    told.assignedIp ?? null,
    told.protocol,
    told.seconds ?? null,
    told.bytesTx ?? null,
    told.bytesRx ?? null,
    told.reason ?? null,
  ]);

/** How what Tunnelwatch believes differs from the simulator's ledger; all lists are empty and all pairs equal when nothing does. */
export async function compare(program: Program, ledger: SentLedger) {
  const ours = (await allSessions(program)).map((row) => line({ ...row, reason: row.endReason }));
  const theirs = ledger.sessions.map((one) =>
    line({
      ...one,
      seconds: one.seconds ?? undefined,
      bytesTx: one.bytesTx ?? undefined,
      bytesRx: one.bytesRx ?? undefined,
    } as Told),
  );
  const summary = await program.get<Summary>('/api/summary');
  const { pools } = await program.get<{ pools: PoolRow[] }>('/api/pools');
  const ended = ledger.sessions.filter((one) => one.end !== null);
  const total = (key: 'bytesTx' | 'bytesRx') => ended.reduce((sum, one) => sum + (one[key] ?? 0), 0);
  const open = ledger.sessions.length - ended.length;
  return {
    missing: difference(theirs, ours),
    invented: difference(ours, theirs),
    sessions: { ours: ours.length, theirs: theirs.length },
    active: { ours: summary.sessions.total, theirs: open },
    tunnels: { ours: summary.tunnels, theirs: ledger.tunnels },
    pools: {
      ours: Object.fromEntries(pools.map(({ name, used, size }) => [name, { used, size }])),
      theirs: Object.fromEntries(ledger.pools.map(({ name, used, size }) => [name, { used, size }])),
    },
    bytes: {
      ours: { tx: summary.bytes.tx, rx: summary.bytes.rx, sessions: summary.bytes.sessions },
      theirs: { tx: total('bytesTx'), rx: total('bytesRx'), sessions: ended.length },
    },
    rejected: { ours: summary.rejected15m, theirs: ledger.failedLogins.length },
    refused: { ours: summary.refused15m, theirs: ledger.refused.length },
  };
}

/** What is in `from` more often than in `without`. */
function difference(from: readonly string[], without: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const one of without) counts.set(one, (counts.get(one) ?? 0) + 1);
  return from.filter((one) => {
    const left = counts.get(one) ?? 0;
    counts.set(one, left - 1);
    return left <= 0;
  });
}
