import type { DeviceRow } from '../../server/domain/feed.ts';
import type { AskedSource, FindingCounts, SourceRow } from '../../server/domain/sources.ts';
import { count, many } from './bytes.ts';
import { silent } from './freshness.ts';
import { plain } from './plain.ts';
import { explainFailure } from './polling.ts';
import { age, when } from './time.ts';
import type { State } from './verdict.ts';

/** What is said of a source, and whether it is well. */
export interface SourceWords {
  readonly state: State;
  readonly text: string;
  /** What went wrong, in a sentence. */
  readonly why?: string;
}

/** How one way of asking a device goes. `command`: what sets it up. */
export function askedWords(source: AskedSource | undefined, now: number, what: 'show' | 'snmp'): SourceWords {
  if (source === undefined) return { state: 'maint', text: 'not polled' };
  const { everySeconds, at, failure, failed } = source;
  if (everySeconds === 0) return { state: 'maint', text: 'for traps alone' };
  if (at === null) return { state: 'unknown', text: 'not polled yet' };
  const old = age(Math.max(0, now - at));
  if (failure !== undefined) {
    const why = what === 'show' ? explainFailure(failure, '').said : plain(failure.detail);
    return { state: failure.why === 'key changed' ? 'crit' : 'warn', text: `failed ${old} ago`, why };
  }
  if (silent({ at, interval: everySeconds * 1000 }, now)) return { state: 'unknown', text: `silent for ${old}` };
  if (failed > 0) return { state: 'warn', text: `${old} ago`, why: `${failed} of what was asked gave nothing` };
  return { state: 'ok', text: `${old} ago` };
}

/** When its last trap came. Traps have no rhythm: none is no fault. */
export function trapWords(row: SourceRow | undefined, now: number): string {
  if (row === undefined) return 'not known';
  if (row.trapAt !== null) return `${age(Math.max(0, now - row.trapAt))} ago`;
  return row.snmp === undefined ? 'none in the last hour' : 'none heard';
}

/** What it has sent against what has come, or why nobody knows. */
export function lossWords({ heartbeat: { loss } }: Pick<DeviceRow, 'heartbeat'>, now: number): string {
  if (loss === undefined) return 'loss not known: no poll has told what it sends';
  const lost = Math.max(0, loss.sent - loss.received);
  return `${count(lost)} of ${count(loss.sent)} lost since ${when(loss.since, now)}`;
}

/** How many findings there are, the worst first; `undefined` while nobody has looked. */
export function findingWords(findings: FindingCounts | undefined): SourceWords {
  if (findings === undefined) return { state: 'unknown', text: 'not looked at yet' };
  if (findings === null) return { state: 'unknown', text: 'no configuration' };
  const { critical, warning, note } = findings;
  const parts = [
    ...(critical > 0 ? [`${critical} critical`] : []),
    ...(warning > 0 ? [many(warning, 'warning')] : []),
    ...(note > 0 ? [many(note, 'note')] : []),
  ];
  const [worst = 'none', ...rest] = parts;
  const state = critical > 0 ? 'crit' : warning > 0 ? 'warn' : 'ok';
  return { state, text: worst, ...(rest.length > 0 && { why: rest.join(', ') }) };
}

/** The states of its polls that are not well: what makes a device abnormal beside what it says itself. */
export function pollTroubles(row: SourceRow | undefined, now: number): readonly SourceWords[] {
  if (row === undefined) return [];
  return [askedWords(row.show, now, 'show'), askedWords(row.snmp, now, 'snmp')].filter(
    ({ state, text }) => state === 'crit' || state === 'warn' || (state === 'unknown' && text.startsWith('silent')),
  );
}
