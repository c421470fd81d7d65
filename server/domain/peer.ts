/** A LAN-to-LAN session as the last complete listing had it: no session of a user, and counted apart. */
export interface Peer {
  readonly device: number;
  /** The ASA's own number of it. */
  readonly index: number;
  /** Its tunnel group, or the peer. */
  readonly connection?: string;
  readonly publicIp?: string;
  readonly protocols?: string;
  readonly encryption?: string;
  readonly bytesTx?: number;
  readonly bytesRx?: number;
  readonly seconds?: number;
  /** When it was listed, epoch milliseconds. */
  readonly at: number;
}
