import type { SeriesRow, SeriesSample } from '../../../server/domain/series.ts';

/** The rows of one series, step by step: every sample of a step is looked at. */
export function slowly(samples: readonly SeriesSample[], step: number): readonly SeriesRow[] {
  const steps = new Map<number, SeriesSample[]>();
  for (const one of samples) {
    const begin = one.at - (one.at % step);
    const inIt = steps.get(begin);
    if (inIt === undefined) steps.set(begin, [one]);
    else inIt.push(one);
  }
  const inOrder = [...steps].sort(([a], [b]) => a - b);
  return inOrder.map(([begin, inIt]) => {
    const values = inIt.map(({ value }) => value);
    const row = { at: begin, n: inIt.length, total: values.reduce((sum, one) => sum + one, 0) };
    const blank = { span: null, low: null, high: null, last: null, lastAfter: null };
    if (inIt.some(({ span }) => span !== undefined))
      return { ...row, ...blank, span: inIt.reduce((sum, { span = 0 }) => sum + span, 0) };
    const latest = Math.max(...inIt.map(({ at }) => at));
    const last = inIt.filter(({ at }) => at === latest).at(-1)?.value ?? null;
    return { ...row, ...blank, low: Math.min(...values), high: Math.max(...values), last, lastAfter: latest - begin };
  });
}
