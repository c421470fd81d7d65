import { remember, withKept, type Seen } from './words/trend.ts';

const pasts = new Map<string, readonly Seen[]>();

/** What this page has seen of a value in the last 15 minutes, whichever screens were shown meanwhile, and before that what the server has `kept` of it. */
export function pastOf(
  key: string,
  value: number | undefined,
  at: number | null,
  kept: readonly Seen[] = [],
): readonly Seen[] {
  if (value === undefined || at === null) return [];
  const past = remember(withKept(pasts.get(key) ?? [], kept), { at, value });
  pasts.set(key, past);
  return past;
}
