import { later, type Attempt, type AttemptFacts, type Stage } from '../attempt.ts';
import { causes, type Cause } from '../cause.ts';
import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import type { VerdictFacts } from '../verdict.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { activeOf, firstMessage, known } from './find.ts';
import { attribute, joined, verdictGiven } from './verdicts.ts';

/** A login that says nothing for so long is over, in milliseconds. */
export const ATTEMPT_WINDOW = 60_000;
/** How soon another password is typed into the same dialogue, in milliseconds: after that the refused one was the last. */
const REFUSED_WINDOW = 5_000;

/** How long after a failure its noise may come, and how long another message may tell the same failure once more, in milliseconds. */
const NOISE_WINDOW = 5_000;
const ECHO_WINDOW = 1_000;

/** Whose attempt: the source, and the user where it is told. */
export interface Whose {
  readonly publicIp: string;
  readonly user?: string | undefined;
}

/** The open attempt that evidence from this source belongs to. Of several behind one address none is guessed. */
export function currentAttempt(book: Book, device: number, { publicIp, user }: Whose): Attempt | undefined {
  const open = book.attemptsFrom(device, publicIp).filter((attempt) => attempt.outcome === 'open');
  if (user !== undefined) {
    return open.find((attempt) => attempt.user === user) ?? open.find((attempt) => attempt.user === undefined);
  }
  const nameless = open.filter((attempt) => attempt.user === undefined);
  return open.length === 1 ? open[0] : nameless.length === 1 ? nameless[0] : undefined;
}

/** Whether an attempt from this source has just failed: what comes right after it is its noise, and begins no other. */
function isNoise(book: Book, evidence: Evidence, { publicIp, user }: Whose, cause?: Cause): boolean {
  return book.attemptsFrom(evidence.device, publicIp).some((attempt) => {
    if (attempt.outcome !== 'failed' || evidence.at - attempt.seenAt > NOISE_WINDOW) return false;
    const sameUser = user === undefined || attempt.user === undefined || attempt.user === user;
    return (
      sameUser && (cause === undefined || (attempt.cause === cause && evidence.at - attempt.seenAt <= ECHO_WINDOW))
    );
  });
}

/** That a login goes on. Evidence that can only be the noise of one that has failed begins none. */
export function advance(
  book: Book,
  evidence: Evidence,
  whose: Whose,
  told: {
    readonly stage: Stage;
    readonly facts: AttemptFacts;
    readonly hint?: Cause;
    /** False for evidence that may be the noise of an attempt that has failed. */
    readonly begins: boolean;
  },
): readonly Event[] {
  const current = currentAttempt(book, evidence.device, whose);
  if (current === undefined && !told.begins && isNoise(book, evidence, whose)) return [];
  const { stage, facts, hint } = told;
  const attempt = current?.id ?? firstMessage(evidence);
  const { publicIp } = whose;
  return [
    { ...evidence, kind: 'attempt.advanced', attempt, publicIp, stage, facts, ...(hint === undefined ? {} : { hint }) },
  ];
}

/** That a login failed, with the verdict that belongs to it, if one is found, as the more specific cause. */
export function fail(
  book: Book,
  evidence: Evidence,
  whose: Whose,
  told: { readonly cause: Cause; readonly facts: AttemptFacts },
): readonly Event[] {
  const { device } = evidence;
  const current = currentAttempt(book, device, whose);
  if (current === undefined && isNoise(book, evidence, whose, told.cause)) return [];
  const attempt = current?.id ?? firstMessage(evidence);
  const { publicIp } = whose;
  const user = whose.user ?? current?.user;
  const verdicts = joined(book, evidence, { publicIp, user, tunnelGroup: told.facts.tunnelGroup });
  const last = verdicts.find((verdict) => verdict.cause === 'addr.other') ?? verdicts.at(-1);
  const cause = moreSpecific(told.cause, last?.cause ?? current?.hint);
  const fromVerdict = known<AttemptFacts>({ user: last?.user, aaaServer: last?.aaaServer });
  const facts = { ...fromVerdict, ...told.facts };
  const stage = later(current?.stage ?? 'reachable', stageOf(cause, user ?? facts.user));
  return [
    { ...evidence, kind: 'attempt.ended', attempt, publicIp, stage, facts, outcome: 'failed', cause, sure: 'told' },
    ...attribute(evidence, verdicts, attempt),
  ];
}

/** That a password was refused, with AAA's verdict on it; the attempt goes on. */
export function refuse(
  book: Book,
  evidence: Evidence,
  whose: Whose,
  told: { readonly cause: Cause; readonly facts: AttemptFacts },
): readonly Event[] {
  const current = currentAttempt(book, evidence.device, whose);
  const attempt = current?.id ?? firstMessage(evidence);
  const { publicIp } = whose;
  const verdicts = joined(book, evidence, { ...whose, tunnelGroup: told.facts.tunnelGroup });
  const last = verdicts.at(-1);
  const facts = { ...known<AttemptFacts>({ user: last?.user, aaaServer: last?.aaaServer }), ...told.facts };
  const hint = moreSpecific(told.cause, last?.cause);
  return [
    { ...evidence, kind: 'attempt.advanced', attempt, publicIp, stage: 'xauth', facts, hint, refused: true },
    ...attribute(evidence, verdicts, attempt),
  ];
}

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
  // A session that is up has no login that could fail: at a rekey the same is said.
  if (user !== undefined && isUp(book, evidence.device, user, publicIp, groupPolicy)) return [];
  // With a verdict beside it a hint is one no more.
  if (joined(book, evidence, { publicIp, user, tunnelGroup }).length > 0) {
    return fail(book, evidence, whose, { cause: cause === 'addr.pool_exhausted' ? cause : 'unknown', facts });
  }
  return advance(book, evidence, whose, { stage: causes[cause].stage, facts, hint: cause, begins: false });
}

/** What is told before anybody has said who he is. A peer whose group is its own address is LAN-to-LAN. */
export function attemptSeen(book: Book, evidence: Evidence, claim: Facts<'attempt.seen'>): readonly Event[] {
  const { publicIp, tunnelGroup, user } = claim;
  if (tunnelGroup === publicIp) return [];
  const whose = { publicIp, user };
  const current = currentAttempt(book, evidence.device, whose);
  const facts = known<AttemptFacts>({ tunnelGroup, user });
  if (current?.hint !== undefined && evidence.at - current.seenAt > ECHO_WINDOW) return anew(evidence, current, facts);
  return advance(book, evidence, whose, { stage: 'phase1', facts, begins: true });
}

/** A client that begins again has given up what a hint was about. */
function anew(evidence: Evidence, old: Attempt, facts: AttemptFacts): readonly Event[] {
  const { id, publicIp, stage, hint } = old;
  const over = { attempt: id, publicIp, stage, facts: {}, outcome: 'failed', sure: 'inferred' } as const;
  return [
    { ...evidence, kind: 'attempt.ended', ...over, ...(hint === undefined ? {} : { cause: hint }) },
    { ...evidence, kind: 'attempt.advanced', attempt: firstMessage(evidence), publicIp, stage: 'phase1', facts },
  ];
}

/** 713128. */
export function loginRedirected(book: Book, evidence: Evidence, claim: Facts<'login.redirected'>): readonly Event[] {
  const { publicIp, toIp } = claim;
  const attempt = currentAttempt(book, evidence.device, { publicIp })?.id ?? firstMessage(evidence);
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

/** What has fallen silent: a hint is then its cause; without one nobody knows. One whose session is up has got in. */
export function attemptsPassed(book: Book, at: number): readonly Event[] {
  const events: Event[] = [];
  for (const attempt of book.openAttempts()) {
    const { id, device, publicIp, stage, hint, session, refused } = attempt;
    if (at - attempt.seenAt < (refused && session === undefined ? REFUSED_WINDOW : ATTEMPT_WINDOW)) continue;
    const evidence: Evidence = { device, at, source: 'syslog', evidence: [] };
    const told = { ...evidence, kind: 'attempt.ended', attempt: id, publicIp, stage, facts: {} } as const;
    if (session !== undefined) events.push({ ...told, outcome: 'succeeded', session });
    else if (hint === undefined) events.push({ ...told, outcome: 'abandoned', cause: 'unknown', sure: 'inferred' });
    else events.push({ ...told, outcome: 'failed', cause: hint, sure: refused ? 'told' : 'inferred' });
  }
  for (const verdict of book.openVerdicts()) {
    if (at - verdict.at < ATTEMPT_WINDOW) continue;
    const evidence: Evidence = { device: verdict.device, at, source: 'syslog', evidence: [] };
    events.push({ ...evidence, kind: 'verdict.attributed', verdict: verdict.id, service: 'unattributed' });
  }
  return events;
}

/** A limit is met before Xauth as well as after it: a login that has told its user was past it. */
function stageOf(cause: Cause, user: string | undefined): Stage {
  return cause.startsWith('limit.') && user === undefined ? 'phase1' : causes[cause].stage;
}

/** AAA knows better than a message that only says that it did not work. */
function moreSpecific(told: Cause, verdict: Cause | undefined): Cause {
  const vague: readonly Cause[] = ['xauth.rejected', 'addr.pool_exhausted', 'unknown'];
  if (verdict === undefined || !vague.includes(told)) return told;
  if (told === 'addr.pool_exhausted') return verdict === 'addr.other' ? verdict : told;
  return verdict;
}

function sourceOf(book: Book, device: number, user: string | undefined): string | undefined {
  const open = user === undefined ? [] : book.attemptsOf(device, user);
  return open.length === 1 ? open[0]?.publicIp : undefined;
}

function isUp(book: Book, device: number, user: string, publicIp: string, groupPolicy: string | undefined): boolean {
  const session = activeOf(book, device, user, publicIp, groupPolicy === undefined ? 'ipsec' : 'ssl', groupPolicy);
  return session !== undefined && currentAttempt(book, device, { publicIp, user }) === undefined;
}
