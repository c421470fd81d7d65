import type { ChannelSecrets } from '../domain/alert/notification.ts';
import type { Secret } from '../store/secret.ts';
import type { Key } from './key.ts';
import { seal, unseal } from './seal.ts';

/** The secrets of a channel, sealed for it alone. */
export function sealChannel(key: Key, channel: number, secrets: ChannelSecrets): readonly Secret[] {
  return Object.entries(secrets).map(([field, secret]) => seal(key, { owner: ownerOf(channel), field }, secret));
}

/** The secrets of a channel that this key opens. */
export function openChannel(key: Key, channel: number, secrets: readonly Secret[]): ChannelSecrets {
  const mine = secrets.filter(({ owner }) => owner === ownerOf(channel));
  return Object.fromEntries(
    mine.flatMap((sealed) => {
      const opened = unseal(key, sealed);
      return opened === undefined ? [] : [[sealed.field, opened]];
    }),
  );
}

function ownerOf(channel: number): string {
  return `channel:${channel}`;
}
