/** What each kind of claim says, in the glossary's words. A key with `?` is a fact that some releases leave out. */
export interface Claims {
  /** 113004, 113012: an AAA server or the local database said yes. The service (VPN, SSH, ASDM ...) is not told. */
  'aaa.accepted': { user: string; aaaServer?: string };
  /** 113005, 113015: an AAA server or the local database said no. The service is not told. */
  'aaa.rejected': { user: string; reason: string; aaaServer?: string; publicIp?: string };
  /** 713052: Xauth of a remote-access user succeeded. */
  'xauth.accepted': { user: string; publicIp?: string; tunnelGroup?: string };
  /** 713167: Xauth failed; the message names the source but not the user. */
  'xauth.rejected': { publicIp: string; tunnelGroup?: string; user?: string };
  /** 713184, 722055: what the client says it is. */
  'client.identified': {
    publicIp: string;
    clientType: string;
    clientVersion?: string;
    user?: string;
    tunnelGroup?: string;
    groupPolicy?: string;
  };
  /** 737026: an address was taken from a local pool, for a user that the message does not name. */
  'address.allocated': { assignedIp: string; pool?: string };
  /** 713228, 722051: this user has this address inside the tunnel. */
  'address.assigned': {
    user: string;
    publicIp: string;
    assignedIp: string;
    tunnelGroup?: string;
    groupPolicy?: string;
    assignedIpv6?: string;
  };
  /** 737016: an address went back to its local pool. */
  'address.freed': { assignedIp: string; pool?: string };
  /** 713132, 737007, 737012, 737019, 722020: a client got no address. */
  'address.refused': { tunnelGroup?: string; groupPolicy?: string; user?: string; publicIp?: string };
  /** 713119: the IKE SA is up. Without `user` it is a LAN-to-LAN peer. */
  'phase1.completed': { publicIp: string; tunnelGroup?: string; user?: string };
  /** 713120: a pair of IPsec SAs is up; `msgid` is its quick-mode id in hex. */
  'phase2.completed': { publicIp: string; msgid: string; tunnelGroup?: string; user?: string };
  /** 713049: a pair of IPsec SAs is up; SPIs as the ASA prints them, in hex. */
  'sa.negotiated': {
    publicIp: string;
    inboundSpi: string;
    outboundSpi: string;
    tunnelGroup?: string;
    user?: string;
  };
  /** 602303: one IPsec SA was made (also at a rekey). Which end is ours varies by direction and release. */
  'sa.created': { direction: string; saType: string; spi: string; oneIp: string; otherIp: string; user: string };
  /** 602304: one IPsec SA was deleted (also at a rekey: never a logout by itself). */
  'sa.deleted': { direction: string; saType: string; spi: string; oneIp: string; otherIp: string; user: string };
  /** 113039: an AnyConnect parent session began. */
  'session.started': { user: string; publicIp: string; groupPolicy: string };
  /** 722022: an SSL (TCP) or DTLS (UDP) tunnel of an AnyConnect session is up. */
  'tunnel.opened': { user: string; publicIp: string; groupPolicy: string; transport: string };
  /** 722023: an SSL (TCP) or DTLS (UDP) tunnel of an AnyConnect session is down. */
  'tunnel.closed': { user: string; publicIp: string; groupPolicy: string; transport: string };
  /** 713050, 713259: the session is being torn down; 113019 should follow. */
  'session.closing': { reason: string; publicIp?: string; user?: string; tunnelGroup?: string };
  /** 113019: the session is over. Bytes as the ASA counts: Tx went to the client. */
  'session.closed': {
    tunnelGroup: string;
    user: string;
    publicIp: string;
    sessionType: string;
    seconds: number;
    bytesTx: number;
    bytesRx: number;
    reason: string;
  };
}

/** The name of a kind of claim. */
export type ClaimKind = keyof Claims;

/** The facts of one kind of claim. */
export type Facts<K extends ClaimKind> = Readonly<Claims[K]>;

/** What one message or trap says: evidence, not yet truth. */
export type Claim = { [K in ClaimKind]: { readonly kind: K } & Facts<K> }[ClaimKind];

/** Where a value comes from. */
export type Source = 'syslog' | 'trap' | 'poll';

/** A claim with its evidence: the message it stands in, when that arrived and who sent it. */
export interface Claimed {
  /** The id of the message, given at receipt; unique and rising over the life of a database. */
  readonly message: number;
  /** Arrival, epoch milliseconds. */
  readonly at: number;
  /** The address it came from. */
  readonly from: string;
  readonly source: Source;
  readonly claim: Claim;
}
