import type { Alert } from '../../../../server/domain/alert/alert.ts';
import { mistyped, refusedAll, savedPassword, sharedAddress, sprayed, type LabelledDay } from './days.ts';
import { guesses, succeeded } from './guesses.ts';
import { Watch } from './watch.ts';

/** What days of one kind came to. */
export interface Outcome {
  readonly days: number;
  /** Alerts that disturb somebody, those that should not have, and days that should have had one and had none in time. */
  readonly pages: number;
  readonly needless: number;
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
      Object.entries(guesses).map(([name, guess]) => [
        `guess succeeds: ${name}`,
        (seed: number) => succeeded(seed, guess),
      ]),
    ),
  };
}

/** Watches days of a kind. */
export function outcomeOf(day: (seed: number) => LabelledDay, seeds: readonly number[]): Outcome {
  let [pages, needless, missed, unnoted, longest] = [0, 0, 0, 0, 0];
  const wrong: string[] = [];
  for (const seed of seeds) {
    const { steps, must, noted, from, by = Infinity } = day(seed);
    const watch = new Watch().run(steps);
    const all = watch.pages();
    pages += all.length;
    longest = Math.max(longest, watch.longest.milliseconds);
    const isMeant = ({ rule, about }: Alert): boolean =>
      must.includes(rule) && (from === undefined || about.source === from);
    const isTold = all.some((one) => isMeant(one) && one.raisedAt <= by);
    if (must.length > 0 && !isTold) {
      missed += 1;
      wrong.push(`${seed}: missed`);
    }
    if (noted !== undefined && watch.of(noted).length === 0) unnoted += 1;
    for (const one of all) {
      if (isMeant(one)) continue;
      needless += 1;
      wrong.push(`${seed}: ${one.rule}: ${one.text}`);
    }
  }
  return { days: seeds.length, pages, needless, missed, unnoted, longest: Math.round(longest * 10) / 10, wrong };
}
