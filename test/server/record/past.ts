import type { Batch, StoredMessage } from '../../../server/domain/batch.ts';
import type { Claim } from '../../../server/domain/claim.ts';
import { packRows } from '../../../collectors/syslog/packer.ts';
import { Recorder } from '../../../server/record/recorder.ts';
import { openReader, type Row } from '../../../server/store/sqlite.ts';
import type { Store } from '../../../server/store/store.ts';
import { claims, closed } from '../lab.ts';

export const DAY = 24 * 60 * 60_000;

/** Whoever logs in: with a source and an address of their own. */
export const person = (user: string, n: number) =>
  ({ user, publicIp: `198.51.100.${n}`, assignedIp: `172.16.1.${100 + n}` }) as const;

/** The claims of a login of a person. */
export function loginOf({ user, publicIp, assignedIp }: ReturnType<typeof person>): readonly Claim[] {
  const { client, allocated, assigned, phase1 } = claims;
  return [
    { ...client, user, publicIp },
    { ...allocated, assignedIp },
    { ...assigned, user, publicIp, assignedIp },
    { ...phase1, user, publicIp },
  ];
}

/** The claims of the end of a session, after so many seconds. */
export function endOf({ user, publicIp, assignedIp }: ReturnType<typeof person>, seconds: number): readonly Claim[] {
  return [closed(seconds, { user, publicIp }), { ...claims.freed, assignedIp }];
}

/** Tells a recorder what was said then, as its collector would: the lines name whom the claims name. */
export async function tell(recorder: Recorder, at: number, told: readonly Claim[]): Promise<void> {
  const from = '10.10.10.2';
  const rows = told.map((claim, n): StoredMessage => {
    const user = 'user' in claim ? claim.user : 'nobody';
    return [at * 1000 + n, at, from, 113019, 6, 'claim', `%ASA-6-113019: Username = ${user}, ${claim.kind}`];
  });
  const batch: Batch = {
    ...{ collector: 'syslog', epoch: 1, seq: at, at, rows: packRows(rows), messages: rows.length },
    lastMessage: at * 1000 + rows.length,
    claims: told.map((claim, n) => ({ message: at * 1000 + n, at, from, source: 'syslog', claim })),
    ...{ bySource: { [from]: told.length }, latest: [] },
  };
  await recorder.take(batch);
}

/** A recorder on a store whose clock stands. */
export function recorderOn(store: Store, now: () => number): Promise<Recorder> {
  return Recorder.open({ store, now, adopt: true, publish: () => undefined, devicesChanged: () => undefined });
}

/** All rows of tables of a database, as they stand. */
export async function rowsOf(
  path: string,
  ...tables: readonly string[]
): Promise<Readonly<Record<string, readonly Row[]>>> {
  // prettier-ignore
  const reader = await openReader(path);
  const all: Record<string, readonly Row[]> = {};
  for (const table of tables) all[table] = await reader.all(`SELECT * FROM ${table}`);
  await reader.close();
  return all;
}
