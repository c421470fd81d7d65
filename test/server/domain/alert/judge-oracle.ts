import { severities, type Observation, type Severity } from '../../../../server/domain/alert/alert.ts';
import type { Setting } from '../../../../server/domain/alert/rule.ts';

/** What came of one turn: its moment, in milliseconds, and all looks of it in order. */
export interface Turn {
  readonly at: number;
  readonly seen: readonly Observation[];
}

/** One alert as it must have been, told without ids. */
export interface Told {
  readonly key: string;
  readonly raisedAt: number;
  readonly clearedAt: number | undefined;
  /** The severity after each turn that changed it. */
  readonly severities: readonly (readonly [at: number, severity: Severity])[];
  readonly peak: number;
  readonly count: number;
  readonly evidence: readonly number[];
}

/** One subject's history: what it was told to be in each turn; `value` is what a level is known to be then, told or not. */
interface Moment {
  readonly at: number;
  readonly told: boolean;
  readonly value: number | undefined;
  readonly events: number;
  readonly evidence: readonly number[];
}

/** All alerts of a history, found by searching the whole of it for each turn anew: slow, and without anything remembered. */
export function alertsOf(
  turns: readonly Turn[],
  kindOf: (key: string) => { readonly setting: Setting; readonly is: 'level' | 'incident' },
): readonly Told[] {
  const keys = new Set(turns.flatMap(({ seen }) => seen.map(({ rule, subject }) => `${rule} ${subject}`)));
  return [...keys].flatMap((key) => {
    const { setting, is } = kindOf(key);
    const moments = turns.map((turn) => momentOf(turn, key));
    return is === 'level' ? levelAlerts(key, known(moments), setting) : incidentAlerts(key, moments, setting);
  });
}

function momentOf({ at, seen }: Turn, key: string): Moment {
  const looks = seen.filter(({ rule, subject }) => `${rule} ${subject}` === key);
  const events = looks.reduce((sum, one) => sum + one.events, 0);
  const evidence = looks.flatMap((one) => one.evidence);
  return { at, told: looks.length > 0, value: looks.at(-1)?.value, events, evidence };
}

/** Of a level what was told last goes on. */
function known(moments: readonly Moment[]): readonly Moment[] {
  return moments.map((moment, index) => {
    const last = moments.slice(0, index + 1).findLast(({ told }) => told);
    return { ...moment, value: last?.value };
  });
}

function levelAlerts(key: string, moments: readonly Moment[], setting: Setting): readonly Told[] {
  const alerts: Told[] = [];
  let from = 0;
  for (;;) {
    const raised = moments.findIndex((_, index) => index >= from && badSince(moments, from, index, setting) !== undefined); // prettier-ignore
    if (raised < 0) return alerts;
    const held = moments.map((_, index) => (index < raised ? undefined : severityAt(moments, raised, index, setting)));
    const isGood = (index: number): boolean => holding(moments, raised, index, setting) === undefined;
    const cleared = moments.findIndex((moment, index) => {
      if (index <= raised || !isGood(index)) return false;
      let first = index;
      while (first - 1 > raised && isGood(first - 1)) first -= 1;
      return moment.at - (moments[first]?.at ?? 0) >= setting.clearAfter * 1000;
    });
    const to = cleared < 0 ? moments.length - 1 : cleared;
    const start = badSince(moments, from, raised, setting) ?? raised;
    alerts.push(toldOf(key, moments, { start, raised, to, cleared }, held));
    if (cleared < 0) return alerts;
    from = cleared + 1;
  }
}

/** The first turn of those without a break up to this one in which it was bad, if that is long enough ago; none before `from` counts. */
function badSince(moments: readonly Moment[], from: number, index: number, setting: Setting): number | undefined {
  const isBad = (one: number): boolean => {
    const { value } = moments[one] ?? {};
    return value !== undefined && Object.values(setting.levels).some(({ raise }) => value >= raise);
  };
  let first = index + 1;
  while (first - 1 >= from && isBad(first - 1)) first -= 1;
  if (first > index) return undefined;
  const [begun, now] = [moments[first]?.at ?? 0, moments[index]?.at ?? 0];
  return now - begun >= setting.raiseAfter * 1000 ? first : undefined;
}

/** Which severity the value holds in that turn of an alert, `undefined` where it is below all that would; by all turns since it was raised. */
function holding(moments: readonly Moment[], raised: number, index: number, setting: Setting): Severity | undefined {
  return severitiesOf(moments.slice(raised, index + 1), setting).held;
}

/** The severity that an alert has in that turn: while its value is too good for any, the last one that it held. */
function severityAt(moments: readonly Moment[], raised: number, index: number, setting: Setting): Severity {
  return severitiesOf(moments.slice(raised, index + 1), setting).last;
}

function severitiesOf(moments: readonly Moment[], setting: Setting): { held: Severity | undefined; last: Severity } {
  let [held, last]: [Severity | undefined, Severity] = [undefined, 'information'];
  for (const [index, { value = 0 }] of moments.entries()) {
    held = severities.findLast((severity, badness) => {
      const level = setting.levels[severity];
      if (level === undefined) return false;
      return value >= level.raise || (index > 0 && badness <= severities.indexOf(last) && value >= level.clear);
    });
    last = held ?? last;
  }
  return { held, last };
}

function incidentAlerts(key: string, moments: readonly Moment[], setting: Setting): readonly Told[] {
  const [severity = 'information'] = Object.keys(setting.levels) as Severity[]; // keys of a record by severity
  const alerts: Told[] = [];
  const happened = moments.flatMap(({ value = 0 }, index) => (value >= 1 ? [index] : []));
  const at = (index: number): number => moments[index]?.at ?? 0;
  let from = 0;
  for (;;) {
    const raised = happened.find((index) => index >= from);
    if (raised === undefined) return alerts;
    const isQuiet = (index: number): boolean => {
      const last = happened.findLast((one) => one < index);
      return index > raised && at(index) - at(last ?? raised) >= setting.clearAfter * 1000;
    };
    const cleared = moments.findIndex(({ value }, index) => isQuiet(index) || (index > raised && value === 0));
    // What is told when it is over by then is no more of it: what happens then is the next one.
    const to = cleared < 0 ? moments.length - 1 : isQuiet(cleared) ? cleared - 1 : cleared;
    alerts.push(
      toldOf(
        key,
        moments,
        { start: raised, raised, to, cleared },
        moments.map(() => severity),
      ),
    );
    if (cleared < 0) return alerts;
    from = to + 1;
  }
}

interface Span {
  readonly start: number;
  readonly raised: number;
  readonly to: number;
  readonly cleared: number;
}

function toldOf(key: string, moments: readonly Moment[], span: Span, held: readonly (Severity | undefined)[]): Told {
  const { start, raised, to, cleared } = span;
  const its = moments.slice(start, to + 1);
  const changes = moments.flatMap(({ at }, index): [number, Severity][] => {
    const severity = held[index];
    const isIn = index >= raised && index <= to && severity !== undefined;
    return isIn && (index === raised || severity !== held[index - 1]) ? [[at, severity]] : [];
  });
  return {
    key,
    raisedAt: moments[raised]?.at ?? 0,
    clearedAt: moments[cleared]?.at,
    severities: changes,
    peak: Math.max(...moments.slice(raised, to + 1).map(({ value = 0 }) => value)),
    count: its.reduce((sum, { events }) => sum + events, 0),
    evidence: [...new Set(its.flatMap(({ evidence }) => evidence))].slice(0, 20),
  };
}
