import type { RuleId } from './rules.ts';

/** How bad it is. `information` is kept and shown, and disturbs nobody. */
export const severities = ['information', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What an alert is about, as far as it is one thing: each leads to a page. */
export interface About {
  /** The id of the head-end; absent where it is about several, or about us. */
  readonly device?: number;
  readonly user?: string;
  /** A public address that clients come from. */
  readonly source?: string;
  readonly tunnelGroup?: string;
  readonly pool?: string;
  readonly aaaServer?: string;
  readonly session?: number;
  readonly collector?: string;
}

/** Whoever has taken an alert on: ends with it. */
export interface Acknowledgement {
  readonly by: string;
  readonly note: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Why nobody is told of an alert for now. */
export type Muted = 'silenced' | 'maintenance' | 'inhibited';

/** One episode of a rule about one subject: it is raised once and cleared once. */
export interface Alert {
  /** Counted from 1. */
  readonly id: number;
  readonly rule: RuleId;
  /** What it is about within its rule, in one text: there is never more than one open alert of a rule about it. */
  readonly subject: string;
  readonly about: About;
  readonly severity: Severity;
  /** Times of the alert clock, which no step of ours changes; epoch milliseconds otherwise. */
  readonly raisedAt: number;
  /** Severity or value changed last. */
  readonly changedAt: number;
  readonly clearedAt?: number;
  /** What was measured, in the rule's unit, and what it was held against when the severity was last judged. */
  readonly value: number;
  readonly threshold: number;
  /** The worst value of the episode. */
  readonly peak: number;
  /** What happened, in one line. */
  readonly text: string;
  /** How many events it stands for. */
  readonly count: number;
  /** The first ids of the messages that are its evidence. */
  readonly evidence: readonly number[];
  /** When its raise was put into the outbox; absent while nobody was to be told. Only then is its recovery told. */
  readonly announcedAt?: number;
  /** The group that it was announced in, where its end is told too, whatever has become of names and sites. */
  readonly announcedIn?: string;
  /** The severity that was announced last. */
  readonly announced?: Severity;
  readonly muted?: Muted;
  readonly acknowledged?: Acknowledgement;
  /** When it was handed on because nobody had acknowledged it. */
  readonly escalatedAt?: number;
}

/** One look at what a rule watches. */
export interface Observation {
  readonly rule: RuleId;
  readonly subject: string;
  readonly about: About;
  /** In the rule's unit; of an incident 1. */
  readonly value: number;
  readonly text: string;
  /** How many events this look adds. */
  readonly events: number;
  /** How many its value is made of, where looks before it that were good had them too: an alert that it raises stands for no fewer. */
  readonly inAll?: number;
  readonly evidence: readonly number[];
}

/** How many ids of messages an alert keeps. */
export const MOST_EVIDENCE = 20;

/** What happened to an alert, as its history keeps it. */
export interface AlertEvent {
  readonly alert: number;
  readonly at: number;
  readonly kind: 'raised' | 'changed' | 'acknowledged' | 'released' | 'muted' | 'unmuted' | 'escalated' | 'cleared';
  /** In words: from what to what, why, the note. */
  readonly detail: string;
  /** Who did it; absent where nobody did. */
  readonly by?: string;
}

/** The key of an open alert. */
export function keyOf({ rule, subject }: Pick<Alert, 'rule' | 'subject'>): string {
  return `${rule} ${subject}`;
}

/** Whether one is worse than the other. */
export function isWorse(one: Severity, other: Severity): boolean {
  return severities.indexOf(one) > severities.indexOf(other);
}
