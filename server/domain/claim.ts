import type { Cause, Weight } from './cause.ts';
import type { Protocol } from './session.ts';

/** What each kind of claim says, in the glossary's words. A key with `?` is a fact that some releases leave out. */
export interface Claims {
  /** 113004, 113012: an AAA server or the local database said yes. The service (VPN, SSH, ASDM ...) is not told. */
  'aaa.accepted': { user: string; aaaServer?: string };
  /** 113005, 113013, 113015, 113016, 113017, 109006: an AAA server or the local database said no. The service is not told. */
  'aaa.rejected': { user?: string; reason: string; aaaServer?: string; publicIp?: string };
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
  /**
   * 713143: the personal firewall that the client reports. 713141, 713142, where the policy lets the client in all the same: it is another
   * one than the policy expects, or none.
   */
  'client.firewall': {
    publicIp: string;
    user?: string;
    tunnelGroup?: string;
    vendor?: string;
    product?: string;
    version?: string;
    versionNumber?: string;
    expectedVendor?: string;
    expectedProduct?: string;
  };
  /** 737026, 737036: an address was taken from a local pool or from DHCP, for a user that the message does not name. */
  'address.allocated': { assignedIp: string; pool?: string };
  /** 713228, 722051, 751025: this user has this address inside the tunnel. `protocol` where the row knows it by its ID. */
  'address.assigned': {
    user: string;
    publicIp: string;
    assignedIp: string;
    tunnelGroup?: string;
    groupPolicy?: string;
    assignedIpv6?: string;
    protocol?: Protocol;
  };
  /** 737014 - 737016: an address went back to its local pool, to DHCP or to AAA. */
  'address.freed': { assignedIp: string; pool?: string };
  /** 713132, 737007, 737012, 737019, 722020, 213004: a client got no address. */
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
  /** 602301, 602302 of PIX 6: an SA towards that address was made or is gone (also at a rekey). The user is not told. */
  'sa.built': { toIp: string; spi: string };
  'sa.unbuilt': { toIp: string; spi: string };
  /** 113039: an AnyConnect parent session began. */
  'session.started': { user: string; publicIp: string; groupPolicy: string };
  /** 722022: an SSL (TCP) or DTLS (UDP) tunnel of an AnyConnect session is up. */
  'tunnel.opened': { user: string; publicIp: string; groupPolicy: string; transport: string };
  /** 722023: an SSL (TCP) or DTLS (UDP) tunnel of an AnyConnect session is down. */
  'tunnel.closed': { user: string; publicIp: string; groupPolicy: string; transport: string };
  /** 713050, 713259, 716060, 722012, 722037, 722038: the session is being torn down; 113019 should follow. */
  'session.closing': { reason: string; publicIp?: string; user?: string; tunnelGroup?: string; groupPolicy?: string };
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
  /** A login was refused, and why: the cause is the table row's. A message may name the user, the source, the group, or none. */
  'attempt.refused': {
    cause: Cause;
    weight: Weight;
    user?: string;
    publicIp?: string;
    tunnelGroup?: string;
    groupPolicy?: string;
    aaaServer?: string;
    /** What the message adds in its own words: a proposal, a limit, a state. */
    detail?: string;
  };
  /** 750002, 713172, 725002 ...: somebody negotiates; what is told before Xauth has no user. */
  'attempt.seen': { publicIp: string; tunnelGroup?: string; user?: string };
  /** 734001, 716038, 751026 ...: a VPN login came past authentication; ties a 113004/113012 to the VPN. `connection` is 734001's word for its kind. */
  'login.accepted': { user: string; publicIp: string; tunnelGroup?: string; groupPolicy?: string; connection?: string };
  /** 716039, 751011 ...: a VPN login failed at authentication; ties a 113005/113015 to the VPN. */
  'login.refused': { user?: string; publicIp?: string; tunnelGroup?: string; groupPolicy?: string; reason?: string };
  /** 605004, 605005, 611101, 611102, 113021 ...: a management login. Never an attempt. */
  'management.login': { user?: string; outcome: 'permitted' | 'denied'; fromIp?: string; service?: string };
  /** 113006, 113007. */
  'user.locked': { user: string; failures?: number };
  'user.unlocked': { user: string; by?: string };
  /** 113022, 113023. */
  'aaa.failed': { aaaServer: string; aaaGroup?: string; protocol?: string };
  'aaa.active': { aaaServer: string; aaaGroup?: string; protocol?: string };
  /** 113014, 109002 ...: a server did not answer; the service is not told. */
  'aaa.silent': { aaaServer?: string; user?: string };
  /** 750006, 750007: an IKEv2 SA came up or went down. `user` is `Unknown` or the tunnel group for LAN-to-LAN. */
  'ikev2.up': { publicIp: string; user: string; reason?: string };
  'ikev2.down': { publicIp: string; user: string; reason?: string };
  /** 109201, 746012: the user has this address; the messages of identity name no public address; `session` is the ASA's own, in hex. */
  'address.bound': { user: string; assignedIp: string; session?: string };
  /** 109210, 746013. */
  'address.unbound': { user: string; assignedIp: string; session?: string };
  /** 603106, 603107: an L2TP tunnel. */
  'l2tp.opened': { user: string; publicIp: string; assignedIp: string; tunnelId: string };
  'l2tp.closed': { publicIp: string; tunnelId: string };
  /** 603104, 603105: a PPTP tunnel. */
  'pptp.opened': { user: string; publicIp: string; assignedIp: string; tunnelId: string };
  'pptp.closed': { publicIp: string; tunnelId: string };
  /** 716001: a clientless session, or the web login before an AnyConnect tunnel. */
  'webvpn.started': { user: string; publicIp: string; groupPolicy: string };
  /** 716002. */
  'webvpn.ended': { user: string; publicIp: string; groupPolicy: string; reason: string };
  /** 722037: a connection of an AnyConnect client is lost; it may come back. */
  'connection.lost': { user: string; publicIp: string; groupPolicy: string; reason: string };
  /** 716058, 722012: an AnyConnect client is gone, its session waits. */
  'session.suspended': { user: string; publicIp: string; groupPolicy: string };
  /** 716059: it is back, perhaps from another address. */
  'session.resumed': { user: string; publicIp: string; groupPolicy: string; newIp: string };
  /** 713172: whether the client is behind NAT. */
  'nat.detected': { publicIp: string; tunnelGroup?: string; user?: string; remote: string; local: string };
  /** 713128: load balancing sent the client elsewhere. */
  'login.redirected': { publicIp: string; toIp: string; tunnelGroup?: string; user?: string };
  /** 401002, 401004, 733102, 733201: an address is shunned; `service` is the one that threat detection guards. */
  'source.shunned': { publicIp: string; service?: string };
  /** 199001, 199002, 199005 ...: the device restarts. */
  'device.restarted': { step: 'reload' | 'starting' | 'started' };
  /** 104001, 104002, 720039, 720040: this unit became active or standby. */
  'failover.switched': { role: 'active' | 'standby'; unit?: string; reason?: string };
  /**
   * The traps cikeTunnelStart/Stop and cipSecTunnelStart/Stop: a tunnel came or went, also at a rekey. It names no user: reason to ask the device.
   * `peer` where IKEv2 tells it; `seconds`: how long one that went was up.
   */
  'tunnel.reported': { what: 'ike' | 'ipsec'; state: 'started' | 'stopped'; peer?: string; seconds?: number };
  /** The traps coldStart, warmStart (also where only the agent started anew) and cufwFailoverStateChanged, whose states nobody has told us. */
  'device.reported': { what: 'coldStart' | 'warmStart' | 'failover' };
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
  /** The six digits, where it is a syslog message. */
  readonly messageId?: number;
  /** The device's own clock, as printed, where it tells one. */
  readonly deviceTime?: string;
  readonly claim: Claim;
}
