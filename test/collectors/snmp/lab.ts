import type { SnmpAuth, SnmpPriv } from '../../../server/domain/snmp.ts';
import type { TrapAccess } from '../../../collectors/snmp/trap-access.ts';
import { TrapReceiver, type TrapBucket, type TrapReceiverOptions } from '../../../collectors/snmp/trap-receiver.ts';
import { Intake } from '../../../collectors/syslog/intake.ts';
import type { StoredMessage } from '../../../server/domain/batch.ts';
import { unpacked } from '../../../server/domain/packed.ts';
import type { SenderV3 } from './sender.ts';

export const ASA = '192.0.2.1';
export const ENGINE = '8000000903aabbccddeeff';
/** Keys that nobody may find anywhere. */
export const AUTH_KEY = 'canary-auth-7f3a91';
export const PRIV_KEY = 'canary-priv-c05d2e';
export const COMMUNITY = 'canary-community-11aa';

/** An access of the device at `ASA`. */
export function access(change: Partial<TrapAccess> = {}): TrapAccess {
  const [device, host, port, everySeconds] = [1, ASA, 161, 0];
  return { device, version: 'v2c', host, port, everySeconds, community: COMMUNITY, addresses: [ASA], engines: [], ...change }; // prettier-ignore
}

export function accessV3(auth?: SnmpAuth, priv?: SnmpPriv, change: Partial<TrapAccess> = {}): TrapAccess {
  const [device, host, port, everySeconds] = [1, ASA, 161, 0];
  return {
    ...{ device, version: 'v3', user: 'marty', host, port, everySeconds, addresses: [ASA], engines: [] },
    ...(auth && { auth, authKey: AUTH_KEY }),
    ...(priv && { priv, privKey: PRIV_KEY }),
    ...change,
  };
}

export function senderV3(auth?: SnmpAuth, priv?: SnmpPriv, change: Partial<SenderV3> = {}): SenderV3 {
  return {
    ...{ user: 'marty', engineId: ENGINE, boots: 3, time: 1000 },
    ...(auth && { auth, authKey: AUTH_KEY }),
    ...(priv && { priv, privKey: PRIV_KEY }),
    ...change,
  };
}

/** A receiver of traps with a clock that only the test moves. */
export class TrapLab {
  readonly intake: Intake;
  readonly receiver: TrapReceiver;
  /** Seconds. */
  clock = 0;

  constructor(
    accesses: readonly TrapAccess[],
    options: Partial<TrapReceiverOptions> & { readonly room?: number; readonly known?: readonly string[] } = {},
  ) {
    const { room = 0, known = [ASA], queueBytes = 1_000_000 } = options;
    const now = (): number => 1_800_000_000_000 + this.clock * 1000;
    this.intake = new Intake({
      admission: { known, room, storing: Object.fromEntries(known.map((one) => [one, 'all'])) },
      firstMessage: 1,
      queueBytes,
      now,
    });
    const ticks = (): number => this.clock * 1000;
    this.receiver = new TrapReceiver({ ...{ intake: this.intake, queueBytes, accesses, informs: false, now, ticks }, ...options }); // prettier-ignore
  }

  /** The bucket in which a datagram ends. */
  send(datagram: Buffer, from = ASA): TrapBucket {
    const before = this.receiver.counts().buckets;
    this.receiver.receive(Buffer.from(datagram), from);
    const after = this.receiver.counts().buckets;
    const buckets = (Object.keys(after) as TrapBucket[]).filter((one) => after[one] !== before[one]);
    const [bucket] = buckets;
    if (bucket === undefined || buckets.length > 1 || after[bucket] !== before[bucket] + 1)
      throw new Error(`a datagram has ended in ${buckets.length} buckets: ${buckets.join()}`);
    return bucket;
  }

  rows(): readonly StoredMessage[] {
    return unpacked(this.intake.load().rows);
  }
}
