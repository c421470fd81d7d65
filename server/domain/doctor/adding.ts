import { levelNames } from '../logging-lines.ts';
import { isFrom } from '../release.ts';
import { commandsWith, type Mend } from './finding.ts';
import { linesFor, type Need, type Sender } from './messages.ts';

/** What is said beside lines that add to the filter of all log servers. */
export const SHARED = 'Every log server of the device gets what is added here; what they get today stays.';

/** Adds to what is in force, and takes nothing from it: a list is appended to, a level becomes the first line of a new list. */
export function adding(sender: Sender, missing: readonly Need[]): Extract<Mend, { how: 'commands' }> {
  const { configuration: { logging }, release } = sender; // prettier-ignore
  if (release !== undefined && !isFrom(release, 7))
    return commandsWith('There are no lists in this release: every log server of the device gets more.', 'logging trap informational'); // prettier-ignore
  const { trap } = logging;
  if (typeof trap?.value === 'string') {
    const defined = logging.lists.some(({ list }) => list === trap.value);
    const note = defined ? SHARED : `${SHARED} The list ${trap.value} is named, but is not there.`;
    return commandsWith(note, ...linesFor(sender, trap.value, missing));
  }
  const names = new Set(logging.lists.map(({ list }) => list));
  let name = 'VPNMON';
  for (let next = 2; names.has(name); next += 1) name = `VPNMON${next}`;
  const kept = typeof trap?.value === 'number' ? [`logging list ${name} level ${levelNames[trap.value] ?? trap.value}`] : []; // prettier-ignore
  return commandsWith(SHARED, ...kept, ...linesFor(sender, name, missing), `logging trap ${name}`);
}
