import type { Attempt, AttemptFacts } from '../attempt.ts';
import { causes } from '../cause.ts';
import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import type { VerdictFacts } from '../verdict.ts';
import { advance, ECHO_WINDOW, fail } from './attempts.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { currentAttempt, isGivenUp, LATE, STALE } from './dialogue.ts';
import { activeOf, firstMessage, known } from './find.ts';
import { joined, verdictGiven } from './verdicts.ts';

/** Rows of the tables that tell a cause: decisive ones end the login, hints wait for how it goes on. */
export function attemptRefused(book: Book, evidence: Evidence, claim: Facts<'attempt.refused'>): readonly Event[] {
  const { cause, weight, tunnelGroup, groupPolicy, detail } = claim;
  // Without Xauth the name of the group stands in for the user's.
  const user = claim.user === tunnelGroup || claim.user === '' ? undefined : claim.user;
  const facts = known<AttemptFacts>({ user, tunnelGroup, groupPolicy, detail });
  const publicIp = claim.publicIp ?? sourceOf(book, evidence.device, user);
  if (publicIp === undefined) {
    return verdictGiven(evidence, {
      cause,
      reason: detail ?? causes[cause].words,
      ...known<Partial<VerdictFacts>>({ user, tunnelGroup }),
    });
  }
  const whose = { publicIp, user };
  if (weight === 'decisive') return fail(book, evidence, whose, { cause, facts });
  // With a verdict beside it a hint is one no more.
  if (joined(book, evidence, { publicIp, user, tunnelGroup }).length > 0) {
    return fail(book, evidence, whose, { cause: cause === 'addr.pool_exhausted' ? cause : 'unknown', facts });
  }
  // A session that is up has no login that could fail: at a rekey the same is said.
  const atRekey = causes[cause].stage === 'phase1' || causes[cause].stage === 'phase2';
  if (atRekey && user !== undefined && isUp(book, evidence, user, publicIp, groupPolicy)) return [];
  return advance(book, evidence, whose, { stage: causes[cause].stage, facts, hint: cause, begins: false });
}

/** What is told before anybody has said who he is. A peer whose group is its own address is LAN-to-LAN. */
export function attemptSeen(book: Book, evidence: Evidence, claim: Facts<'attempt.seen'>): readonly Event[] {
  const { publicIp, tunnelGroup, user } = claim;
  if (tunnelGroup === publicIp) return [];
  const whose = { publicIp, user, tunnelGroup };
  const current = currentAttempt(book, evidence, whose);
  const facts = known<AttemptFacts>({ tunnelGroup, user });
  const since = current === undefined ? 0 : evidence.at - current.seenAt;
  // A nameless login of which nothing was heard for long is another client's, or was given up.
  const stale = since > STALE;
  const again = current !== undefined && book.hasToldAttempt(current.id, evidence.messageId ?? NaN);
  if (current?.hint !== undefined && since > (again ? ECHO_WINDOW : LATE)) {
    return anew(evidence, current, facts);
  }
  const another = current !== undefined && current.user === undefined && (stale || isGivenUp(book, current));
  const elsewhere = tunnelGroup !== undefined && (current?.tunnelGroup ?? tunnelGroup) !== tunnelGroup;
  if (another && (again || elsewhere))
    return [
      { ...evidence, kind: 'attempt.advanced', attempt: firstMessage(evidence), publicIp, stage: 'phase1', facts },
    ];
  return advance(book, evidence, whose, { stage: 'phase1', facts, begins: true });
}

/** A client that begins again has given up what a hint was about. */
function anew(evidence: Evidence, old: Attempt, facts: AttemptFacts): readonly Event[] {
  const { id, publicIp, stage, hint } = old;
  const over = { attempt: id, publicIp, stage, facts: {}, outcome: 'failed', sure: 'inferred' } as const;
  return [
    // What comes now is no evidence of the old one.
    { ...evidence, evidence: [], kind: 'attempt.ended', ...over, ...(hint === undefined ? {} : { cause: hint }) },
    { ...evidence, kind: 'attempt.advanced', attempt: firstMessage(evidence), publicIp, stage: 'phase1', facts },
  ];
}

/** 713128. */
export function loginRedirected(book: Book, evidence: Evidence, claim: Facts<'login.redirected'>): readonly Event[] {
  const { publicIp, toIp } = claim;
  const attempt = currentAttempt(book, evidence, { publicIp })?.id ?? firstMessage(evidence);
  return [
    {
      ...evidence,
      kind: 'attempt.ended',
      attempt,
      publicIp,
      stage: 'reachable',
      facts: { detail: toIp },
      outcome: 'redirected',
      cause: 'redirected',
      sure: 'told',
    },
  ];
}

/** 401002, 401004, 733201: nothing of this address arrives, which looks like "it does not connect". */
export function sourceShunned(book: Book, evidence: Evidence, claim: Facts<'source.shunned'>): readonly Event[] {
  return fail(book, evidence, { publicIp: claim.publicIp }, { cause: 'source.shunned', facts: {} });
}

function sourceOf(book: Book, device: number, user: string | undefined): string | undefined {
  const all = user === undefined ? [] : book.attemptsOf(device, user);
  const open = all.filter(({ outcome, session }) => outcome === 'open' && session === undefined);
  return open.length === 1 ? open[0]?.publicIp : undefined;
}

function isUp(
  book: Book,
  evidence: Evidence,
  user: string,
  publicIp: string,
  groupPolicy: string | undefined,
): boolean {
  const session = activeOf(
    book,
    evidence.device,
    user,
    publicIp,
    groupPolicy === undefined ? 'ipsec' : 'ssl',
    groupPolicy,
  );
  return session !== undefined && currentAttempt(book, evidence, { publicIp, user }) === undefined;
}
