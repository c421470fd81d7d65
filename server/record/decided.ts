import type { UnsavedLetter } from '../domain/alert/notification.ts';
import type { Batch } from '../domain/batch.ts';
import type { Committed } from '../domain/committed.ts';
import type { AlertTurn } from '../domain/alert/kept.ts';
import type { Channel } from '../domain/alert/notification.ts';
import type { State } from '../state/state.ts';
import type { WriteSet } from '../store/store.ts';
import type { Alerting } from './alerting.ts';
import { committed } from './committed.ts';
import { Stretch } from './stretch.ts';

/** What one turn takes in: a batch, or a page of messages that a crash left uninterpreted. A poll passes no time: its clock is ahead of messages that are still on their way. */
export type Evidence = Pick<
  Batch,
  'at' | 'claims' | 'bySource' | 'unknown' | 'clocks' | 'hidden' | 'unstored' | 'polled'
>;

/** What a turn means: what is to be written, and what viewers are told once it is. */
export interface Decided {
  readonly done: Committed;
  readonly set: Omit<WriteSet, 'alerts'> & { readonly alerts: AlertTurn };
}

/** Milliseconds for which it holds the main thread. */
const LONGEST = 5;
/** Milliseconds of messages between which time passes, beside at their end: to look at all that waits takes longer than ten claims. */
const PASSING = 1000;

/**
 * Takes the evidence into the state, and judges it. The state is ahead of the database meanwhile and then, until the set is written; whoever
 * else waits for this thread has a turn now and then.
 */
export async function decided(evidence: Evidence, state: State, alerting: Alerting): Promise<Decided> {
  const stretch = new Stretch(LONGEST);
  for (const claimed of evidence.claims) {
    const device = state.devices.byAddress(claimed.from);
    if (device?.state === 'adopted') {
      // What had waited long enough by then is over for this one, in whatever batch it comes.
      if (claimed.at - state.passedAt >= PASSING) state.take({ kind: 'time.passed', at: claimed.at });
      state.take({ kind: 'claim', device: device.id, claimed });
    }
    if (stretch.isLong()) await stretch.rest();
  }
  for (const polled of evidence.polled ?? []) {
    if (state.devices.byId(polled.device)?.state === 'adopted') state.take({ kind: 'polled', polled });
  }
  if (evidence.polled === undefined) state.take({ kind: 'time.passed', at: evidence.at });
  for (const [source, messages] of Object.entries(evidence.bySource)) {
    const device = state.devices.byAddress(source);
    if (device !== undefined) state.hear(device.id, messages, evidence.at);
  }
  for (const sample of evidence.clocks ?? []) state.devices.observe(sample);
  const ofDevice = <T extends { readonly from: string }>({ from, ...told }: T) => {
    const device = state.devices.byAddress(from)?.id;
    return device === undefined ? [] : { ...told, device };
  };
  const unknown = (evidence.unknown ?? []).flatMap(ofDevice);
  const hidden = (evidence.hidden ?? []).flatMap(ofDevice);
  const unstored = (evidence.unstored ?? []).flatMap(ofDevice);
  for (const one of hidden) state.hide(one);
  const polled = (evidence.polled ?? []).filter(({ device }) => state.devices.byId(device) !== undefined);
  const changes = state.changes();
  const done = committed(state, evidence.at, changes, state.forget(evidence.at));
  const poolMinutes = state.poolMinutes(done.summary);
  const series = state.series(done.summary);
  const alerts = alerting.take(evidence, changes, done, state);
  return {
    done: { ...done, alerts: alerts.alerts, notifications: alerts.notifications.length },
    set: { ...changes, poolMinutes, series, unknown, hidden, unstored, polled, alerts, at: evidence.at },
  };
}

/** Messages to people that are in no outbox, each for one channel. Their title says that nothing of it is saved. */
export function lettersOf(
  { notifications, deliveries }: Pick<AlertTurn, 'notifications' | 'deliveries'>,
  channels: readonly Channel[],
): readonly UnsavedLetter[] {
  const told = new Map(notifications.map((one) => [one.id, { ...one, title: `[not saved] ${one.title}` }]));
  return deliveries.flatMap(({ notification: id, channel: to, key }) => {
    const [notification, channel] = [told.get(id), channels.find((one) => one.id === to)];
    return notification === undefined || channel === undefined ? [] : { notification, channel, key };
  });
}
