import { sealChannel } from '../access/channel-secrets.ts';
import type { Key } from '../access/key.ts';
import type { Channel, Tried } from '../domain/alert/notification.ts';
import type { DeliveryRow } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import { field } from './body.ts';
import { nameOf, readChannel } from './channel-settings.ts';
import { UsageFault } from './fault.ts';

/** A channel as it is listed: no secret is in it. */
export interface ListedChannel {
  readonly channel: Channel;
  /** What was put into its outbox last, and what has become of it. */
  readonly last: DeliveryRow | null;
}

/** What each action answers. */
export interface ChannelAnswers {
  readonly 'channel.add': ListedChannel;
  readonly 'channel.list': readonly ListedChannel[];
  readonly 'channel.remove': ListedChannel;
  readonly 'channel.enable': ListedChannel;
  readonly 'channel.disable': ListedChannel;
  readonly 'channel.test': Tried;
}

/** The actions by their names. */
export type ChannelActions = { readonly [K in keyof ChannelAnswers]: (body: unknown) => Promise<ChannelAnswers[K]> };

/** What else they take. */
export interface ChannelHooks {
  /** Awaited after each change, before the answer. */
  readonly onChange: () => Promise<void> | void;
  /** Sends a test over it. */
  readonly test: (channel: Channel) => Promise<Tried>;
}

/** What may be done about channels. */
export function channelActions(
  store: Pick<Store, 'channels' | 'addChannel' | 'enableChannel' | 'removeChannel' | 'putSecret'> & {
    readonly reads: Pick<Store['reads'], 'deliveries'>;
  },
  key: Key,
  { onChange, test }: ChannelHooks,
): ChannelActions {
  const find = async (body: unknown): Promise<Channel> => {
    const name = nameOf(field(body, 'name'));
    const found = (await store.channels()).find((one) => one.name === name);
    if (found === undefined) throw new UsageFault(`${JSON.stringify(name)}: no such channel`);
    return found;
  };
  const listed = async (channel: Channel): Promise<ListedChannel> => {
    const [last] = await store.reads.deliveries({ channel: channel.id, limit: 1 });
    return { channel, last: last ?? null };
  };
  const enable = async (body: unknown, enabled: boolean): Promise<ListedChannel> => {
    const channel = await find(body);
    await store.enableChannel(channel.id, enabled);
    await onChange();
    return listed({ ...channel, enabled });
  };
  return {
    'channel.add': async (body) => {
      const { channel, secrets } = readChannel(body);
      // Enabled only once its secrets are there: nothing is tried without them.
      const added = await store.addChannel({ ...channel, enabled: false });
      for (const secret of sealChannel(key, added.id, secrets)) await store.putSecret(secret);
      return enable({ name: added.name }, true);
    },
    'channel.list': async () => Promise.all((await store.channels()).map(listed)),
    'channel.remove': async (body) => {
      const channel = await find(body);
      await store.removeChannel(channel.id);
      await onChange();
      return listed(channel);
    },
    'channel.enable': (body) => enable(body, true),
    'channel.disable': (body) => enable(body, false),
    'channel.test': async (body) => test(await find(body)),
  };
}
