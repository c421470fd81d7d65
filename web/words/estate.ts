import type { AaaRow } from '../../server/domain/aaa.ts';
import type { DeviceRow, Summary } from '../../server/domain/feed.ts';
import type { LoadRow } from '../../server/domain/load.ts';
import { silent } from './freshness.ts';
import { sessionLimit } from './limits.ts';
import { cpuCell, lastPoll, memoryCell, type LoadCell } from './load.ts';
import { plain } from './plain.ts';
import { CRITICAL_AT, percent, WARNING_AT } from './pools.ts';
import { age } from './time.ts';
import type { Statement } from './verdict.ts';
import { aaaDown } from './wall-conditions.ts';
import type { WallTold } from './wall-facts.ts';

/** What polls and AAA servers tell of some head-ends. */
export interface EstateFacts {
  readonly summary: Summary;
  readonly devices: readonly DeviceRow[];
  readonly load: readonly LoadRow[];
  readonly aaa: readonly AaaRow[];
  /** Absent until it has come. */
  readonly told: WallTold | undefined;
}

/** What is wrong with them: AAA servers without an answer, a limit that is near, a processor or memory that is full, polls without answer. */
export function estateStatements(facts: EstateFacts, now: number): readonly Statement[] {
  const { load } = facts;
  const servers = aaaDown(facts, now).map(({ state, said }): Statement => ({ state, text: `${said[0] ?? ''}.` }));
  return [...servers, ...near(facts), ...load.flatMap((row) => [...busy(row, now), ...unanswered(row, now)])];
}

function near({ summary, load }: EstateFacts): readonly Statement[] {
  const { most } = sessionLimit(load);
  if (most === undefined || most === 0) return [];
  const use = summary.sessions.total / most;
  if (use < WARNING_AT) return [];
  return [{ state: use >= CRITICAL_AT ? 'crit' : 'warn', text: `Sessions are at ${percent(use)} of what the head-ends take.` }]; // prettier-ignore
}

function busy(row: LoadRow, now: number): readonly Statement[] {
  const said = (what: string, { state, value }: LoadCell): readonly Statement[] =>
    state === 'crit' || state === 'warn' ? [{ state, text: `${what} of ${plain(row.device)} is at ${value}.` }] : [];
  return [...said('The CPU', cpuCell(row, now)), ...said('The memory', memoryCell(row, now))];
}

function unanswered(row: LoadRow, now: number): readonly Statement[] {
  const poll = lastPoll(row, now);
  if (poll === undefined || !silent(poll, now)) return [];
  const since = poll.at === null ? 'has never answered a poll' : `has answered no poll for ${age(now - poll.at)}`;
  return [{ state: 'unknown', text: `${plain(row.device)} ${since}.` }];
}
