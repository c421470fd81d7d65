import { cryptoOf } from './census.ts';
import { exportTime, type CsvValue } from './csv.ts';
import type { SessionRow } from './feed.ts';

/** How a fact is written, sorted and filtered: bytes and `seconds` are numbers, times are epoch milliseconds. */
export type FactKind = 'text' | 'number' | 'bytes' | 'seconds' | 'time';

interface Fact {
  readonly kind: FactKind;
  readonly read: (session: SessionRow, now: number) => string | number | undefined;
}

const text = (read: (session: SessionRow) => string | undefined): Fact => ({ kind: 'text', read });
const time = (read: (session: SessionRow) => number | undefined): Fact => ({ kind: 'time', read });

/** What a table of sessions can show, sort by, filter by and export. */
export const sessionFacts = {
  id: { kind: 'number', read: ({ id }) => id },
  state: text(({ state, closingAt }) => (state === 'active' && closingAt !== undefined ? 'closing' : state)),
  user: text(({ user }) => user),
  tunnelGroup: text(({ tunnelGroup }) => tunnelGroup),
  groupPolicy: text(({ groupPolicy }) => groupPolicy),
  assignedIp: text(({ assignedIp }) => assignedIp),
  pool: text(({ pool }) => pool),
  publicIp: text(({ publicIp }) => publicIp),
  protocol: text(({ protocol }) => protocol),
  sessionType: text(({ sessionType }) => sessionType),
  client: text(({ clientType, clientVersion }) => {
    const words = [clientType, clientVersion].filter((word) => word !== undefined);
    return words.length === 0 ? undefined : words.join(' ');
  }),
  start: time(({ start }) => start),
  end: time(({ end }) => end),
  endReason: text(({ endReason }) => endReason),
  duration: { kind: 'seconds', read: secondsOf },
  bytesTx: { kind: 'bytes', read: ({ bytesTx }) => bytesTx },
  bytesRx: { kind: 'bytes', read: ({ bytesRx }) => bytesRx },
  encryption: text(({ encryption }) => encryption),
  hashing: text(({ hashing }) => hashing),
  dhGroup: text(({ dhGroup }) => dhGroup),
  crypto: text((session) => cryptoOf(session).join(', ')),
  index: { kind: 'number', read: ({ index }) => index },
  seenAt: time(({ seenAt }) => seenAt),
  device: text(({ device }) => device),
} as const satisfies Readonly<Record<string, Fact>>;

/** The name of a fact, in addresses and as the head of an exported column. */
export type SessionFact = keyof typeof sessionFacts;

// The border: Object.keys knows strings only.
export const sessionFactNames = Object.keys(sessionFacts) as readonly SessionFact[];

/** Whether an address names a fact. */
export function isSessionFact(name: string): name is SessionFact {
  return Object.hasOwn(sessionFacts, name);
}

/** How long a session lasted, or has lasted at `now`, in whole seconds; `undefined` where its end was only inferred. */
function secondsOf({ seconds, state, start, end, endIs }: SessionRow, now: number): number | undefined {
  if (seconds !== undefined) return seconds;
  if (state === 'active') return Math.max(0, Math.floor((now - start) / 1000));
  return endIs !== 'reported' || end === undefined ? undefined : Math.floor((end - start) / 1000);
}

/** The facts of a session as an export tells them: raw numbers, times as ISO 8601. */
export function exportedFacts(session: SessionRow, facts: readonly SessionFact[], now: number): readonly CsvValue[] {
  return facts.map((name) => {
    const { kind, read }: Fact = sessionFacts[name];
    const value = read(session, now);
    return kind === 'time' && typeof value === 'number' ? exportTime(value) : value;
  });
}
