import type { Dialect } from './dialect.ts';
import { angled, named, unnamed } from './message.ts';
import type { Message, Who } from './message.ts';

/** The words of AAA when it fails for other reasons than the password (domain facts, B1). */
export const aaaFailure = {
  silent: (dialect: Dialect, user: string, server: string): Message => [
    6,
    113014,
    dialect.aaaCommas
      ? `AAA authentication server not accessible : server = ${server}, User = ${user}`
      : `AAA authentication server not accessible : server =  ${server} : user = ${user}`,
  ],
  marked: (server: string, state: 'FAILED' | 'ACTIVE'): Message => [
    2,
    state === 'FAILED' ? 113022 : 113023,
    `AAA Marking RADIUS server ${server} in aaa-server group RAD-GRP as ${state}`,
  ],
  badDigest: [
    3,
    109026,
    '[RADIUS] Invalid reply digest received; shared server key may be mismatched.',
  ] satisfies Message,
  undecipherable: (user: string, server: string): Message => [
    4,
    109027,
    `[RADIUS] Unable to decipher response message Server = ${server}, User = ${user}`,
  ],
  lockedOut: (user: string): Message => [
    6,
    113006,
    `User '${user}' locked out on exceeding 3 successive failed authentication attempts`,
  ],
  unlocked: (user: string): Message => [6, 113007, `User '${user}' unlocked by 'enable_15'`],
  incomplete: (user: string, reason: string): Message => [
    6,
    113013,
    `AAA unable to complete the request Error : reason = ${reason} : user = ${user}`,
  ],
  noAcl: (user: string): Message => [3, 109016, `Can't find authorization ACL VPN-FILTER for user '${user}'`],
  groupLocked: (who: Who, group: string): Message => [
    4,
    113040,
    `Terminating the VPN connection attempt from ${who.tunnelGroup}. ` +
      `Reason: This connection is group locked to ${group}.`,
  ],
  dapDenies: ({ user, publicIp }: Who): Message => [
    5,
    734002,
    `DAP: User ${user}, Addr ${publicIp}: Connection terminated by the following DAP records: DENY-OLD`,
  ],
  peerLimit: ({ publicIp }: Who): Message => [
    3,
    316001,
    `Denied new tunnel to ${publicIp}. VPN peer limit (250) exceeded`,
  ],
  shunned: ({ publicIp }: Who, outsideIp: string): readonly Message[] => [
    [4, 401002, `Shun added: ${publicIp} 0.0.0.0 0 0`],
    [4, 401004, `Shunned packet: ${publicIp} ==> ${outsideIp} on interface outside`],
  ],
};

const alone = ({ publicIp }: Who) => `IP = ${publicIp}, `;

/** The words of IKEv1 when it fails (domain facts, B3). */
export const ikeFailure = {
  unknownGroup: (who: Who, asked: string): readonly Message[] => [
    [4, 713255, `${alone(who)}Received ISAKMP Aggressive Mode message 1 with unknown tunnel group name '${asked}'`],
    [
      6,
      713256,
      `${alone(who)}Sending spoofed ISAKMP Aggressive Mode message 2 due to receipt of unknown tunnel group.  ` +
        'Aborting connection.',
    ],
  ],
  noGroup: (who: Who): Message => [4, 713903, `${alone(who)}Can't find a valid tunnel group, aborting...!`],
  duplicate: (who: Who): Message => [
    5,
    713201,
    `${unnamed(who)}Duplicate Phase 1 packet detected.  Retransmitting last packet.`,
  ],
  duplicateFirst: (who: Who): Message => [5, 713202, `${alone(who)}Duplicate first packet detected.  Ignoring packet.`],
  timedOut: (who: Who, state: string): Message => [
    5,
    713136,
    `${state.startsWith('AM') ? unnamed(who) : alone(who)}IKE session establishment timed out [${state}], aborting!`,
  ],
  unmatched: (who: Who): Message => [5, 713904, `${alone(who)}Received encrypted packet with no matching SA, dropping`],
  attribute: (who: Who, phase: 1 | 2, received: string, configured: string): Message => [
    5,
    713257,
    `${phase === 1 ? alone(who) : named(who)}Phase ${phase} failure:  Mismatched attribute types for class ` +
      `Group Description:  Rcv'd: ${received}  Cfg'd: ${configured}`,
  ],
  noProposal: (who: Who): Message => [5, 713904, `${alone(who)}All SA proposals found unacceptable`],
  badPayload: (who: Who): Message => [3, 713048, `${alone(who)}Error processing payload: Payload ID: 1`],
  noIpsecProposal: (who: Who): Message => [5, 713904, `${named(who)}All IPSec SA proposals found unacceptable!`],
  quickModeError: (who: Who): Message => [
    3,
    713902,
    `${named(who)}QM FSM error (P2 struct &0xd8a6c1f0, mess id 0x8e2f6a12)!`,
  ],
  noCryptoMap: ({ cryptoMapEntry }: Dialect, who: Who): Message => [
    3,
    713061,
    cryptoMapEntry
      ? `${named(who)}Rejecting IPSec tunnel: no matching crypto map entry for remote proxy ` +
        '192.168.200.0/255.255.255.0/0/0 local proxy 0.0.0.0/0.0.0.0/0/0 on interface outside'
      : `${named(who)}Tunnel rejected: Crypto Map Policy not found for Src:192.168.200.0, Dst: 0.0.0.0!`,
  ],
  noIdentity: (who: Who): Message => [
    3,
    713098,
    `${unnamed(who)}Aborting: No identity cert specified in IPsec SA (outside_dyn_map)!`,
  ],
  groupLocked: (who: Who): Message => [
    3,
    713060,
    `${named(who)}Tunnel Rejected: User (${who.user}) not member of group (${who.tunnelGroup}), group-lock check failed.`,
  ],
  notPermitted: (who: Who): Message => [
    3,
    713051,
    `${named(who)}Terminating connection attempt: IPSEC not permitted for group (${who.groupPolicy})`,
  ],
  conflicting: (who: Who): Message => [
    3,
    713206,
    `${named(who)}Tunnel Rejected: Conflicting protocols specified by tunnel-group and group-policy`,
  ],
  simultaneous: (who: Who): Message => [
    6,
    713905,
    `${named(who)}Login authentication failed due to max simultaneous-login restriction.`,
  ],
  tooMany: (who: Who): Message => [3, 713191, `${alone(who)}Maximum concurrent IKE negotiations exceeded!`],
  firewall: (who: Who): Message => [
    3,
    713141,
    `${named(who)}Client-reported firewall does not match configured firewall: terminated tunnel. ` +
      'Received -- Vendor: Unknown(0), Product Unknown(0), Caps: 0. ' +
      'Expected -- Vendor: Cisco Systems(1), Product Cisco Integrated Client(1), Caps: 1',
  ],
  noFirewall: (who: Who): Message => [
    3,
    713142,
    `${named(who)}Client did not report firewall in use, but there is a configured firewall: terminated tunnel. ` +
      'Expected -- Vendor: Cisco Systems(1), Product Cisco Integrated Client(1), Caps: 1',
  ],
  clientType: (who: Who): Message => [3, 713218, `${named(who)}Tunnel Rejected: Client Type or Version not allowed.`],
  redirected: (who: Who): Message => [
    6,
    713128,
    `${alone(who)}Connection attempt to 10.10.10.9 redirected to VCA peer 10.10.10.3 via load balancing`,
  ],
};

/** The words of WebVPN and AnyConnect when they fail (domain facts, B1, B6). */
export const webFailure = {
  disabled: (who: Who): Message => [
    6,
    716006,
    `${angled(who)}WebVPN session not allowed. WebVPN protocol is disabled for this user.`,
  ],
  noSession: (who: Who): Message => [4, 716007, `${angled(who)}WebVPN Unable to create session.`],
  limit: (who: Who, messageId: 113029 | 716023): Message => [
    4,
    messageId,
    `${angled(who)}Session could not be established: session limit of 2 reached.`,
  ],
  handshake: (who: Who, port: number, outsideIp: string): readonly Message[] => [
    [
      6,
      725001,
      `Starting SSL handshake with client outside:${who.publicIp}/${port} to ${outsideIp}/443 for TLSv1 session`,
    ],
    [7, 725014, 'SSL lib error. Function: SSL3_GET_CLIENT_CERTIFICATE Reason: no certificate returned'],
    [6, 725006, `Device failed SSL handshake with client outside:${who.publicIp}/${port} to ${outsideIp}/443`],
  ],
};
