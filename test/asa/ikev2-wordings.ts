import type { Dialect } from './dialect.ts';
import type { Message, Who } from './message.ts';

/** The words of IKEv2 (domain facts, B4): before each stands who speaks to whom (B0, prefix L), as yet `Unknown` or by name. */
export const ikev2 = {
  asked: (dialect: Dialect, who: Who, outsideIp: string): Message => [
    5,
    750002,
    `${ends(who, outsideIp, 'Unknown', 500)}${word(dialect)}Received a IKE_INIT_SA request`,
  ],
  client: (dialect: Dialect, who: Who, outsideIp: string, system: string, agent: string): Message => [
    6,
    751026,
    `${ends(who, outsideIp)}${word(dialect)}Client OS: ${system} Client: ${agent}`,
  ],
  assigned: (dialect: Dialect, who: Who, outsideIp: string, address: string): Message => [
    5,
    751025,
    `${ends(who, outsideIp)}${word(dialect)}Group:${who.groupPolicy} IPv4 Address=${address} IPv6 address=:: assigned to session`,
  ],
  up: (dialect: Dialect, who: Who, outsideIp: string): Message => [
    5,
    750006,
    `${ends(who, outsideIp)}${word(dialect)}SA UP. Reason: New Connection Established`,
  ],
  down: (dialect: Dialect, who: Who, outsideIp: string, reason: string): Message => [
    5,
    750007,
    `${ends(who, outsideIp)}${word(dialect)}SA DOWN. Reason: ${reason}`,
  ],
  aborted: (dialect: Dialect, who: Who, outsideIp: string, error: string, user = who.user): Message => [
    4,
    750003,
    `${ends(who, outsideIp, user)}${word(dialect)}Negotiation aborted due to ERROR: ${error}`,
  ],
  failed: (who: Who, outsideIp: string, error: string): Message => [
    3,
    751011,
    `${ends(who, outsideIp)}Failed user authentication. Error: ${error}`,
  ],
  noGroup: (who: Who, outsideIp: string): Message => [
    3,
    751009,
    `${ends(who, outsideIp, 'Unknown')}Unable to find tunnel group for peer.`,
  ],
  badCertificate: (who: Who, outsideIp: string): Message => [
    3,
    751006,
    `${ends(who, outsideIp, 'Unknown')}Certificate authentication failed. Error: Unable to validate certificate`,
  ],
  notEnabled: (who: Who, outsideIp: string): Message => [
    3,
    751008,
    `${ends(who, outsideIp)}Group=${who.tunnelGroup}, Tunnel rejected: IKEv2 not enabled in group policy`,
  ],
  locked: (who: Who, outsideIp: string, group: string): Message => [
    3,
    751018,
    `${ends(who, outsideIp)}Terminating the VPN connection attempt from ${who.tunnelGroup}. ` +
      `Reason: This connection is group locked to ${group}.`,
  ],
  noLicense: (who: Who, outsideIp: string): Message => [
    4,
    751019,
    `${ends(who, outsideIp)}Failed to obtain an AnyConnect Premium license. Maximum license limit 2 exceeded.`,
  ],
  noResources: (dialect: Dialect, who: Who, outsideIp: string): Message => [
    5,
    750008,
    `${ends(who, outsideIp, 'Unknown')}${word(dialect)}SA rejected due to system resource low`,
  ],
  noCryptoMap: (who: Who, outsideIp: string): Message => [
    3,
    751022,
    `${ends(who, outsideIp)}Tunnel rejected: Crypto Map Policy not found for remote traffic selector ` +
      '10.99.0.0/10.99.0.255/0/65535/0 local traffic selector 10.98.0.0/10.98.0.255/0/65535/0!',
  ],
};

function ends(who: Who, outsideIp: string, user = who.user, port = 4500): string {
  return `Local:${outsideIp}:${port} Remote:${who.publicIp}:${port} Username:${user} `;
}

const word = ({ ikev2Word }: Dialect) => (ikev2Word ? 'IKEv2 ' : '');
