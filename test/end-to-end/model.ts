import assert from 'node:assert/strict';
import type { History, HistoryOptions } from '../asa/history.ts';
import type { LedgerAttempt } from '../asa/ledger.ts';
import type { Session } from '../../server/domain/session.ts';
import type { State } from '../../server/state/state.ts';
import { mismatchOf } from './mismatch.ts';
import { tell, type Arrival, type Belief } from './tell.ts';

/** How long the story is followed after its last line, in milliseconds: whatever waits for silence has come to an end. */
const SILENCE = 200_000;

/** The longest that a dialogue is silent, in milliseconds (the taxonomy's correlation window). */
const DIALOGUE = 60_000;

/** A manner in which whoever has logged in or out does nothing for 20 s: two logins of one client within seconds mix their lines. */
export const CALM: HistoryOptions = { apart: 20_000, calm: 20_000 };

/** What Tunnelwatch makes of the lines of a history. */
export function believe(lines: Iterable<Arrival>): Belief {
  return tell(lines, SILENCE);
}

/** What is believed and did not happen, and what happened and is not believed. Both are empty when the belief is the truth. */
export function differences(
  history: History,
  { sessions, attempts }: Belief,
): { readonly invented: readonly string[]; readonly missing: readonly string[] } {
  const ours = [
    ...sessions.map((one) => sessionLine({ ...one, reason: one.endReason })),
    ...attempts.filter((one) => one.outcome !== 'dismissed').map(attemptLine),
  ];
  // L2TP is carried by IKEv1: its sessions are shown as such.
  const theirs = [
    ...history.ledger.sessions.map((one) =>
      sessionLine({
        ...one,
        protocol: one.protocol === 'l2tp' ? 'ikev1' : one.protocol,
        firewallMismatch: mismatchOf(one),
      }),
    ),
    ...history.ledger.attempts.map((one) => attemptLine({ ...one, user: isNameless(history, one) ? null : one.user })),
  ];
  return { invented: without(ours, theirs), missing: without(theirs, ours) };
}

/** Before 8.0 no message of a failed L2TP login names its user together with its source: 113004 names the user alone, and nobody guesses. */
function isNameless({ release }: History, { protocol, cause }: LedgerAttempt): boolean {
  return protocol === 'l2tp' && cause === 'addr.pool_exhausted' && release.startsWith('7.');
}

/** Whether a login of the story paused for longer than a dialogue may: it is then taken for two, and the history proves nothing. */
export function isPatient({ ledger }: History): boolean {
  return ledger.attempts.some(({ at, until }) => until - at > DIALOGUE);
}

/** How near two genuine lines that say the same must be that nobody can tell which is which, in milliseconds. */
const TWINS = 10_000;

/** Whether two genuine lines of the story say the same within 10 s, so that one cannot be told from a copy of the other. */
export function hasTwins({ lines }: History): boolean {
  const last = new Map<string, number>();
  return lines.some(({ at, line }) => {
    const words = line.slice(line.indexOf('%'));
    const before = last.get(words);
    last.set(words, at);
    return before !== undefined && at - before <= TWINS;
  });
}

type Maybe<T> = T | null | undefined;

function sessionLine(one: {
  readonly user: string;
  readonly publicIp: string;
  readonly protocol: string;
  readonly assignedIp?: Maybe<string>;
  readonly seconds?: Maybe<number>;
  readonly bytesTx?: Maybe<number>;
  readonly bytesRx?: Maybe<number>;
  readonly reason?: Maybe<string>;
  readonly firewall?: Maybe<string>;
  readonly firewallMismatch?: Maybe<string>;
}): string {
  const {
    user,
    publicIp,
    protocol,
    assignedIp = null,
    seconds = null,
    bytesTx = null,
    bytesRx = null,
    reason = null,
    firewall = null,
    firewallMismatch = null,
  } = one;
  const told = [assignedIp, protocol, seconds, bytesTx, bytesRx, reason, firewall, firewallMismatch];
  return JSON.stringify(['session', user, publicIp, ...told]);
}

function attemptLine(one: {
  readonly publicIp: string;
  readonly outcome: string;
  readonly stage: string;
  readonly user?: Maybe<string>;
  readonly cause?: Maybe<string>;
}): string {
  const { user = null, publicIp, outcome, cause = null } = one;
  // How far a login came that got in is not told the same way for every protocol.
  return JSON.stringify(['attempt', user, publicIp, outcome, outcome === 'succeeded' ? null : one.stage, cause]);
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1);
  return lines.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}

/** Tells the lines and fails if anything is believed that cannot be, whatever was lost, doubled or overtaken. */
export function soundBelief(lines: readonly Arrival[]): Belief {
  const told = lines.map(({ line }) => line).join('\n');
  const belief = tell(lines, SILENCE, oneSessionPerAddress);
  for (const { user, start, end } of belief.sessions) {
    assert.ok(told.includes(user), `no line names ${user}`);
    assert.ok(end === undefined || end >= start, `${user}: ends before it starts`);
  }
  const closed = belief.sessions.filter((one) => one.endIs === 'reported').map(recordOf);
  assert.equal(new Set(closed).size, closed.length, 'no session is counted twice');
  return belief;
}

function oneSessionPerAddress(state: State): void {
  const addresses = [...state.sessions()].flatMap(({ state: is, assignedIp }) =>
    is === 'active' ? (assignedIp ?? []) : [],
  );
  assert.equal(new Set(addresses).size, addresses.length, 'no two open sessions on one address');
}

/** What a closing record tells: two sessions that ended by the same one are one session. */
function recordOf({ user, publicIp, seconds, bytesTx, bytesRx, end }: Session): string {
  return JSON.stringify([user, publicIp, seconds, bytesTx, bytesRx, end]);
}
