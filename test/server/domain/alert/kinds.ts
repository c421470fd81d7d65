import { attacks, mistyped, refusedAll, savedPassword, sharedAddress, sprayed, succeeded, type LabelledDay } from './days.ts'; // prettier-ignore
import { Watch } from './watch.ts';

/** What days of one kind came to. */
export interface Outcome {
  readonly days: number;
  /** Alerts that disturb somebody, in all, and how many days should have had one and had none. */
  readonly pages: number;
  readonly missed: number;
  /** Days on which what should be noted was not. */
  readonly unnoted: number;
  /** The longest turn of the observers, milliseconds. */
  readonly longest: number;
  /** What else was raised, or was missed: for whoever looks into it. */
  readonly wrong: readonly string[];
}

/** The kinds of days, each from a seed; `rejections`: of a background. */
export function kinds(rejections: number): Readonly<Record<string, (seed: number) => LabelledDay>> {
  return {
    'mistyped passwords': mistyped,
    'spray of unknown names': (seed) => sprayed(seed, rejections, 0),
    'spray of hidden names': (seed) => sprayed(seed, rejections, 0, 1),
    'spray that knows users': (seed) => sprayed(seed, rejections, 0.2, 0.1),
    'saved old password': savedPassword,
    'shared address': sharedAddress,
    'all are refused': refusedAll,
    ...Object.fromEntries(
      attacks.map((attack) => [`guess succeeds: ${attack}`, (seed: number) => succeeded(seed, attack)]),
    ),
  };
}

/** Watches days of a kind. */
export function outcomeOf(day: (seed: number) => LabelledDay, seeds: readonly number[]): Outcome {
  let [pages, missed, unnoted, longest] = [0, 0, 0, 0];
  const wrong: string[] = [];
  for (const seed of seeds) {
    const { steps, must, noted } = day(seed);
    const watch = new Watch().run(steps);
    const all = watch.pages();
    pages += all.length;
    longest = Math.max(longest, watch.longest.milliseconds);
    if (must.length > 0 && !all.some(({ rule }) => must.includes(rule))) {
      missed += 1;
      wrong.push(`${seed}: missed`);
    }
    if (noted !== undefined && !watch.observed.has(noted as never)) unnoted += 1; // border: ids of rules are words
    for (const { rule, text } of all) if (!must.includes(rule)) wrong.push(`${seed}: ${rule}: ${text}`);
  }
  return { days: seeds.length, pages, missed, unnoted, longest: Math.round(longest * 10) / 10, wrong };
}
