import { setTimeout as pause } from 'node:timers/promises';

import type {
  Channel,
  ChannelSecrets,
  Circumstances,
  Delivery,
  Notification,
  Tried,
} from '../domain/alert/notification.ts';
import { failed, TRY, type Send } from './deliver.ts';

/** All that one try takes, as the store gives it. */
export interface Due {
  readonly delivery: Delivery;
  readonly notification: Notification;
  readonly channel: Channel;
}

/** What the outbox takes. */
export interface OutboxParts {
  readonly store: {
    /** The channels on which something is to be tried by a moment, and what is tried next on one of them; in a group nothing overtakes. */
    readonly dueChannels: (at: number) => Promise<readonly number[]>;
    readonly nextDue: (channel: number, at: number) => Promise<Due | undefined>;
    readonly putOutcome: (delivery: number, outcome: Outcome) => Promise<void>;
    /** Gives up what has been due since that moment or longer, whatever its channel does. */
    readonly giveUp: (since: number) => Promise<void>;
  };
  /** Opened for one try, and let go with it. */
  readonly secrets: (channel: number) => Promise<ChannelSecrets>;
  /** Looked up anew for each try; without, where that takes too long. */
  readonly circumstances: (notification: Notification) => Promise<Circumstances>;
  readonly send: Send;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** The store fails, or we do: it is told, and tried again. */
  readonly onFault: (fault: unknown) => void;
}

/** What a try came to, as it is written: sent, or due again at a moment. */
export type Outcome = Tried & { readonly at: number; readonly next?: number };

/** How long a delivery is tried, and the shortest and the longest pause between two tries, in milliseconds. */
const GIVE_UP = 72 * 60 * 60_000;
const SHORTEST = 1_000;
const LONGEST = 5 * 60_000;
/** How often it is looked whether something is due, without being told, and how soon the store is asked again that failed. */
const LOOK = 1_000;
/** How long it may take to look up what is sent along, in milliseconds: the message is worth more. */
const LOOKING = 2_000;
const UNKNOWN: Circumstances = { lines: {}, headEnds: {} };
/** How often what is too old is given up. */
const SWEEP = 60_000;

/** Deliveries on their way. */
export interface Outbox {
  /** Something was put into it. */
  readonly nudge: () => void;
  /** Lets the tries that run come to their end, at most as long as a try may take. */
  readonly stop: () => Promise<void>;
}

/** How one endpoint does: it fails until one try succeeds, and is left alone meanwhile for longer and longer. */
interface Lane {
  failures: number;
  until: number;
}

/**
 * Sends what is due, on each channel one after another, and the channels beside each other. What a try came to is written before the next one on its
 * channel: a kill in between sends that one again, with the same key.
 */
export function startOutbox(parts: OutboxParts): Outbox {
  const { store, now, onFault } = parts;
  const lanes = new Map<number, Lane>();
  const busy = new Map<number, Promise<void>>();
  let stopped = false;
  let looking: Promise<void> | undefined;
  let again = false;
  let sweepAt = 0;
  let over: () => void = () => undefined;
  const ended = new Promise<void>((done) => (over = done));

  const look = async (): Promise<void> => {
    if (now() >= sweepAt) {
      await store.giveUp(now() - GIVE_UP);
      sweepAt = now() + SWEEP;
    }
    for (const channel of await store.dueChannels(now())) {
      if (stopped || busy.has(channel) || (lanes.get(channel)?.until ?? 0) > now()) continue;
      const done = work(channel)
        .catch(onFault)
        .finally(() => busy.delete(channel));
      busy.set(channel, done);
    }
  };
  const nudge = (): void => {
    if (stopped) return;
    again = true;
    looking ??= (async () => {
      while (again) {
        again = false;
        await look().catch(onFault);
      }
      looking = undefined;
    })();
  };

  /** Sends on one channel until nothing is due there, or it fails. */
  async function work(channel: number): Promise<void> {
    const lane = lanes.get(channel) ?? { failures: 0, until: 0 };
    lanes.set(channel, lane);
    while (!isStopped()) {
      const due = await store.nextDue(channel, now());
      if (due === undefined) return;
      const tried = await tryOnce(due, parts);
      lane.failures = tried.sent ? 0 : lane.failures + 1;
      lane.until = tried.sent ? 0 : now() + pauseAfter(lane.failures, parts.random);
      await written(due.delivery, outcomeOf(due.delivery, tried, parts));
      if (!tried.sent) return;
    }
  }

  /** Keeps at it: what is sent and not written would be sent again. */
  async function written({ id }: Delivery, outcome: Outcome): Promise<void> {
    for (;;) {
      try {
        await store.putOutcome(id, outcome);
        return;
      } catch (fault) {
        onFault(fault);
        if (isStopped()) return;
        await Promise.race([pause(LOOK, undefined, { ref: false }), ended]);
      }
    }
  }

  // The compiler believes that nobody changes it meanwhile.
  const isStopped = (): boolean => stopped;
  const timer = setInterval(nudge, LOOK);
  nudge();
  return {
    nudge,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      over();
      await looking;
      await Promise.all(busy.values());
    },
  };
}

/** One try, over at the latest when its time is: a sender that does not let go holds nobody up. */
export async function tryOnce(
  { delivery: { key }, notification, channel }: Omit<Due, 'delivery'> & { readonly delivery: Pick<Delivery, 'key'> },
  { secrets, circumstances, send, onFault }: Pick<OutboxParts, 'secrets' | 'circumstances' | 'send' | 'onFault'>,
): Promise<Tried> {
  const signal = AbortSignal.timeout(TRY);
  const late = new Promise<Tried>((done) => {
    signal.addEventListener('abort', () => setImmediate(() => done(failed(`not done within ${TRY / 1000} s`))), {
      once: true,
    });
  });
  const trying = async (): Promise<Tried> => {
    const looked = circumstances(notification).catch((fault: unknown) => {
      onFault(fault);
      return UNKNOWN;
    });
    const known = await Promise.race([looked, pause(LOOKING, UNKNOWN, { ref: false })]);
    return send({ notification, channel, key, secrets: await secrets(channel.id), circumstances: known }, signal);
  };
  try {
    return await Promise.race([trying(), late]);
  } catch (fault) {
    onFault(fault);
    return failed('a fault of ours: see the log');
  }
}

function outcomeOf({ tries }: Delivery, tried: Tried, { now, random }: Pick<OutboxParts, 'now' | 'random'>): Outcome {
  const at = now();
  return tried.sent ? { ...tried, at } : { ...tried, at, next: at + pauseAfter(tries + 1, random) };
}

/** The pause after so many failures: doubled each time, and spread so that what failed together is not tried together. */
function pauseAfter(failures: number, random: () => number): number {
  const most = Math.min(LONGEST, SHORTEST * 2 ** Math.min(20, failures - 1));
  return Math.round(most * (0.5 + random() / 2));
}
