import { takesMessages } from '../domain/alert/route.ts';
import type { Channel, ChannelSecrets, Tried } from '../domain/alert/notification.ts';
import { TRY } from './deliver.ts';
import { postSigned, type WebhookParts } from './webhook.ts';

/** What the dead man's switch takes. */
export interface HeartbeatParts extends Omit<WebhookParts, 'pages'> {
  readonly channels: () => Promise<readonly Channel[]>;
  readonly secrets: (channel: number) => Promise<ChannelSecrets>;
  /** When the recorder committed last, epoch milliseconds. */
  readonly committedAt: () => number;
  readonly onBeat: (channel: Channel, tried: Tried) => void;
  readonly onFault: (fault: unknown) => void;
}

/** How often it is told that we are alive, in milliseconds. */
export const BEAT = 60_000;
/** An idle recorder commits each second: this old, it is stuck. */
const STUCK = 10_000;

/**
 * Tells the channels with the template `heartbeat` that we are alive, once a minute while the recorder commits: whoever waits for it notices
 * our silence. A beat that fails is not sent again: the next one is due.
 */
export function startHeartbeat(parts: HeartbeatParts): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  let beating: Promise<unknown> = Promise.resolve();
  const beat = (): void => {
    beating = beatAll(parts, stopping.signal).catch(parts.onFault);
  };
  const timer = setInterval(beat, BEAT);
  beat();
  return {
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await beating;
    },
  };
}

/** One beat on each of the channels. */
export async function beatAll(parts: HeartbeatParts, stopping: AbortSignal): Promise<void> {
  const committedAt = parts.committedAt();
  if (parts.now() - committedAt >= STUCK) return;
  const channels = (await parts.channels()).filter((one) => one.enabled && !takesMessages(one));
  await Promise.all(
    channels.map(async (channel) => {
      const at = parts.now();
      const letter = {
        channel,
        secrets: await parts.secrets(channel.id),
        key: `tw-beat-${at.toString(36)}-${channel.id}`,
      };
      const body = JSON.stringify({ version: 1, kind: 'heartbeat', at, committedAt });
      parts.onBeat(
        channel,
        await postSigned(letter, body, parts, AbortSignal.any([stopping, AbortSignal.timeout(TRY)])),
      );
    }),
  );
}
