import { keyOf, type About, type Observation } from '../alert.ts';
import type { Memory } from '../observer.ts';
import { isRuleId } from '../rules.ts';

/**
 * Levels that are told while there is anything to tell, and once more, as good, when there is not: also where a pool, a server or a
 * head-end is there no longer. `isUnknown`: of what nothing is known now stays as it is.
 */
export function standing(
  told: readonly Observation[],
  memory: Memory,
  isUnknown: (before: Pick<Observation, 'rule' | 'about'>) => boolean = () => false,
): readonly Observation[] {
  const bad = told.filter(({ value }) => value > 0);
  const keys = new Set<string>();
  for (const one of bad) {
    const key = PREFIX + keyOf(one);
    keys.add(key);
    if (memory.get(key) === undefined) memory.set(key, { ...one.about });
  }
  const over = [...memory.keys()].filter((key) => key.startsWith(PREFIX) && !keys.has(key));
  return [...bad, ...over.flatMap((key) => ended(key, memory, isUnknown) ?? [])];
}

function ended(key: string, memory: Memory, isUnknown: (before: Observation) => boolean): Observation | undefined {
  const [rule = '', ...subject] = key.slice(PREFIX.length).split(' ');
  if (!isRuleId(rule)) return undefined;
  const about = memory.get(key) as About; // set above
  const good: Observation = {
    rule,
    subject: subject.join(' '),
    about,
    value: 0,
    text: 'over',
    events: 0,
    evidence: [],
  };
  if (isUnknown(good)) return undefined;
  memory.delete(key);
  return good;
}

const PREFIX = 'stands ';
