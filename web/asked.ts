import { useLocation } from 'preact-iso/router';
import { useMemo } from 'preact/hooks';
import type { Summary } from '../server/domain/feed.ts';
import { useAnswer } from './answer.ts';
import { useBeat } from './beat.ts';
import { searchOf } from './pages.ts';
import { withQuery } from './place.ts';
import { spanOf, type Range, type Span } from './range.ts';
import { isBound, me } from './me.ts';
import { useCell, useNow, useRows, useSummary } from './watch.ts';

/** The range that the address asks for. */
export interface AskedRange {
  readonly range: Range;
  /** Now: it moves with the clock where its end is open. */
  readonly span: Span;
  /** As of when it was chosen, so that a list is not asked for anew each second; rows that have slid out since are left out by `span`. */
  readonly asked: Span;
  /** Puts another range into the address; Back leads to this one. */
  readonly choose: (range: Range) => void;
}

/** The range that the address asks for, and how to change it. */
export function useRange(): AskedRange {
  const { path, query, route } = useLocation();
  const now = useNow();
  const { from = '', to = '' } = query;
  const range = useMemo(() => ({ from, to }), [from, to]);
  const asked = useMemo(() => spanOf(range, now), [range]);
  return {
    range,
    span: spanOf(range, now),
    asked,
    choose: (next) => route(withQuery(path, query, { from: next.from, to: next.to })),
  };
}

/** Which head-ends the address asks for. */
export interface AskedPlace {
  readonly site: string;
  readonly tag: string;
  /** The names of these head-ends; `undefined` where all are asked for, or while nobody has told which there are. */
  readonly names: ReadonlySet<string> | undefined;
}

/** The site and the tag that the address asks for. */
export function usePlace(): AskedPlace {
  const { site = '', tag = '' } = useLocation().query;
  const devices = useRows('devices');
  const names = useMemo(() => {
    if ((site === '' && tag === '') || devices === undefined) return undefined;
    const there = devices.filter(
      ({ place }) => (site === '' || place?.site === site) && (tag === '' || place?.tags.includes(tag) === true),
    );
    return new Set(there.map(({ name }) => name));
  }, [site, tag, devices]);
  return { site, tag, names };
}

/** All head-ends of which we are told. */
export const EVERYWHERE: AskedPlace = { site: '', tag: '', names: undefined };

/** The summary of these head-ends: live where it is of all, else asked for anew every 10 s; what was told before that failed only where it `keeps`. */
export function useSummaryOf({ site, tag }: AskedPlace, keeps = true): Summary | undefined {
  const whole = useSummary();
  const isPart = isBound(useCell(me)) || site !== '' || tag !== '';
  const search = searchOf({ site, tag });
  const part = useAnswer<Summary>(isPart ? `/api/summary?${search}` : undefined, useBeat());
  if (!isPart) return whole;
  return keeps || part.state !== 'failed' ? part.value : undefined;
}

/** The parameters of the API for a list of what began, or came, within the span. */
export function timeSearch({ from, to }: Span): { readonly from: string; readonly to: string } {
  return { from: written(from), to: written(to) };
}

/** The same for a list of what was there at any moment of the span. */
export function thereSearch({ from, to }: Span): { readonly thereFrom: string; readonly to: string } {
  return { thereFrom: written(from), to: written(to) };
}

function written(at: number | undefined): string {
  return at === undefined ? '' : String(Math.floor(at));
}
