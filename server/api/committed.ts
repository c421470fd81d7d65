import type { AaaMark } from '../domain/aaa.ts';
import type { Negotiated } from '../domain/census.ts';
import type {
  ChainRow,
  DeviceRow,
  GapRow,
  HealthRow,
  MinuteRow,
  PoolRow,
  SessionRow,
  Summary,
} from '../domain/feed.ts';

/** What the API asks of the last committed state. */
export interface CommittedView {
  summary(): Summary;
  pools(): readonly PoolRow[];
  /** The pools of each tunnel group together. */
  chains(): readonly ChainRow[];
  /** What messages last told of AAA servers. */
  aaaMarks(): readonly AaaMark[];
  devices(): readonly DeviceRow[];
  /** The last day's minutes. */
  minutes(): Iterable<MinuteRow>;
  /** Active sessions; others among them do not matter. */
  sessions(): Iterable<
    Pick<SessionRow, 'device' | 'protocol' | 'state' | 'tunnelGroup' | 'clientType' | 'user' | 'tunnels'> & Negotiated
  >;
  /** What polls have counted of an active session. */
  bytesOf(session: number): Pick<SessionRow, 'bytesTx' | 'bytesRx' | 'from'> | undefined;
  deviceByName(name: string): { readonly id: number; readonly addresses: readonly string[] } | undefined;
  deviceName(id: number): string | undefined;
  /** The device that sends from this address. */
  deviceNameOf(address: string): string | undefined;
  /** The pool of the device that the address lies in. */
  poolOf(deviceId: number, address: string): string | undefined;
}

/** How the collecting goes. */
export interface Health {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly status: 'ok' | 'warning' | 'critical';
  readonly collectors: readonly HealthRow[];
  /** The last day's. */
  readonly gaps: readonly GapRow[];
}
