import type { Dialect } from './dialect.ts';
import { expected } from './firewall.ts';
import type { Firewall } from './firewall.ts';
import { named, unnamed } from './message.ts';
import type { Message, Who } from './message.ts';

/** A pair of IPsec SAs by their SPIs. */
export interface SaPair {
  readonly inbound: number;
  readonly outbound: number;
}

/** The words of IKEv1 remote access (domain facts, B2, B3 and B11). */
export const ike = {
  landed: (who: Who): Message => [
    7,
    713906,
    `IP = ${who.publicIp}, Connection landed on tunnel_group ${who.tunnelGroup}`,
  ],
  natDetection: (who: Who, behindNat: boolean): Message => [
    6,
    713172,
    `${unnamed(who)}Automatic NAT Detection Status:     Remote end ${behindNat ? 'is' : 'is NOT'} behind a NAT device     ` +
      'This   end is NOT behind a NAT device',
  ],
  xauthAccepted: (who: Who): Message => [7, 713052, `${named(who)}User (${who.user}) authenticated.`],
  xauthRejected: (who: Who): Message => [
    3,
    713167,
    `${unnamed(who)}Remote peer has failed user authentication -  check configured username and password`,
  ],
  modeAttribute: (who: Who): Message => [5, 713130, `${named(who)}Received unsupported transaction mode attribute: 5`],
  client: (who: Who, clientType: string, clientVersion: string): Message => [
    6,
    713184,
    `${named(who)}Client Type: ${clientType}  Client Application Version: ${clientVersion}`,
  ],
  firewallRecord: (who: Who, { vendor, product, version }: Firewall): Message => [
    7,
    713143,
    `${named(who)}Processing firewall record. Vendor: ${vendor}, Product: ${product}, Caps: 3, Version Number: 1, Version String: ${version}`,
  ],
  otherFirewall: (who: Who, { vendor, product }: Firewall): Message => [
    3,
    713141,
    `${named(who)}Client-reported firewall does not match configured firewall: allowed tunnel. ` +
      `Received -- Vendor: ${vendor}, Product ${product}, Caps: 3.  ` +
      `Expected -- Vendor: ${expected.vendor}, Product: ${expected.product}, Caps: 3`,
  ],
  noFirewall: (who: Who): Message => [
    3,
    713142,
    `${named(who)}Client did not report firewall in use, but there is a configured firewall: allowed tunnel. ` +
      `Expected -- Vendor: ${expected.vendor}, Product ${expected.product}, Caps: 3`,
  ],
  assigned: (who: Who, address: string): Message => [
    6,
    713228,
    `${named(who)}Assigned private IP address ${address} to remote user`,
  ],
  noAddress: (who: Who): Message => [3, 713132, `${named(who)}Cannot obtain an IP address for remote peer`],
  phase1: (dialect: Dialect, who: Who): Message => [dialect.phase1Severity, 713119, `${named(who)}PHASE 1 COMPLETED`],
  keepAlive: (who: Who): Message => [7, 713121, `${named(who)}Keep-alive type for this connection: DPD`],
  lifetime: (who: Who): Message => [
    5,
    713075,
    `${named(who)}Overriding Initiator's IPSec rekeying duration from 2147483 to 28800 seconds`,
  ],
  created: (who: Who, outsideIp: string, pair: SaPair, saType: SaType = 'remote access'): readonly Message[] =>
    bothWays(602303, who, outsideIp, pair, `${saType} SA`, 'created'),
  deleted: (who: Who, outsideIp: string, pair: SaPair, saType: SaType = 'remote access'): readonly Message[] =>
    bothWays(602304, who, outsideIp, pair, `${saType} SA`, 'deleted'),
  negotiated: (who: Who, pair: SaPair): Message => [
    5,
    713049,
    `${named(who)}Security negotiation complete for User (${who.user})  Responder, ` +
      `Inbound SPI = 0x${hex(pair.inbound)}, Outbound SPI = 0x${hex(pair.outbound)}`,
  ],
  phase2: (who: Who, messageId: number): Message => [
    5,
    713120,
    `${named(who)}PHASE 2 COMPLETED (msgid=${hex(messageId)})`,
  ],
  /** Of a machine that has no user: an L2TP client, or the peer of a LAN-to-LAN tunnel. */
  machinePhase1: (dialect: Dialect, who: Who): Message => [
    dialect.phase1Severity,
    713119,
    `${unnamed(who)}PHASE 1 COMPLETED`,
  ],
  l2tpNegotiated: (who: Who, pair: SaPair): Message => [
    5,
    713049,
    `${unnamed(who)}Security negotiation complete for User ()  Responder, ` +
      `Inbound SPI = 0x${hex(pair.inbound)}, Outbound SPI = 0x${hex(pair.outbound)}`,
  ],
  machinePhase2: (who: Who, messageId: number): Message => [
    5,
    713120,
    `${unnamed(who)}PHASE 2 COMPLETED (msgid=${hex(messageId)})`,
  ],
  l2tpTerminated: (who: Who, reason: string, outsideIp: string): Message => [
    5,
    713050,
    `${unnamed(who)}Connection terminated for peer ${who.publicIp}.  Reason: ${reason}  ` +
      `Remote Proxy ${who.publicIp}, Local Proxy ${outsideIp}`,
  ],
  l2tpUp: (who: Who, tunnel: number, address: string): Message => [
    6,
    603106,
    `L2TP Tunnel created, tunnel_id is ${tunnel}, remote_peer_ip is ${who.publicIp}, ` +
      `ppp_virtual_interface_id is 1, client_dynamic_ip is ${address}, username is ${who.user}`,
  ],
  l2tpDown: (who: Who, tunnel: number): Message => [
    6,
    603107,
    `L2TP Tunnel deleted, tunnel_id = ${tunnel}, remote_peer_ip = ${who.publicIp}`,
  ],
  rekeyTimer: (who: Who): Message => [7, 715080, `${named(who)}Starting P2 rekey timer: 27360 seconds.`],
  terminated: (who: Who, reason: string, address: string): Message => [
    5,
    713050,
    `${named(who)}Connection terminated for peer ${who.user}.  Reason: ${reason}  ` +
      `Remote Proxy ${address}, Local Proxy 0.0.0.0`,
  ],
  tornDown: (who: Who, reason: string): Message => [
    5,
    713259,
    `${named(who)}Session is being torn down. Reason: ${reason}`,
  ],
  lostContact: (who: Who): Message => [
    3,
    713123,
    `${named(who)}IKE lost contact with remote peer, deleting connection (keepalive type: DPD)`,
  ],
  deleteSent: (who: Who, reason: string): Message => [
    3,
    713194,
    `${named(who)}Sending IKE Delete With Reason message: ${reason}.`,
  ],
  noPeerEntry: (who: Who): readonly Message[] => [
    [3, 713902, `${unnamed(who)}Removing peer from peer table failed, no match!`],
    [4, 713903, `${unnamed(who)}Error: Unable to remove PeerTblEntry`],
  ],
};

const hex = (number: number) => number.toString(16).padStart(8, '0');

/** What 602303 and 602304 call the two kinds of SA. */
export type SaType = 'remote access' | 'LAN-to-LAN';

function bothWays(
  messageId: number,
  who: Who,
  outsideIp: string,
  pair: SaPair,
  what: string,
  verb: string,
): readonly Message[] {
  const one = (direction: 'inbound' | 'outbound'): Message => [
    6,
    messageId,
    `IPSEC: An ${direction} ${what} (SPI= 0x${hex(pair[direction]).toUpperCase()}) ` +
      `between ${outsideIp} and ${who.publicIp} (user= ${who.user}) has been ${verb}.`,
  ];
  return [one('outbound'), one('inbound')];
}
