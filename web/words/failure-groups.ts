import { stages, type Stage } from '../../server/domain/attempt.ts';
import { causes } from '../../server/domain/cause.ts';
import type { GroupRow } from '../../server/domain/failures-told.ts';
import { shownUser } from './attempts.ts';
import { count, many } from './bytes.ts';
import { stageWords } from './ladder.ts';
import { plain } from './plain.ts';

/** By what failed logins are grouped; `filter` is what of the address narrows the list down to one group. */
export const groupings = {
  cause: { name: 'Cause', filter: 'cause', of: 'cause', more: 'causes' },
  user: { name: 'User', filter: 'user', of: 'user', more: 'users' },
  source: { name: 'Source', filter: 'publicIp', of: 'source', more: 'sources' },
  tunnelGroup: { name: 'Profile', filter: 'tunnelGroup', of: 'connection profile', more: 'connection profiles' },
  device: { name: 'Head-end', filter: 'device', of: 'head-end', more: 'head-ends' },
  stage: { name: 'Stage', filter: 'stage', of: 'stage', more: 'stages' },
} as const;
export type Grouping = keyof typeof groupings;

/** The grouping that an address asks for. */
export function readGrouping(by: string | undefined): Grouping {
  // The border: it is one of them.
  return by !== undefined && Object.hasOwn(groupings, by) ? (by as Grouping) : 'cause';
}

/** What the group is called, and what is said where it has no name. */
export function groupText(key: string | null, by: Grouping): { readonly text: string; readonly known: boolean; readonly why?: string } {
  if (key === null) return { text: by === 'cause' ? 'no cause was told' : 'not told', known: false };
  switch (by) {
    case 'user':
      return shownUser(key);
    case 'cause':
      return { text: isCause(key) ? causes[key].words : plain(key), known: true, why: plain(key) };
    case 'stage':
      return { text: isStage(key) ? stageWords(key, 'any').name : plain(key), known: true };
    case 'source':
    case 'device':
    case 'tunnelGroup':
      return { text: plain(key), known: true };
    default:
      return by satisfies never;
  }
} // prettier-ignore

/** How much of all the groups that are shown are. */
export function groupsHint(shown: readonly GroupRow[], inAll: number, tries: number, by: Grouping): string {
  const { of, more } = groupings[by];
  if (shown.length >= inAll) return `${many(tries, 'try', 'tries')}, ${many(inAll, of, more)}`;
  const told = shown.reduce((sum, one) => sum + one.tries, 0);
  return `the ${count(shown.length)} of most tries among ${count(inAll)} ${more}: ${count(told)} of ${count(tries)} tries`;
}

const isCause = (key: string): key is keyof typeof causes => Object.hasOwn(causes, key);
const isStage = (key: string): key is Stage => (stages as readonly string[]).includes(key);
