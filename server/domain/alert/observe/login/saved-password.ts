import type { Observation } from '../../alert.ts';
import { patternsIn } from '../../../patterns.ts';
import { happened } from './told.ts';
import { utc } from '../words.ts';
import type { Try, Who } from './tries.ts';
import type { Drawer } from './drawer.ts';

/** So many pairs of user and source are remembered, and so many of the latest failures of each. */
export const MOST_PAIRS = 10_000;
const MOST_TIMES = 12;

/** When a user's name failed from a source, in order. */
export type Times = readonly number[];

/** `xauth.saved_password`: the same user from the same source at a fixed period. */
export function savedPassword(pairs: Drawer<Times>, one: Try, who: Who): readonly Observation[] {
  const { at, source } = one;
  const id = `${source} ${who.name}`;
  const times = [...(pairs.get(id) ?? []), at].slice(-MOST_TIMES);
  pairs.set(id, times);
  const [pattern] = patternsIn({ pairs: [{ user: who.shown, source, times }] });
  // One that was, and is no more, is not told again.
  if (pattern?.is !== 'saved password' || pattern.last !== at) return [];
  const text = `${who.shown} fails from ${source} every ${period(pattern.every)} since ${utc(pattern.first)} or before`;
  return [happened('xauth.saved_password', id, one, { text, about: { source, user: who.shown } })];
}

function period(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
