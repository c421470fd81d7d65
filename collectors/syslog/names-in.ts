import { bareName } from '../../server/domain/name.ts';
import { addressWord, userWord } from '../../server/domain/packed.ts';
import type { Parsed } from './parse.ts';

/** How many names are remembered with their words. */
const MOST = 20_000;

/** Facts that are addresses of clients, by which their messages are looked up. */
const ADDRESSES = ['publicIp', 'assignedIp', 'assignedIpv6', 'fromIp'] as const;

const words = new Map<string, string>();

/** The words of whom and what addresses a message names; `undefined` where nobody has read that. */
export function namesIn({ claim, named }: Parsed): readonly string[] | undefined {
  const facts: Facts | undefined = (claim as Facts | undefined) ?? named; // a claim has them or not, by its kind
  if (facts === undefined) return undefined;
  const found: string[] = [];
  if (facts.user !== undefined) found.push(wordOf(facts.user));
  for (const fact of ADDRESSES) {
    const address = facts[fact];
    if (address === undefined) continue;
    const word = addressWord(address);
    if (!found.includes(word)) found.push(word);
  }
  return found;
}

type Facts = Readonly<Partial<Record<'user' | (typeof ADDRESSES)[number], string>>>;

function wordOf(user: string): string {
  const known = words.get(user);
  if (known !== undefined) return known;
  if (words.size >= MOST) words.clear();
  const word = userWord(bareName(user));
  words.set(user, word);
  return word;
}
