import type { Pattern } from '../../server/domain/patterns.ts';
import { shownUser } from './attempts.ts';
import { count, many } from './bytes.ts';
import { plain } from './plain.ts';
import { age, when } from './time.ts';
import type { State } from './verdict.ts';

/** What a pattern is called, and what it means. */
export const patternNames: Readonly<
  Record<Pattern['is'], { readonly name: string; readonly means: string; readonly state: State }>
> = {
  spray: {
    name: 'One source, many users',
    means: 'Somebody tries names or one password on many: a spray',
    state: 'crit',
  },
  'hidden names': {
    name: 'One source, hidden names',
    means:
      'A spray, or one client with an old password: the ASA prints ***** for the name, and tells it with “no logging hide username”',
    state: 'warn',
  },
  'hunted name': {
    name: 'One user, many sources',
    means: 'The name is guessed at from many places, or a lost client moves about',
    state: 'warn',
  },
  'saved password': {
    name: 'A saved old password',
    means: 'A client repeats it by itself, nobody types: clear it there, or the account locks',
    state: 'warn',
  },
  'shared source': {
    name: 'A shared address',
    means: 'More get in from there than fail: an office or a provider behind one address, and no spray',
    state: 'ok',
  },
};

/** Who or what it is about. */
export function patternSubject(pattern: Pattern): string {
  switch (pattern.is) {
    case 'spray':
    case 'hidden names':
    case 'shared source':
      return plain(pattern.source);
    case 'hunted name':
      return nameText(pattern.user);
    case 'saved password':
      return `${nameText(pattern.user)} from ${plain(pattern.source)}`;
    default:
      return pattern satisfies never;
  }
}

/** What it is told by: numbers and times, and nothing that is not on record. */
export function patternEvidence(pattern: Pattern, now: number): string {
  const { tries, first, last } = pattern;
  const span = last === first ? '' : ` within ${age(last - first)}`;
  const lately = `${span}, last ${when(last, now)}`;
  switch (pattern.is) {
    case 'spray':
      return `${many(pattern.refused, 'name')} refused in ${many(tries, 'try', 'tries')}${lately}; ${inText(pattern)}.`;
    case 'hidden names':
      return `${many(tries, 'failure')} of hidden names${lately}; ${inText({ ...pattern, mistyped: 0 })}.`;
    case 'shared source':
      return `${many(pattern.refused, 'name')} refused${lately}, but ${many(pattern.gotIn, 'user')} got in from there.`;
    case 'hunted name': {
      const own = pattern.own === 0 ? 'it got in from none' : `it got in from ${many(pattern.own, 'other source')}`;
      return `Refused from ${many(pattern.sources, 'source')} in ${many(tries, 'try', 'tries')}${lately}; ${own}.`;
    }
    case 'saved password':
      return `Every ${age(pattern.every)}, ${count(tries)} times${lately}.`;
    default:
      return pattern satisfies never;
  }
}

function inText({ gotIn, mistyped }: Readonly<Record<'gotIn' | 'mistyped', number>>): string {
  if (gotIn === 0) return 'nobody got in from there';
  const guessed = mistyped === 0 ? '' : `, ${count(mistyped)} of them after a refusal`;
  return `${many(gotIn, 'user')} got in from there${guessed}`;
}

/** The filters of the list behind it. */
export function patternFilter(pattern: Pattern): Readonly<Record<string, string>> {
  const none = { user: '', publicIp: '', cause: '', stage: '', tunnelGroup: '', outcome: '' };
  return {
    ...none,
    ...('user' in pattern && { user: pattern.user }),
    ...('source' in pattern && { publicIp: pattern.source }),
  };
}

/** A name in a sentence; of one that was not kept, its length. */
function nameText(user: string): string {
  const { text, known } = shownUser(user);
  return known ? text : `A name ${text}`;
}
