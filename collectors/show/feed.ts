import type { PollFailure, Polled } from '../../server/domain/polling.ts';
import type { Roster } from '../../server/domain/roster.ts';
import type { ShowCommand } from './command.ts';
import { showCommands } from './commands/all.ts';
import { misreadTold } from './failure.ts';
import { gather, isRoster, type Told } from './gather.ts';
import { promptOf } from './prompt.ts';
import { readShow } from './read.ts';
import { savedSession } from './saved.ts';

/** When what is fed was printed, epoch milliseconds, and of which command it is the output: where it has no prompts, somebody has to say so. */
export interface Feeding {
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly command?: string | undefined;
}

/** What became of one command of it. */
export interface FedCommand {
  readonly command: string;
  /** The line at which it was typed, from 1; 0 where nobody typed it. */
  readonly line: number;
  /** `unlisted`: it is never sent, and its output is not read. */
  readonly outcome: 'read' | 'refused' | 'misfit' | 'unlisted';
  /** Of one that gave nothing: why. */
  readonly detail?: string;
  /** Of a listing: what it is, and whether the transcript shows that all of it is there. */
  readonly roster?: Roster;
}

/** A transcript, read as a poll's answers are. */
export interface Fed {
  readonly polled: Omit<Polled, 'device'>;
  /** What was read that is neither a listing nor a fact of the device. */
  readonly others: readonly Told[];
  readonly commands: readonly FedCommand[];
}

/**
 * Reads a saved transcript of show commands. A listing in it is complete when the prompt came behind it, or when the device's own totals
 * before and behind it say so. Nothing else shows that: a file may end anywhere.
 */
export function feed(text: string, feeding: Feeding, list: readonly ShowCommand[] = showCommands): Fed {
  const { startedAt, finishedAt, command: named } = feeding;
  const { prompt = '', commands: saved } =
    named === undefined
      ? savedSession(text, list)
      : { commands: [{ command: named, listed: true, line: 0, text, whole: false }] };
  const told: Told[] = [];
  const failures: PollFailure[] = [];
  const read = saved.map(({ command, line, listed, text: printed, whole }): ReadCommand => {
    const reading = listed ? readShow(command, printed, list) : undefined;
    if (reading === undefined) return { command, line, outcome: 'unlisted' };
    if (reading.outcome === 'read') {
      const answer = { text: printed, startedAt, finishedAt, end: whole ? 'prompt' : 'unknown' } as const;
      const one = { command, answer, facts: reading.facts, printed: reading.printed };
      told.push(one);
      return { command, line, outcome: 'read', told: one };
    }
    const failure = misreadTold(command, reading, printed, undefined);
    failures.push(failure);
    return { command, line, outcome: reading.outcome, detail: failure.detail };
  });
  const { rosters, facts, others } = gather(told);
  const unit = promptOf(prompt);
  const seen = { ...(unit && { hostname: unit.hostname, ...(unit.role && { role: unit.role }) }), ...facts };
  const commands = told.map(({ command }) => command);
  return {
    polled: { startedAt, finishedAt, rosters, facts: seen, failures, read: commands },
    others,
    commands: read.map(({ told: one, ...rest }) => ({ ...rest, ...rosterOf(one, told, rosters) })),
  };
}

type ReadCommand = Omit<FedCommand, 'roster'> & { readonly told?: Told };

/** Rosters stand in the order of what they were made of. */
function rosterOf(
  one: Told | undefined,
  told: readonly Told[],
  rosters: readonly Roster[],
): Pick<FedCommand, 'roster'> {
  const listed = told.filter(({ facts }) => isRoster(facts));
  const roster = one === undefined ? undefined : rosters[listed.indexOf(one)];
  return roster === undefined ? {} : { roster };
}
