import { remember, type Seen } from './words/trend.ts';

const pasts = new Map<string, readonly Seen[]>();

/** What this page has seen of a value in the last 15 minutes, whichever screens were shown meanwhile; the server keeps no such past. */
export function pastOf(key: string, value: number | undefined, at: number | null): readonly Seen[] {
  if (value === undefined || at === null) return [];
  const past = remember(pasts.get(key) ?? [], { at, value });
  pasts.set(key, past);
  return past;
}
