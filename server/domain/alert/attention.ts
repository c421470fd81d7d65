import { without } from '../without.ts';
import { isWorse, type Alert, type AlertEvent, type Muted, type Severity } from './alert.ts';

/** How long nobody may have acknowledged an alert before it is handed on, in milliseconds. */
export const ESCALATE_AFTER: Readonly<Record<Severity, number>> = {
  critical: 15 * 60_000,
  warning: 60 * 60_000,
  information: Infinity,
};

/** What of an alert is to be told at a moment. */
export interface Attention {
  /** As it is then. */
  readonly alert: Alert;
  /** It began or got worse, or is over; `undefined`: nothing is to be told. */
  readonly tell: 'raised' | 'cleared' | undefined;
  readonly escalate: boolean;
  readonly history: readonly AlertEvent[];
}

/**
 * What of an alert is to be told at a moment of the alert clock. It is announced once it is open and not muted, and again when it gets
 * worse; its end is told if its beginning was, also while it is muted.
 */
export function attentionOf(before: Alert, mutedNow: Muted | undefined, group: string, at: number): Attention {
  const isOver = before.clearedAt !== undefined;
  const muted = isOver ? before.muted : mutedNow;
  const alert = muted === before.muted ? before : withMuted(before, muted);
  const history = alert === before ? [] : [muteEvent(before, muted, at)];
  if (isOver)
    return { alert, tell: before.announcedAt === undefined ? undefined : 'cleared', escalate: false, history };
  if (muted !== undefined) return { alert, tell: undefined, escalate: false, history };
  if (alert.announced === undefined || isWorse(alert.severity, alert.announced)) {
    const announced = { ...alert, announcedAt: alert.announcedAt ?? at, announcedIn: group, announced: alert.severity };
    return { alert: announced, tell: 'raised', escalate: false, history };
  }
  if (!isDueToEscalate(alert, at)) return { alert, tell: undefined, escalate: false, history };
  const event: AlertEvent = { alert: alert.id, at, kind: 'escalated', detail: 'nobody acknowledged it in time' };
  return { alert: { ...alert, escalatedAt: at }, tell: undefined, escalate: true, history: [...history, event] };
}

function isDueToEscalate({ acknowledged, escalatedAt, announcedAt, severity }: Alert, at: number): boolean {
  if (acknowledged !== undefined || escalatedAt !== undefined || announcedAt === undefined) return false;
  return at - announcedAt >= ESCALATE_AFTER[severity];
}

function withMuted(alert: Alert, muted: Muted | undefined): Alert {
  return muted === undefined ? without(alert, ['muted']) : { ...alert, muted };
}

function muteEvent({ id, muted: before }: Alert, muted: Muted | undefined, at: number): AlertEvent {
  return {
    alert: id,
    at,
    kind: muted === undefined ? 'unmuted' : 'muted',
    detail: muted ?? `no longer ${before ?? ''}`,
  };
}
