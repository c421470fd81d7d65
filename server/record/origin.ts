import type { Committed } from '../domain/committed.ts';
import type { Device } from '../domain/device.ts';
import { State } from '../state/state.ts';
import type { CollectorMark, Store } from '../store/store.ts';
import { Alerting } from './alerting.ts';
import type { Circumstances } from './estate.ts';

/** What the recorder needs: where to write, whom to tell, and whether unknown senders become devices unasked. */
export interface RecorderOptions {
  readonly store: Store;
  readonly now: () => number;
  readonly adopt: boolean;
  /** Told after each commit, never before. */
  readonly publish: (committed: Committed) => void;
  /** Told when devices or their addresses have changed. */
  readonly devicesChanged: (devices: readonly Device[]) => void;
  /** Milliseconds that only grow, whatever is done to the system's clock; where it is absent, `now` is never set. */
  readonly passed?: () => number;
  /** Bytes of what may wait to be saved; some 200,000 messages if not told. */
  readonly mostHeld?: number;
  /** What the system around us tells; absent where nothing is polled. */
  readonly circumstances?: () => Circumstances;
}

/** What a recorder begins with: what the database says. */
export interface Origin {
  readonly state: State;
  readonly alerting: Alerting;
  readonly marks: Map<string, CollectorMark>;
}

/** How far back ended sessions are taken into the state at a start, in milliseconds. */
const ENDED_SINCE = 60 * 60_000;

/** Reads it. */
export async function loadOrigin(options: RecorderOptions): Promise<Origin> {
  const now = options.now();
  const loaded = await options.store.load(now, now - ENDED_SINCE);
  const alerting = new Alerting(await options.store.alerts(), options);
  const state = new State(loaded);
  // What was forgotten before would be meant by lines that it was not meant by.
  state.forget(loaded.heartbeat ?? now);
  return { state, alerting, marks: new Map(loaded.collectors.map((mark) => [mark.name, mark])) };
}
