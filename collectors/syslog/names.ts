import { isIP } from 'node:net';

import { isMeant } from '../../server/domain/erasure.ts';
import type { HiddenName } from '../../server/domain/hidden.ts';
import { HIDDEN, nameToken, sameName } from '../../server/domain/name.ts';
import { textEnd } from './header.ts';
import { mayTell } from './names-about.ts';
import { hiddenName } from './names-hidden.ts';
import { mayHold, provesName } from './names-proof.ts';
import { spansOfPlaces, spansOfRows, type Span, type Spans } from './names-place.ts';
import { parse, type Parsed } from './parse.ts';
import { rowsOf } from './tables.ts';

/** A line as it may be kept, and what it says. */
export interface Kept {
  readonly line: string;
  readonly parsed: Parsed;
  /** Told if the ASA has hidden the name. */
  readonly hidden?: HiddenName;
}

export interface NameOptions {
  /** HMAC-SHA256 in base64url, under the key for names; without one, names are kept as they are. */
  readonly hmac?: ((text: string) => string) | undefined;
  /** Names that are no passwords. */
  readonly known: Iterable<string>;
}

/** How many names are known at most. */
const MOST_KNOWN = 200_000;

/** A text that nobody has read, and that may tell of a login that failed. */
const FAILS = /fail|reject|den(?:y|ied)|refus|invalid|incorrect|lock|unknown|unable|not |error|unsuccess/i;

/** What an ASA prints where it has no name. */
const NOBODY: ReadonlySet<string> = new Set(['', 'unknown', '<unknown>', 'n/a', 'none', 'null']);

/** Reasons in the ASA's own words (113005, 113013 - 113017): they would stand there whatever the name. */
const REASONS: ReadonlySet<string> = new Set(
  [
    ...['AAA failure', 'Invalid password', 'Unspecified', 'User was not found', 'Account has been disabled'],
    ...['Account has been locked out', 'Users account has expired', 'Password has expired', 'Password is expiring'],
    ...[
      'Password malformed',
      'Simultaneous logins exceeded for user',
      'No active server found',
      'Server not accessible',
    ],
    ...['Server timeout', 'Invalid username', 'User not allowed access at this time', 'Restricted logon hours'],
    ...['User not allowed access from this workstation', 'Account has expired', 'Account restriction'],
    ...['Password change required', 'Authorization failed', 'Authentication failure', 'Reject', 'Internal error'],
  ].map(sameName),
);

/**
 * Keeps what somebody typed as a name, and what may be a password, out of everything that is stored: a name that no login has shown to be
 * one yet, nor a configuration, is kept as its token wherever a login failed. It learns from what it reads.
 */
export class Names {
  readonly #hmac: ((text: string) => string) | undefined;
  readonly #known = new Set<string>();

  constructor({ hmac, known }: NameOptions) {
    this.#hmac = hmac;
    this.know(known);
  }

  /** These are names, whoever types them. */
  know(names: Iterable<string>): void {
    for (const name of names) this.#learn(name);
  }

  /** Nobody is known by that name any more (`isMeant`). */
  forget(name: string): void {
    for (const one of this.#known) if (isMeant(name, one)) this.#known.delete(one);
  }

  /** The line as it may be kept, and what that says: the same as when it is read again later. */
  keep(line: string): Kept {
    const parsed = parse(line);
    const hidden = hiddenName(parsed);
    if (hidden !== undefined) return { line, parsed, hidden };
    const { claim, messageId, outcome, text } = parsed;
    const proof = claim === undefined ? undefined : provesName(claim);
    const user = proof === undefined || claim === undefined || !('user' in claim) ? undefined : claim.user;
    if (proof === true || messageId === undefined) {
      if (user !== undefined) this.#learn(user);
      return { line, parsed };
    }
    // With a known name nothing in the line is secret; a line that tells of no login is not searched for one.
    if (user === undefined ? !mayTell(parsed) : this.#isName(user)) return { line, parsed };
    const rows = rowsOf.get(messageId) ?? [];
    if (outcome === 'misfit') {
      const held = rows.map(({ kind }) => mayHold(kind));
      if (held.includes('password')) return this.#without(line, parsed);
      if (held.includes('name')) return { line, parsed };
    }
    const read = spansOfRows(rows, text);
    const hasHole = typeof read === 'object' && read.some(({ name }) => name === 'user');
    // Its row read the place of the name, and there was none.
    if (user === undefined && hasHole) return { line, parsed };
    return this.#edited(line, parsed, hasHole ? read : spansOfPlaces(text));
  }

  #edited(line: string, parsed: Parsed, spans: Spans): Kept {
    const { outcome, text, claim } = parsed;
    if (spans === 'none') {
      const unread = outcome === 'unlisted' || outcome === 'misfit';
      return unread && FAILS.test(text) ? this.#without(line, parsed) : { line, parsed };
    }
    const place = spans === 'ambiguous' ? undefined : spans.find(({ name }) => name === 'user');
    if (place === undefined || spans === 'ambiguous') return this.#without(line, parsed);
    const user = text.slice(place.from, place.to);
    if (this.#isName(user)) return { line, parsed };
    if (this.#hmac === undefined) return { line, parsed };
    const start = startOf(line, text);
    const edited = line.slice(0, start) + replaced(text, spans, user, nameToken(user, this.#hmac));
    const again = parse(edited);
    const same = again.outcome === outcome && again.claim?.kind === claim?.kind;
    return same ? { line: edited, parsed: again } : this.#without(line, parsed);
  }

  /** The line up to its tag: behind it nobody can tell the name from the words. */
  #without(line: string, parsed: Parsed): Kept {
    if (this.#hmac === undefined) return { line, parsed };
    const { text } = parsed;
    const start = startOf(line, text);
    const edited = `${line.slice(0, start)}<not kept, it may hold a password: ${text.length} characters>`;
    const { claim, ...rest } = parsed;
    const outcome = claim === undefined ? parsed.outcome : 'misfit';
    return { line: edited, parsed: { ...rest, outcome, text: edited.slice(start) } };
  }

  /** Not only what is known: an address is no password, and neither is what stands for nobody. */
  #isName(user: string): boolean {
    if (this.#known.has(user)) return true;
    const compared = sameName(user);
    return this.#known.has(compared) || NOBODY.has(compared) || isIP(compared) !== 0;
  }

  #learn(user: string): void {
    if (this.#known.has(user) || user === HIDDEN) return;
    const compared = sameName(user);
    if (this.#known.has(compared)) return;
    this.#known.add(compared);
    const [oldest] = this.#known;
    if (this.#known.size > MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest);
  }
}

/** Where the text begins: it is the end of the line but for what `header` cuts off. */
function startOf(line: string, text: string): number {
  return textEnd(line) - text.length;
}

/** The text with the token in place of the user. */
function replaced(text: string, spans: readonly Span[], user: string, token: string): string {
  let edited = '';
  let done = 0;
  for (const { name, from, to, wild } of spans) {
    const held = text.slice(from, to);
    edited +=
      text.slice(done, from) + (name === 'user' ? token : wild && echoes(name, held, user) ? '<not kept>' : held);
    done = to;
  }
  return edited + text.slice(done);
}

/** What a group is called is told whoever comes. */
const GROUPS: ReadonlySet<string> = new Set(['tunnelGroup', 'groupPolicy']);

/**
 * Whether what another hole holds repeats the name: as a word or words of its own, in a text that the name may have got into. Only the
 * whole hole can go then: a gap in an ordinary sentence would tell which word of it the name is.
 */
function echoes(hole: string, held: string, user: string): boolean {
  const compared = sameName(user);
  const within = sameName(held);
  if (GROUPS.has(hole) || compared === '' || REASONS.has(within)) return false;
  for (let at = within.indexOf(compared); at >= 0; at = within.indexOf(compared, at + 1)) {
    if (!isWord(within.charAt(at - 1)) && !isWord(within.charAt(at + compared.length))) return true;
  }
  return false;
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character);
}
