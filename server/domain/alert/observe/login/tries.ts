import type { Attempt } from '../../../attempt.ts';
import type { Cause } from '../../../cause.ts';
import type { Event } from '../../../event.ts';
import { bareName, HIDDEN, isNameToken } from '../../../name.ts';
import { ABOUT_WHAT_WAS_TYPED } from '../../../patterns.ts';
import type { Seen } from '../../observer.ts';

/** A password that was refused, or a login that got in; of the VPN: management and what nobody attributed is none. */
export interface Try {
  readonly device: number;
  readonly at: number;
  readonly source: string;
  readonly attempt: number;
  /** `undefined` where none is told, or where the ASA hides it. */
  readonly who: Who | undefined;
  readonly gotIn: boolean;
  /** Of one that failed. */
  readonly cause: Cause | undefined;
  /** The end of an attempt, which may be told once more. */
  readonly ends: boolean;
  readonly evidence: readonly number[];
}

/** A name as it was typed, cut, and as it is compared: folded and without its domain. A typed name that may be a password is nobody's. */
export interface Who {
  readonly name: string;
  readonly shown: string;
  readonly isToken: boolean;
}

/** A login as sessions on record tell it; `at` in epoch milliseconds. */
export interface PastLogin {
  readonly user: string;
  readonly publicIp: string;
  readonly at: number;
}

/** Longer names than this are cut, in UTF-16 units: who sprays chooses them. */
const LONGEST = 40;

/** The tries of a turn, in order. */
export function triesIn(seen: Pick<Seen, 'claims' | 'events' | 'attempts'>): readonly Try[] {
  const known = new Map(seen.attempts.map((one) => [one.id, one]));
  return [...swallowed(seen), ...seen.events.flatMap((event) => tryOf(event, known) ?? [])];
}

/** 713167 names nobody: a second one of a source within a second is taken for an echo of the first, though several may try at once. */
function swallowed({ claims, events }: Pick<Seen, 'claims' | 'events'>): readonly Try[] {
  if (!claims.some(({ claim }) => claim.kind === 'xauth.rejected')) return [];
  const decided = new Set(events.flatMap(({ evidence }) => evidence));
  return claims.flatMap(({ device, at, message, claim }, index) => {
    if (claim.kind !== 'xauth.rejected' || decided.has(message)) return [];
    const { publicIp } = claim;
    const verdict = claims.slice(0, index).findLast((one) => one.claim.kind === 'aaa.rejected' && one.claim.publicIp === publicIp); // prettier-ignore
    const user = verdict?.claim.kind === 'aaa.rejected' ? verdict.claim.user : undefined;
    return [tried({ device, at, evidence: [message], publicIp }, message, user, { cause: 'xauth.rejected' })];
  });
}

function tryOf(event: Event, known: ReadonlyMap<number, Attempt>): Try | undefined {
  if (event.kind === 'session.opened') return tried(event, event.session, event.user, { gotIn: true });
  if (event.kind !== 'attempt.advanced' && event.kind !== 'attempt.ended') return undefined;
  const attempt = known.get(event.attempt);
  const user = event.facts.user ?? attempt?.user;
  if (event.kind === 'attempt.advanced') {
    // The password was right, whatever becomes of the session.
    if (event.refused === false) return tried(event, event.attempt, user, { gotIn: true });
    return event.refused === true && isTyped(event.hint)
      ? tried(event, event.attempt, user, { cause: event.hint })
      : undefined;
  }
  if (event.outcome === 'succeeded') return tried(event, event.attempt, user, { gotIn: true });
  const cause = event.cause ?? attempt?.cause;
  // Each password was told before, when it was refused.
  if (event.outcome !== 'failed' || !isTyped(cause) || attempt?.refused === true) return undefined;
  return tried(event, event.attempt, user, { cause, ends: true });
}

/** A login on record. */
export function pastTry({ user, publicIp, at }: PastLogin): Try {
  // Of which head-end and attempt it was is remembered of none.
  return tried({ device: 0, at, evidence: [], publicIp }, 0, user, { gotIn: true });
}

function tried(
  { device, at, evidence, publicIp }: Pick<Event, 'device' | 'at' | 'evidence'> & { readonly publicIp: string },
  attempt: number,
  user: string | undefined,
  { gotIn = false, cause, ends = false }: Partial<Pick<Try, 'gotIn' | 'cause' | 'ends'>>,
): Try {
  const source = publicIp.slice(0, LONGEST);
  return {
    device,
    at,
    source,
    attempt,
    who: user === undefined ? undefined : whoIs(user),
    gotIn,
    cause,
    ends,
    evidence,
  };
}

/** Whose name it is; nobody's where the ASA hides it. */
export function whoIs(user: string): Who | undefined {
  if (user === HIDDEN || user === '') return undefined;
  const isToken = isNameToken(user);
  const name = isToken ? user : bareName(user);
  return { name: name.slice(0, LONGEST), shown: user.slice(0, LONGEST), isToken };
}

function isTyped(cause: Cause | undefined): cause is Cause {
  return (ABOUT_WHAT_WAS_TYPED as readonly (Cause | undefined)[]).includes(cause);
}
