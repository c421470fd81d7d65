import { later, type Attempt } from '../attempt.ts';
import { causes } from '../cause.ts';
import type { Event } from '../event.ts';
import type { Verdict } from '../verdict.ts';
import { isAddress } from './weigh.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { isGivenUp, LATE, LEFT } from './dialogue.ts';
import { attribute, mayBeOf } from './verdicts.ts';

/** A login that says nothing for so long is over, in milliseconds. */
const ATTEMPT_WINDOW = 60_000;
/** A verdict waits until no attempt of its time is open any more, in milliseconds. */
const VERDICT_WINDOW = ATTEMPT_WINDOW + 2 * LATE;
/** How soon another password is typed into the same dialogue and told, in milliseconds: after that the refused one was the last. */
const REFUSED_WINDOW = 10_000;

/** What has fallen silent: a hint is then its cause; without one nobody knows. One whose session is up has got in. */
export function attemptsPassed(book: Book, at: number): readonly Event[] {
  const events: Event[] = [];
  for (const attempt of book.silentAttempts(at - REFUSED_WINDOW, at - ATTEMPT_WINDOW)) {
    const { id, device, publicIp, stage, hint, session, refused } = attempt;
    const brief = session === undefined && (refused === true || isGivenUp(book, attempt));
    if (at - attempt.seenAt < (brief ? REFUSED_WINDOW : ATTEMPT_WINDOW)) continue;
    const evidence: Evidence = { device, at, source: 'syslog', evidence: [] };
    const told = { ...evidence, kind: 'attempt.ended', attempt: id, publicIp, stage, facts: {} } as const;
    if (session !== undefined) events.push({ ...told, outcome: 'succeeded', session });
    else if (hint === undefined) events.push(...unheard(book, evidence, attempt));
    else events.push({ ...told, outcome: 'failed', cause: hint, sure: refused ? 'told' : 'inferred' });
  }
  for (const verdict of book.openVerdicts(at - VERDICT_WINDOW)) {
    if (at - verdict.at < VERDICT_WINDOW) continue;
    const evidence: Evidence = { device: verdict.device, at, source: 'syslog', evidence: [] };
    events.push({ ...evidence, kind: 'verdict.attributed', verdict: verdict.id, service: 'unattributed' });
  }
  return events;
}

/** A login that has fallen silent without a hint; that there was no address for somebody at that time is one. */
function unheard(
  book: Book,
  evidence: Evidence,
  { id, publicIp, user, stage, tunnelGroup, seenAt }: Attempt,
): readonly Event[] {
  const whose = { publicIp, user, tunnelGroup };
  // Whoever left without a word got no address either when another got none.
  const others = book.hasToldAttempt(id, LEFT) ? book.attributed(evidence.device) : [];
  const refusals = [...others.filter((one) => isAddress(one.cause)), ...waiting(book, evidence.device, user)].filter(
    (one) => Math.abs(one.at - seenAt) <= LATE && mayBeOf(one, whose),
  );
  const cause = (refusals.find((verdict) => verdict.cause === 'addr.other') ?? refusals.at(-1))?.cause;
  const over = { ...evidence, kind: 'attempt.ended', attempt: id, publicIp, facts: {} } as const;
  if (cause === undefined) {
    // That somebody left whom nobody had seen is no login.
    const told = book.toldOfAttempt(id);
    if (told.length > 0 && told.every((one) => one === LEFT)) return [{ ...over, stage, outcome: 'dismissed' }];
    return [{ ...over, stage, outcome: 'abandoned', cause: 'unknown', sure: 'inferred' }];
  }
  const open = refusals.filter((one) => one.service === 'unknown');
  return [
    { ...over, stage: later(stage, causes[cause].stage), outcome: 'failed', cause, sure: 'inferred' },
    ...attribute(evidence, open, id),
  ];
}

/** Verdicts that wait and may be of that login: that there was no address, and what names its user. The oldest first. */
function waiting(book: Book, device: number, user: string | undefined): readonly Verdict[] {
  const noAddress = book.addressVerdicts(device);
  const own = user === undefined ? [] : book.verdictsOf(device, user).filter((one) => !isAddress(one.cause));
  return [...noAddress, ...own].sort((a, b) => a.id - b.id);
}
