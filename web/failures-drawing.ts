import type { OverTimeTold } from '../server/domain/failures-told.ts';
import type { Drawing, Line } from './drawing.ts';

/** Lines that can be told from each other, beside the one of all others. */
const APART = 4;

/** Tries over time as lines to be stacked, those of most tries first; a step in which nobody collected and none came is no zero. */
export function failuresDrawing(told: OverTimeTold, name: (key: string | null) => string): Drawing {
  const { from, to, step, steps, gaps } = told;
  const totals = new Map<string | null, number>();
  for (const { key, tries } of steps) totals.set(key, (totals.get(key) ?? 0) + tries);
  const ranked = [...totals].sort(([, a], [, b]) => b - a).map(([key]) => key);
  const apart = ranked.length <= APART + 1 ? ranked : ranked.slice(0, APART);
  const others = ranked.slice(apart.length);
  const at: number[] = [];
  for (let time = from; time < to; time += step) at.push(time);
  const blind = (time: number): boolean =>
    gaps.some((gap) => gap.from < time + step && gap.to > time) && !steps.some((one) => one.at === time);
  const counted = (time: number, keys: ReadonlySet<string | null>): number =>
    steps.reduce((sum, one) => (one.at === time && keys.has(one.key) ? sum + one.tries : sum), 0);
  const line = (words: string, keys: readonly (string | null)[]): Line => {
    const of = new Set(keys);
    return { name: words, spots: at.map((time) => ({ at: time, value: blind(time) ? null : counted(time, of) })) };
  };
  const lines = apart.map((key) => line(name(key), [key]));
  const rest = others.length === 0 ? [] : [line(`${others.length} others`, others)];
  const none = ranked.length === 0 ? [line('none', [])] : [];
  return { from, to: at.at(-1) ?? to, lines: [...lines, ...rest, ...none], gaps };
}
