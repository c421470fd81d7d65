import type { PollFailure, Polled, Polling } from '../../server/domain/polling.ts';
import type { ShowCommand } from './command.ts';
import { showCommands } from './commands/all.ts';
import { LIMITS, type Answer, type Conversation, type Limits, type Open, type Secrets } from './conversation.ts';
import { faultTold, misreadTold } from './failure.ts';
import { PollFault } from './fault.ts';
import { gather, type Told } from './gather.ts';
import { openHttps } from './https.ts';
import type { DeviceMemory } from './memory.ts';
import { BUSY } from '../pace.ts';
import { due, plan, type Phase, type PlanRow } from './plan.ts';
import { readShow } from './read.ts';
import { sendable } from './sendable.ts';
import { openSsh } from './ssh.ts';

/** What a poll goes by. */
export interface PollOptions {
  readonly polling: Polling;
  readonly secrets: Secrets;
  /** Names of its pools, as its configuration told them. */
  readonly pools?: readonly string[] | undefined;
  readonly memory: DeviceMemory;
  readonly now: () => number;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
  readonly limits?: Limits | undefined;
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
  readonly rows?: readonly PlanRow[] | undefined;
  readonly commands?: readonly ShowCommand[] | undefined;
}

/** What came of a poll. */
export interface PollOutcome {
  readonly polled: Polled;
  /** What was read that is neither a listing nor a fact of the device. */
  readonly others: readonly Told[];
  /** The device refused the password. */
  readonly loginFailed: boolean;
}

const transports: Readonly<Record<Polling['transport'], Open>> = { ssh: openSsh, https: openHttps };

/** Asks a device once for all that is due. It never rejects, and no socket is left of it when it resolves. */
export async function poll(options: PollOptions): Promise<PollOutcome> {
  const { polling, secrets, now, limits = LIMITS, signal } = options;
  const startedAt = now();
  const told: Told[] = [];
  const failures: PollFailure[] = [];
  let conversation: Conversation | undefined;
  let fault: PollFault | undefined;
  let finishedAt = startedAt;
  try {
    conversation = await transports[polling.transport](polling, secrets, { limits, now, signal });
    await askAll(conversation, options, told, failures);
  } catch (error) {
    if (!(error instanceof PollFault)) throw error;
    fault = error;
    failures.push(faultTold(error, secrets));
  } finally {
    finishedAt = now();
    await conversation?.close();
  }
  const { rosters, facts, others } = gather(fault?.spoils === true ? [] : told);
  const prompt = conversation?.prompt();
  const seen = { ...(prompt && { hostname: prompt.hostname, ...(prompt.role && { role: prompt.role }) }), ...facts };
  // Of a pair that changed places meanwhile nobody can say which unit listed what.
  const sure = conversation?.changed() !== true;
  const polled: Polled = {
    ...{
      device: polling.device,
      startedAt,
      finishedAt,
      facts: seen,
      failures,
      read: told.map(({ command }) => command),
    },
    rosters: sure ? rosters : rosters.map((roster) => ({ ...roster, complete: false })),
  };
  return { polled, others, loginFailed: fault?.countsAsLogin === true };
}

const phases: readonly Phase[] = ['device', 'totals', 'listing', 'rest'];

async function askAll(to: Conversation, options: PollOptions, told: Told[], failures: PollFailure[]): Promise<void> {
  const { memory, monotonic, polling, rows = plan } = options;
  for (const phase of phases) {
    // Planned phase by phase: the first tells the release and how busy the device is.
    const { facts } = gather(told);
    memory.runs(facts.version);
    const now = monotonic();
    const chosen = due(rows, {
      ...{ release: memory.release, interval: polling.everySeconds * memory.stretch, stretch: memory.stretch },
      age: (command) => memory.age(command, now),
      isOff: (command) => memory.isOff(command, now),
      isBusy: (facts.cpu?.[1] ?? 0) > BUSY,
    }).filter((row) => row.phase === phase);
    for (const row of chosen) {
      // Listings stand between two counts: over HTTPS each between its own, for sessions come and go meanwhile.
      const again = phase === 'listing' && (polling.transport === 'https' || row === chosen.at(-1));
      for (const words of row.each === 'pool' ? (options.pools ?? []).map((pool) => ({ pool })) : [{}]) {
        await ask(to, row, words, options, told, failures);
      }
      const totals = again ? rows.find((one) => one.phase === 'totals') : undefined;
      if (totals !== undefined && !memory.isOff(totals.command, now))
        await ask(to, totals, {}, options, told, failures);
    }
  }
}

async function ask(
  to: Conversation,
  row: PlanRow,
  words: Readonly<Record<string, string>>,
  { memory, monotonic, secrets, commands = showCommands }: PollOptions,
  told: Told[],
  failures: PollFailure[],
): Promise<void> {
  const command = sendable(row.command, words, commands);
  if (command === undefined || memory.isOff(command, monotonic())) return;
  let answer: Answer;
  try {
    answer = await to.ask(command);
  } catch (fault) {
    // Else it would end every poll at the same place.
    if (row.heavy === true && fault instanceof PollFault && fault.why === 'deadline')
      memory.tooSlow(row.command, monotonic());
    throw fault;
  }
  memory.asked(row.command, monotonic());
  const reading = readShow(command, answer.text, commands);
  if (reading?.outcome === 'read') {
    const { facts, printed } = reading;
    told.push({ command, answer, facts, printed });
  } else if (reading !== undefined) {
    if (reading.outcome === 'refused') memory.refused(command, monotonic());
    failures.push(misreadTold(command, reading, answer.text, secrets));
  }
}
