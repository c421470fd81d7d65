import type { AttemptOutcome } from '../../server/domain/attempt.ts';
import type { AttemptRow, MessageRow } from '../../server/domain/feed.ts';
import { HIDDEN, isNameToken } from '../../server/domain/name.ts';
import { carrierOf, stageWords } from './ladder.ts';
import { plain } from './plain.ts';
import { age } from './time.ts';
import type { State, Verdict } from './verdict.ts';

/** How tries end, for people: in a list to choose from, and of several tries. */
export const attemptOutcomes: Readonly<
  Record<AttemptOutcome, { readonly name: string; readonly did: string; readonly state: State }>
> = {
  failed: { name: 'failed', did: 'failed', state: 'crit' },
  abandoned: { name: 'fell silent', did: 'fell silent', state: 'unknown' },
  redirected: { name: 'redirected', did: 'were redirected', state: 'ok' },
  open: { name: 'under way', did: 'are under way', state: 'ok' },
  succeeded: { name: 'succeeded', did: 'succeeded', state: 'ok' },
  dismissed: { name: 'no login of a user', did: 'were no logins of users (LAN-to-LAN)', state: 'ok' },
};

/** Why it failed, in words. */
export function causeText({ cause, causeWords }: AttemptRow): string {
  if (cause === undefined) return 'no cause was told';
  return plain(causeWords ?? cause);
}

/** A user as a list shows it: whether the name is one as typed, and what is said in its place if not. */
export interface ShownUser {
  readonly text: string;
  readonly known: boolean;
  readonly why?: string;
}

/** Why a name was not kept. */
const MAY_BE_A_PASSWORD =
  'No login and no configuration has shown this to be a name: it may be a password, typed in the wrong box. Only its hash is kept; who searches for the whole name finds it.';

/**
 * The user as it may be shown. A name that may be a password was never kept, only its hash; what was `asked` for is then the name,
 * or the hash would not have been found.
 */
export function shownUser(user: string | undefined, asked = ''): ShownUser {
  if (user === undefined || user === '') return { text: 'not told', known: false };
  if (user === HIDDEN)
    return {
      text: 'hidden by the device',
      known: false,
      why: 'It prints ***** unless it has: no logging hide username',
    };
  if (!isNameToken(user)) return { text: plain(user), known: true };
  if (asked !== '' && asked !== user)
    return { text: plain(asked), known: true, why: 'As searched for: only the hash of this name is kept.' };
  const characters = user.slice(user.lastIndexOf('~') + 1);
  return { text: `not kept, ${characters} characters`, known: false, why: MAY_BE_A_PASSWORD };
}

/** How sure the cause is, in a sentence. */
export const sureMeans: Readonly<Record<'told' | 'inferred', string>> = {
  told: 'a message ended this login and told why',
  inferred: 'taken from a hint and the silence after it: no message ended this login',
};

/** How sure the cause is, in a word. */
export const sureNames: Readonly<Record<'told' | 'inferred', string>> = { told: 'sure', inferred: 'likely' };

/** As many message IDs as a sentence bears: the last ones, which tell how it ended. */
const NAMED = 3;

/** The messages that tell most of how a login ended, by their IDs. */
export function tellers(evidence: readonly Pick<MessageRow, 'messageId' | 'outcome'>[]): string {
  const ids = evidence.flatMap(({ messageId, outcome }) =>
    messageId === null || outcome !== 'claim' ? [] : [String(messageId).padStart(6, '0')],
  );
  return [...new Set(ids.toReversed())].slice(0, NAMED).toReversed().join(', ');
}

/** The first line of one try, and what proves it. */
export function attemptVerdict(attempt: AttemptRow, evidence: readonly MessageRow[], now: number): Verdict {
  const { outcome, stage, cause, tunnelGroup } = attempt;
  const { text: user, known } = shownUser(attempt.user);
  const group = tunnelGroup === undefined ? '' : ` · ${plain(tunnelGroup)}`;
  const who = `${known ? user : `User ${user}`}${group}`;
  const carrier = carrierOf(evidence.map(({ messageId }) => messageId));
  const { at, name } = stageWords(stage, carrier);
  // No line ends within it.
  const ago = `${age(now - attempt.seenAt)} ago`.replaceAll(' ', '\u00a0');
  const { state } = attemptOutcomes[outcome];
  const more = `On ${plain(attempt.device)}, from ${attempt.publicIp}.`;
  const say = (text: string): Verdict => ({ state, text: `${who} · ${text}`, more });
  switch (outcome) {
    case 'failed': {
      const why =
        cause === undefined || cause === 'unknown'
          ? `failed ${at}, and the messages do not tell why`
          : `${causeText(attempt)} ${stage === 'reachable' ? '' : at}`.trimEnd();
      return say(`${why}, ${ago}${surely(attempt.sure, tellers(evidence))}.`);
    }
    case 'abandoned':
      return say(`fell silent ${at}, ${ago}. Why is not known.`);
    case 'redirected':
      return say(`redirected to another head-end by load balancing, ${ago}.`);
    case 'open':
      return say(`under way: came as far as ${name}, last heard of ${ago}.`);
    case 'succeeded':
      return say(`got in, ${ago}.`);
    case 'dismissed':
      return say(`no login of a user after all but LAN-to-LAN, ${ago}.`);
    default:
      return outcome satisfies never;
  }
}

function surely(sure: AttemptRow['sure'], by: string): string {
  if (sure === undefined) return '';
  if (sure === 'told') return by === '' ? ', sure' : `, sure (told by ${by})`;
  return by === '' ? ', likely' : `, likely (by ${by} and the silence after)`;
}
