import { randomUUID } from 'node:crypto';

import { sendTrap } from '../../collectors/snmp/send-trap.ts';
import { openChannel } from '../access/channel-secrets.ts';
import type { Key } from '../access/key.ts';
import type { Send } from '../alert/deliver.ts';
import { email } from '../alert/email.ts';
import { startHeartbeat } from '../alert/heartbeat.ts';
import { sendFromMemory } from '../alert/memory.ts';
import { startOutbox, tryOnce } from '../alert/outbox.ts';
import { resolve } from '../alert/resolve.ts';
import { syslog } from '../alert/syslog.ts';
import { trap } from '../alert/trap.ts';
import { postSigned, webhook } from '../alert/webhook.ts';
import type {
  Channel,
  ChannelKind,
  ChannelSecrets,
  Dismissal,
  Notification,
  Tried,
  UnsavedLetter,
} from '../domain/alert/notification.ts';
import { takesMessages } from '../domain/alert/route.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { evidenceOf } from './evidence.ts';

/** What sending takes. */
export interface SendingParts {
  readonly store: Store;
  readonly key: Key;
  readonly now: () => number;
  /** Where others reach our pages; `undefined`: nobody has said. */
  readonly pages: string | undefined;
  readonly log: Pick<Log, 'error' | 'warn' | 'info'>;
}

/** Sending, as it runs. */
export interface Alerting {
  /** Something was put into the outbox, or a channel has changed. */
  readonly nudge: () => void;
  /** Sends what could not be put into the outbox. */
  readonly sendUnsaved: (letters: readonly UnsavedLetter[]) => void;
  /** Sends a test over a channel, once, and keeps what it came to. */
  readonly test: (channel: Channel) => Promise<Tried>;
  /** Tries a dead delivery again; tells whether there was such a one. */
  readonly resend: (delivery: number) => Promise<boolean>;
  /** Settles that a dead delivery need not be sent; tells whether there was such a one. */
  readonly dismiss: (delivery: number, by: Omit<Dismissal, 'at'>) => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

/** Starts to send what is due, and the beats of the dead man's switch. `committedAt`: when the recorder committed last, epoch milliseconds. */
export function startAlerting(parts: SendingParts, committedAt: () => number): Alerting {
  const { store, now, log } = parts;
  const onFault = faultTo(log);
  const secrets = secretsOf(parts);
  const outbox = startOutbox({
    ...{ store, secrets, now, onFault, random: Math.random },
    ...{ send: sender(parts), circumstances: evidenceOf(store, now) },
  });
  let isStopped = false;
  const beating = new Map<number, boolean>();
  const heartbeat = startHeartbeat({
    ...{ resolve, now, secrets, committedAt, onFault },
    channels: () => store.channels(),
    onBeat: ({ id, name }, { sent, result }) => {
      // Told when it changes, not each minute.
      if (beating.get(id) !== sent) log[sent ? 'info' : 'warn']({ channel: name, result }, 'heartbeat');
      beating.set(id, sent);
    },
  });
  return {
    nudge: outbox.nudge,
    sendUnsaved: (letters) => {
      const trying = { secrets, send: sender(parts), circumstances: evidenceOf(store, now), onFault };
      void sendFromMemory(letters, { ...trying, isStopped: () => isStopped }).catch(onFault);
    },
    test: (channel) => testChannel(parts, channel),
    resend: async (delivery) => {
      const isThere = await store.resend(delivery);
      outbox.nudge();
      return isThere;
    },
    dismiss: (delivery, by) => store.dismiss(delivery, by),
    stop: async () => {
      isStopped = true;
      await Promise.all([outbox.stop(), heartbeat.stop()]);
    },
  };
}

/** Sends a test over a channel, once, and keeps what it came to. */
export async function testChannel(parts: SendingParts, channel: Channel): Promise<Tried> {
  const { store, now, log } = parts;
  const test: Omit<Notification, 'id'> = {
    ...{ at: now(), kind: 'test', group: 'test', severity: 'information' },
    title: `Tunnelwatch reaches ${channel.name}`,
    ...{ alerts: [], alertsInAll: 0, events: 0, open: 0 },
  };
  const key = `tw-test-${randomUUID()}`;
  const tried = await tryOnce(
    // What is kept of it gets an id of its own.
    { delivery: { key }, notification: { ...test, id: 0 }, channel },
    { secrets: secretsOf(parts), circumstances: evidenceOf(store, now), send: sender(parts), onFault: faultTo(log) },
  );
  await store.putTest(test, { channel: channel.id, key }, tried);
  return tried;
}

/** Sends by the kind of the channel. */
function sender({ pages, now }: Pick<SendingParts, 'pages' | 'now'>): Send {
  const kinds: Readonly<Record<ChannelKind, Send>> = {
    email: email({ resolve, pages }),
    webhook: webhook({ resolve, pages, now }),
    syslog: syslog({ resolve }),
    trap: trap({ resolve, sendTrap }),
  };
  return (letter, signal) => {
    // Only a person's test comes here: what waits for beats gets one.
    if (!takesMessages(letter.channel)) return postSigned(letter, '{}', { resolve, now }, signal);
    return kinds[letter.channel.kind](letter, signal);
  };
}

function secretsOf({ store, key }: Pick<SendingParts, 'store' | 'key'>): (channel: number) => Promise<ChannelSecrets> {
  return async (channel) => openChannel(key, channel, await store.secrets());
}

function faultTo(log: SendingParts['log']): (fault: unknown) => void {
  return (err) => log.error({ err }, 'messages of alerts cannot be sent: it is tried again');
}
