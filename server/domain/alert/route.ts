import { isWorse } from './alert.ts';
import type { Channel, NewDelivery, Notification, Told } from './notification.ts';

/** What a message becomes in the outbox: one delivery for each channel that wants it. */
export function deliveriesOf(notification: Notification, channels: readonly Channel[]): readonly NewDelivery[] {
  return channels
    .filter((channel) => wants(channel, notification))
    .map(({ id }) => ({
      notification: notification.id,
      channel: id,
      key: deliveryKey(notification, id),
      since: notification.at,
    }));
}

/** By which a receiver knows a second copy: the same in every try, and another one of another installation, because of its time. */
export function deliveryKey({ id, at }: Pick<Notification, 'id' | 'at'>, channel: number): string {
  return `tw-${at.toString(36)}-${id}-${channel}`;
}

/** A channel that messages go to: one that only tells that we are alive takes none. */
export function takesMessages({
  kind,
  settings,
}: Pick<Channel, 'kind'> & { readonly settings: { readonly template?: string } }): boolean {
  return !(kind === 'webhook' && settings.template === 'heartbeat');
}

/**
 * Whether a message is for the channel. A recovery goes where its raise went, so it is held against the severity that it had. Of several
 * alerts one that fits is enough: the message is about all of them.
 */
function wants(channel: Channel, { kind, severity, alerts }: Notification): boolean {
  if (!channel.enabled || !takesMessages(channel)) return false;
  if (
    channel.onlyEscalated &&
    kind !== 'escalated' &&
    !alerts.some(({ state, escalated }) => escalated && state === 'cleared')
  )
    return false;
  if (isWorse(channel.from, severity)) return false;
  return alerts.length === 0 || alerts.some((told) => isOfRules(channel, told) && isOfSites(channel, told));
}

function isOfRules({ rules }: Channel, { rule }: Told): boolean {
  return rules.length === 0 || rules.some((beginning) => rule.startsWith(beginning));
}

/** What is about no site (ourselves, or several head-ends) concerns every one. */
function isOfSites({ sites }: Channel, { site }: Told): boolean {
  return sites.length === 0 || site === undefined || sites.includes(site);
}
