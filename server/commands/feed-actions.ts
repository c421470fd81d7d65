import type { Sink } from '../domain/batch.ts';
import type { KeptConfiguration } from '../domain/kept-configuration.ts';
import type { DeviceFacts } from '../domain/polling.ts';
import type { Session } from '../domain/session.ts';
import type { CollectorMark, Store } from '../store/store.ts';
import { field } from './body.ts';
import { findDevice } from './device-actions.ts';
import { readFeed } from './feed-body.ts';

/** What is fed is its own collector: it has its own numbers, and no counts of its own. */
const COLLECTOR = 'feed';

/** The device as it is after it was fed. */
export interface FedDevice {
  readonly name: string;
  /** Sessions that are active now, and how many began and ended by it. */
  readonly active: number;
  readonly began: number;
  readonly ended: number;
}

/** What feeding takes: who decides and records, and who keeps configurations. */
export interface FeedParts {
  readonly store: Pick<Store, 'devices' | 'lastPolls'>;
  readonly recorder: Sink & {
    readonly mark: (collector: string) => CollectorMark | undefined;
    readonly state: { readonly sessions: () => Iterable<Session> };
  };
  readonly onConfiguration: (device: number, kept: KeptConfiguration) => Promise<void>;
  readonly now: () => number;
}

/** Takes what a saved transcript says of a device as if the device had been polled when it was saved. */
export function feedActions({ store, recorder, onConfiguration, now }: FeedParts): {
  readonly 'device.feed': (body: unknown) => Promise<FedDevice>;
} {
  let before = 0;
  return {
    'device.feed': async (body) => {
      const { id, name, state } = await findDevice(store, field(body, 'device'));
      if (state !== 'adopted') throw new Error(`${name} is not watched yet: tunnelwatch device adopt ${name}`);
      const { configurations, ...polled } = readFeed(body, now());
      const last = (await store.lastPolls()).find(({ device }) => device === id);
      if (last !== undefined && polled.finishedAt <= last.at)
        throw new Error(
          `what it says is of ${new Date(polled.finishedAt).toISOString()}, and ${name} has told more since (${new Date(last.at).toISOString()})`,
        );
      requireSame(name, last?.facts ?? {}, polled.facts);
      for (const kept of configurations) await onConfiguration(id, kept);
      const active = (): ReadonlySet<number> =>
        new Set([...recorder.state.sessions()].flatMap((one) => (one.device === id && one.state === 'active' ? one.id : []))); // prettier-ignore
      const were = active();
      before = Math.max(now(), before + 1, (recorder.mark(COLLECTOR)?.epoch ?? 0) + 1);
      const numbered = { collector: COLLECTOR, epoch: before, seq: 1, at: now() };
      const nothing = { rows: [], messages: 0, lastMessage: 0, claims: [], bySource: {}, latest: [] };
      await recorder.take({ ...numbered, ...nothing, polled: [{ device: id, ...polled }] });
      const are = active();
      const [began, ended] = [without(are, were), without(were, are)];
      return { name, active: are.size, began, ended };
    },
  };
}

/** What is of another device would end all sessions of this one. The same chassis may have got another name. */
function requireSame(name: string, known: DeviceFacts, told: DeviceFacts): void {
  const other = known.hostname !== undefined && told.hostname !== undefined && known.hostname !== told.hostname;
  const same = told.serial !== undefined && [known.serial, known.mateSerial].includes(told.serial);
  if (!other || same) return;
  const how = 'if it has got another name, have "show version" in the transcript, which tells its serial number';
  throw new Error(`this is of ${told.hostname}, and ${name} is known as ${known.hostname}: ${how}`);
}

function without(these: ReadonlySet<number>, those: ReadonlySet<number>): number {
  return [...these].filter((one) => !those.has(one)).length;
}
