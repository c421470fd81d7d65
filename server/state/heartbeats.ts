import {
  learnGap,
  listedAfter,
  sentTo,
  usualGap,
  type Heartbeat,
  type Listed,
  type Loss,
  type PollBeat,
  type UsualGap,
} from '../domain/heartbeat.ts';
import type { Polled } from '../domain/polling.ts';
import { standsBy } from '../domain/unit.ts';
import { without } from '../domain/without.ts';

/** What a poll told of the messages that were sent before it. */
interface Told {
  readonly startedAt: number;
  /** Messages sent by its own count, and received by ours. */
  readonly sent?: number;
  readonly received: number;
}

interface Rhythm {
  readonly usual: UsualGap | undefined;
  /** Since this process started. */
  readonly lastMessageAt?: number;
  readonly received: number;
  readonly lastLoginAt?: number;
  /** How many polls in a row wrote a line of their login. */
  readonly logins: number;
  readonly poll?: Told;
  /** Between the last two polls, milliseconds. */
  readonly every?: number;
  /** A poll that began then shows that nothing was sent since the one before. */
  readonly quietAt?: number;
  /** The first poll that told how many were sent, as long as they were counted on. */
  readonly first?: Told;
  readonly loss?: Loss;
  readonly listed?: Listed;
}

/** So many polls in a row have to be heard of before their silence means anything. */
const ENOUGH = 2;
/** How far our clock at a login and that of its message's arrival may differ, in milliseconds. */
const SLACK = 1_000;
/** After so many intervals without one, polls are over. */
const OVER = 10;

/** How often each device gives a sign, as messages and polls have shown. All but what was counted since the start is kept in the database. */
export class Heartbeats {
  readonly #rhythms = new Map<number, Rhythm>();

  restore(device: number, usual: UsualGap | undefined): void {
    this.#rhythms.set(device, { ...this.#of(device), usual });
  }

  /** Takes what polls had taught before a start. What has come since is counted from nothing. */
  restorePolls(device: number, { startedAt, sent, logins = 0, ...kept }: PollBeat): void {
    const poll = startedAt === undefined ? undefined : { startedAt, received: 0, ...(sent !== undefined && { sent }) };
    this.#rhythms.set(device, { ...this.#of(device), ...kept, logins, ...(poll !== undefined && { poll }) });
  }

  /** What is to be kept of the polls of a device. */
  pollBeat(device: number): PollBeat {
    const { logins, poll, every, quietAt, listed } = this.#of(device);
    return {
      logins,
      ...(poll !== undefined && { startedAt: poll.startedAt }),
      ...(poll?.sent !== undefined && { sent: poll.sent }),
      ...(every !== undefined && { every }),
      ...(quietAt !== undefined && { quietAt }),
      ...(listed !== undefined && { listed }),
    };
  }

  /** Messages of a device came in a batch. Returns what silence is usual for it now. */
  hear(device: number, messages: number, at: number): UsualGap | undefined {
    const before = this.#of(device);
    const { lastMessageAt } = before;
    // The time that we were not there ourselves teaches nothing.
    const usual = lastMessageAt === undefined ? before.usual : learnGap(before.usual, at - lastMessageAt, at);
    const received = before.received + messages;
    this.#rhythms.set(device, { ...before, usual, received, lastMessageAt: Math.max(lastMessageAt ?? 0, at) });
    return usual;
  }

  /** Somebody was let in to manage the device. */
  login(device: number, at: number): void {
    this.#rhythms.set(device, { ...this.#of(device), lastLoginAt: at });
  }

  /** A poll has told what the device knows. */
  polled(polled: Polled): void {
    const { device, by, startedAt, facts, read = [] } = polled;
    if (listsSessions(polled)) {
      const rhythm = this.#of(device);
      this.#rhythms.set(device, { ...rhythm, listed: listedAfter(rhythm.listed, startedAt) });
    }
    if (by === 'snmp' || read.length === 0) return;
    const before = this.#of(device);
    const { poll, first, received } = before;
    const sent = sentTo(facts);
    const told: Told = { startedAt, received, ...(sent !== undefined && { sent }) };
    const counted = sent !== undefined && first?.sent !== undefined && sent >= (poll?.sent ?? first.sent);
    this.#rhythms.set(device, {
      ...(counted ? before : without(before, ['first', 'loss'])),
      logins: loginsAfter(before),
      poll: told,
      ...(poll !== undefined && { every: startedAt - poll.startedAt }),
      ...(sent !== undefined && sent === poll?.sent && { quietAt: startedAt }),
      ...(counted ? { loss: lossOf(first, told, sent - (first.sent ?? 0)) } : sent !== undefined && { first: told }),
    });
  }

  /** How the silence of the device is judged, which was last heard then. */
  heartbeat(device: number, lastMessageAt: number | null): Heartbeat {
    const { usual, logins, poll, every, quietAt = 0, loss, listed } = this.#of(device);
    const at = lastMessageAt === null && quietAt === 0 ? null : Math.max(lastMessageAt ?? 0, quietAt);
    const shared = { at, ...(loss !== undefined && { loss }), ...(listed !== undefined && { polled: listed }) };
    const goOn = poll !== undefined && every !== undefined && (at ?? 0) - poll.startedAt < OVER * every;
    if (goOn && logins >= ENOUGH) return { by: 'poll', interval: every, ...shared };
    if (goOn && poll.sent !== undefined) return { by: 'sent', interval: every, ...shared };
    return { by: 'learned', interval: usualGap(usual, at ?? 0) / 3, ...shared };
  }

  #of(device: number): Rhythm {
    return this.#rhythms.get(device) ?? NONE;
  }
}

const NONE: Rhythm = { usual: undefined, received: 0, logins: 0 };

/** Whether it lists all sessions of some kind. */
function listsSessions(polled: Polled): boolean {
  return !standsBy(polled) && polled.rosters.some((one) => one.kind === 'sessions.listed' && one.complete);
}

/**
 * Of how many polls in a row the login was heard, when the next one ends: by then its line has come. A login that wrote none while other
 * lines came is not logged: then its silence means nothing.
 */
function loginsAfter({ logins, poll, lastLoginAt = 0, lastMessageAt = 0 }: Rhythm): number {
  if (poll === undefined) return 0;
  if (lastLoginAt >= poll.startedAt - SLACK) return logins + 1;
  return lastMessageAt >= poll.startedAt ? 0 : logins;
}

function lossOf(first: Told, { startedAt: at, received }: Told, sent: number): Loss {
  return { sent, received: received - first.received, since: first.startedAt, at };
}
