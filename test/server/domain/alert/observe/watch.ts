import type { Alert, Observation } from '../../../../../server/domain/alert/alert.ts';
import type { Estate, Json, Memory, Observer, Seen } from '../../../../../server/domain/alert/observer.ts';
import type { Claim } from '../../../../../server/domain/claim.ts';
import type { Event } from '../../../../../server/domain/event.ts';
import type { ChainRow, DeviceRow } from '../../../../../server/domain/feed.ts';
import type { Session } from '../../../../../server/domain/session.ts';
import { court } from '../court.ts';

/** The beginning of all clocks here, epoch milliseconds. */
export const T0 = Date.UTC(2026, 10, 29, 20);

/** What a turn may bring beside its moment. */
export interface Brought {
  readonly claims?: readonly (readonly [device: number, claim: Claim])[];
  readonly events?: readonly Event[];
  readonly attempts?: Seen['attempts'];
  readonly sessions?: readonly Session[];
  readonly estate?: Partial<Estate>;
}

/** An observer and the judge, turn by turn; its memory is read back from JSON before each turn, as after a kill. */
export function watch(observer: Observer) {
  const { hear, kinds, alerts } = court();
  let kept = '[]';
  let writes = 0;
  const turn = (
    seconds: number,
    { claims = [], events = [], attempts = [], sessions = [], estate = {} }: Brought = {},
  ): readonly Observation[] => {
    const at = T0 + seconds * 1000;
    const body = new Map(JSON.parse(kept) as [string, Json][]); // our own
    const memory: Memory = {
      get: (key) => body.get(key),
      set: (key, value) => {
        writes += 1;
        body.delete(key);
        body.set(key, value);
      },
      delete: (key) => {
        writes += 1;
        body.delete(key);
      },
      keys: () => body.keys(),
      get size() {
        return body.size;
      },
    };
    const seenClaims = claims.map(([device, claim], index) => ({ device, claim, at, message: index }));
    const told = observer(
      { at, claims: seenClaims, events, attempts, sessions, estate: { ...nothing, ...estate } },
      memory,
    );
    kept = JSON.stringify([...body]);
    hear(at / 1000, ...told);
    return told;
  };
  /** The alerts that are open, as `rule severity: text`. */
  const open = (): readonly string[] =>
    [...alerts.values()]
      .filter(({ clearedAt }) => clearedAt === undefined)
      .map((one) => `${one.rule} ${one.severity}: ${one.text}`);
  const first = (): Alert | undefined => [...alerts.values()][0];
  return { turn, open, kinds, first, writes: () => writes, memory: () => JSON.parse(kept) as unknown[] };
}

const nothing: Estate = {
  ...{ devices: [], pools: [], chains: [], aaa: [], aaaListed: [], limits: new Map(), polls: [], collectors: [] },
  understood: [],
};

export function device(id: number, more: Partial<DeviceRow> = {}): DeviceRow {
  return {
    ...{
      id,
      name: `ASA${id}`,
      state: 'adopted',
      addresses: [],
      sessions: 0,
      lastMessageAt: T0,
      messages: 1,
      storing: 'vpn',
      hiddenNames: 0,
    },
    heartbeat: { by: 'poll', interval: 60_000, at: T0 },
    ...more,
  };
}

export function chain(used: number, size: number | null, more: Partial<ChainRow> = {}): ChainRow {
  const utilization = size === null ? null : used / size;
  return {
    ...{ device: 'ASA1', tunnelGroup: 'hillvalleyvpn', pools: ['vpnpool'], size, used, held: 0, utilization, at: T0 },
    source: 'polled',
    ...more,
  };
}

/** What every event carries. */
export function envelope(seconds: number, evidence: readonly number[] = []) {
  return { device: 1, at: T0 + seconds * 1000, source: 'syslog', evidence } as const;
}

export function session(id: number, user: string): Session {
  return {
    ...{
      id,
      device: 1,
      user,
      publicIp: `203.0.113.${id % 250}`,
      protocol: 'ikev1',
      state: 'active',
      start: T0,
      startIs: 'seen',
    },
    ...{ seenAt: T0, tunnels: [], from: {} },
  };
}

export function ended(seconds: number, id: number, reason: string): Event {
  return {
    ...envelope(seconds, [id]),
    kind: 'session.ended',
    session: id,
    end: T0 + seconds * 1000,
    reason,
    endIs: 'reported',
  };
}

export function opened(seconds: number, id: number, user: string): Event {
  const { publicIp, protocol } = session(id, user);
  return {
    ...envelope(seconds),
    kind: 'session.opened',
    session: id,
    user,
    publicIp,
    protocol,
    start: 0,
    startIs: 'seen',
    facts: {},
  };
}
