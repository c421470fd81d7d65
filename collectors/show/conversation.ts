import type { Polling } from '../../server/domain/polling.ts';
import type { Prompt } from './prompt.ts';
import type { Sendable } from './sendable.ts';

/** What is needed for one login. Opened for it, and let go with it. */
export interface Secrets {
  readonly password: string;
  /** Without one `enable` is not sent. */
  readonly enable?: string;
}

/** Deadlines, in milliseconds. Each is enforced by destroying the socket. */
export interface Limits {
  /** Name, TCP and key exchange. */
  readonly connect: number;
  /** Password, shell, prompt and `enable`: AAA servers may be slow. */
  readonly login: number;
  readonly command: number;
  /** How long the device may take to end the connection itself. */
  readonly close: number;
  /** From the first byte to the last. */
  readonly poll: number;
}

export const LIMITS: Limits = { connect: 15_000, login: 30_000, command: 60_000, close: 2_000, poll: 240_000 };

/** The output of one command. */
export interface Answer {
  /** Without echo, prompt and pager. */
  readonly text: string;
  /** Epoch milliseconds, our clock. */
  readonly startedAt: number;
  readonly finishedAt: number;
  /** What shows that all of it came: the prompt, the length that HTTP announced, or nothing. */
  readonly end: 'prompt' | 'length' | 'unknown';
}

/** A device that listens: one question at a time. */
export interface Conversation {
  /** Rejects with a `PollFault`; then the conversation is over, and its socket destroyed. */
  readonly ask: (command: Sendable) => Promise<Answer>;
  /** What the prompt tells, over SSH. */
  readonly prompt: () => Prompt | undefined;
  /** Whether the prompt became another one between two commands. */
  readonly changed: () => boolean;
  /** Ends it; resolves when its socket is destroyed, and never rejects. */
  readonly close: () => Promise<void>;
}

export interface Surroundings {
  readonly limits: Limits;
  readonly now: () => number;
  /** Ends it, whatever it does. */
  readonly signal?: AbortSignal | undefined;
}

/** Logs in. Rejects with a `PollFault`, with the socket destroyed. */
export type Open = (polling: Polling, secrets: Secrets, surroundings: Surroundings) => Promise<Conversation>;
