import { keyOf, type About, type Observation } from '../alert.ts';
import type { Memory } from '../observer.ts';
import type { RuleId } from '../rules.ts';

/**
 * Levels that are told while there is anything to tell, and once more, as good, when there is not: also where a pool, a server or a
 * head-end is there no longer. `isUnknown`: what is not known of a subject now leaves it as it is.
 */
export function standing(
  rules: readonly RuleId[],
  told: readonly Observation[],
  memory: Memory,
  isUnknown: (about: About) => boolean = () => false,
): readonly Observation[] {
  const bad = told.filter(({ value }) => value > 0);
  const keys = new Set(bad.map(keyOf));
  for (const one of bad)
    if (memory.get(PREFIX + keyOf(one)) === undefined) memory.set(PREFIX + keyOf(one), { ...one.about });
  const over = rules.flatMap((rule) =>
    subjectsOf(rule, memory)
      .filter((subject) => !keys.has(keyOf({ rule, subject })))
      .map((subject): Observation => {
        const about = memory.get(PREFIX + keyOf({ rule, subject })) as About; // set above
        return { rule, subject, about, value: 0, text: 'over', events: 0, evidence: [] };
      }),
  );
  const ended = over.filter(({ about }) => !isUnknown(about));
  for (const one of ended) memory.delete(PREFIX + keyOf(one));
  return [...bad, ...ended];
}

/** Whether a rule's subject was bad in the turn before. */
export function stood(rule: RuleId, subject: string, memory: Memory): boolean {
  return memory.get(PREFIX + keyOf({ rule, subject })) !== undefined;
}

function subjectsOf(rule: RuleId, memory: Memory): readonly string[] {
  const begin = `${PREFIX}${rule} `;
  return [...memory.keys()].filter((key) => key.startsWith(begin)).map((key) => key.slice(begin.length));
}

const PREFIX = 'stands ';
