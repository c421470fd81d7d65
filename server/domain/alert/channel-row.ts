import type { Channel, Delivery } from './notification.ts';
import { takesMessages } from './route.ts';

/** What of a channel's settings everybody may see: where it leads, and as which engine. */
export const toldSettings = ['template', 'to', 'host', 'port', 'engineId'] as const;
export type ToldSettings = { readonly [K in (typeof toldSettings)[number]]?: string };

/** A delivery as it is shown. */
export type ToldDelivery = Omit<Delivery, 'notification' | 'key'> & {
  readonly channelName: string;
  /** Of its message. */
  readonly title: string;
  /** A person's test: it is not tried again. */
  readonly isTest: boolean;
};

/** A channel as it is shown: no secret is in it. */
export interface ChannelRow extends Omit<Channel, 'settings'> {
  readonly settings: ToldSettings;
  /** What was put into its outbox last, and what has become of it. */
  readonly last?: ToldDelivery;
  /** Messages on their way, and those that were given up; no tests. */
  readonly due: number;
  readonly dead: number;
  /** Since when the oldest of them is due, epoch milliseconds. */
  readonly dueSince?: number;
}

type Shown = Pick<Channel, 'kind' | 'from' | 'onlyEscalated' | 'rules' | 'sites'> & { readonly settings: ToldSettings };

/** Which messages a channel takes, in words: `from critical on of pool. at Paris`. */
export function takesOf(channel: Shown): string {
  const { from, onlyEscalated, rules, sites } = channel;
  if (!takesMessages(channel)) return 'a beat each minute';
  return [
    onlyEscalated ? 'what nobody has acknowledged' : `from ${from} on`,
    ...(rules.length > 0 ? [`of ${rules.join(',')}`] : []),
    ...(sites.length > 0 ? [`at ${sites.join(',')}`] : []),
  ].join(' ');
}

/** Where a channel leads, in words: `noc@example by way of mail.example port 587`. */
export function whereOf({ settings: { template, to, host, port, engineId } }: Pick<ChannelRow, 'settings'>): string {
  if (template !== undefined) return `${to ?? ''} (${template})`;
  const engine = engineId === undefined ? '' : ` as engine 0x${engineId}`;
  return `${to === undefined ? '' : `${to} by way of `}${host ?? ''} port ${port ?? ''}${engine}`;
}
