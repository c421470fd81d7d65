import type { Dialect } from './dialect.ts';
import { named } from './message.ts';
import type { Message, Reason, Who } from './message.ts';

/** The words of AAA, DAP, address assignment and the end of a session (domain facts, B1, B5, B6). `undefined`: this release has no such message. */
export const aaa = {
  accepted: (dialect: Dialect, user: string, server: string | null): Message => {
    if (server === null) return [6, 113012, `AAA user authentication Successful : local database : user = ${user}`];
    return [6, 113004, `AAA user authentication Successful : ${serverAndUser(dialect, server, user)}`];
  },
  rejected: (dialect: Dialect, user: string, server: string | null, reason: string, publicIp: string): Message => {
    const from = dialect.userIp ? ` : user IP = ${publicIp}` : '';
    const rejected = `AAA user authentication Rejected : reason = ${reason} : `;
    if (server === null) return [6, 113015, `${rejected}local database : user = ${user}${from}`];
    return [6, 113005, `${rejected}${serverAndUser(dialect, server, user)}${from}`];
  },
  policy: (who: Who): Message => [
    6,
    113009,
    `AAA retrieved default group policy (${who.groupPolicy}) for user = ${who.user}`,
  ],
  transaction: (who: Who): Message => [6, 113008, `AAA transaction status ACCEPT : user = ${who.user}`],
  dap: (dialect: Dialect, who: Who, connection: Connection): Message | undefined =>
    dialect.dap
      ? [
          6,
          734001,
          `DAP: User ${who.user}, Addr ${who.publicIp}, Connection ${connection}: ` +
            'The following DAP records were selected for this connection: DfltAccessPolicy',
        ]
      : undefined,
  loggedOff: (user: string): Message => [
    5,
    111008,
    `User 'enable_15' executed the 'vpn-sessiondb logoff name ${user} noconfirm' command.`,
  ],
  closed: (who: Who, end: Ending): Message => [
    4,
    113019,
    `${named(who)}Session disconnected. Session Type: ${end.sessionType}, Duration: ${duration(end.seconds)}, ` +
      `Bytes xmt: ${end.bytesTx}, Bytes rcv: ${end.bytesRx}, Reason: ${end.reason}`,
  ],
};

/** What 113019 tells; bytes as the ASA counts them. */
export interface Ending {
  readonly sessionType: string;
  readonly seconds: number;
  readonly bytesTx: number;
  readonly bytesRx: number;
  readonly reason: Reason;
}

/** What 734001 calls the ways to connect. */
export type Connection = 'IPSec' | 'AnyConnect' | 'Clientless' | 'L2TP';

/** The words of the IP address utility (domain facts, B5); `handle` is what it calls the session. */
export const ipaa = ({ sessionInIpaa }: Dialect, handle: number, pool: string) => {
  const prefix = sessionInIpaa ? `IPAA: Session=${handleText(handle)}, ` : 'IPAA: ';
  const named = sessionInIpaa ? `${pool} ` : '';
  return {
    asked: (client: 'IKE' | 'SVC'): Message => [7, 737001, `${prefix}Received message 'UTL_IP_${client}_ADDR_REQ'`],
    succeeded: (who: Who): Message => [
      6,
      737006,
      `${prefix}Local pool request succeeded for tunnel-group '${who.tunnelGroup}'`,
    ],
    assigned: (address: string): Message => [
      6,
      737026,
      `${prefix}Client assigned ${address} from local pool${sessionInIpaa ? ` ${pool}` : ''}`,
    ],
    freed: (address: string): Message => [6, 737016, `${prefix}Freeing local pool ${named}address ${address}`],
    refused: (who: Who): readonly Message[] => [
      [4, 737019, `${prefix}Unable to get address from group-policy or tunnel-group local pools`],
      [5, 737007, `${prefix}Local pool request failed for tunnel-group '${who.tunnelGroup}'`],
      [4, 737012, `${prefix}Address assignment failed`],
    ],
    noServer: (who: Who): readonly Message[] => [
      [5, 737003, `${prefix}DHCP configured, no viable servers found for tunnel-group '${who.tunnelGroup}'`],
      [4, 737012, `${prefix}Address assignment failed`],
    ],
  };
};

/** The words of the identity of a VPN user (domain facts, B1). `undefined`: this release has no such message. */
export const identity = {
  added: (dialect: Dialect, handle: number, user: string, address: string): Message | undefined =>
    uauth(dialect, [
      5,
      109201,
      `Session=${handleText(handle)}, User=${user}, Assigned IP=${address}, Succeeded adding entry.`,
    ]),
  removed: (dialect: Dialect, handle: number, user: string, address: string): Message | undefined =>
    uauth(dialect, [
      5,
      109210,
      `Session=${handleText(handle)}, User=${user}, Assigned IP=${address}, Succeeded removing entry.`,
    ]),
};

function uauth(dialect: Dialect, [severity, messageId, text]: Message): Message | undefined {
  return dialect.sessionInIpaa ? [severity, messageId, `UAUTH: ${text}`] : undefined;
}

/** The index of a session, as the session database shifts it. */
const handleText = (handle: number) => `0x${(handle * 4096).toString(16).padStart(8, '0')}`;

function serverAndUser({ aaaCommas }: Dialect, server: string, user: string): string {
  return aaaCommas ? `server = ${server}, User = ${user}` : `server =  ${server} : user = ${user}`;
}

/** As 113019 prints it: `0h:39m:20s`, `1d 19h:41m:14s`. */
function duration(seconds: number): string {
  const days = Math.floor(seconds / 86400);
  const two = (number: number) => String(number).padStart(2, '0');
  const clock = `${Math.floor(seconds / 3600) % 24}h:${two(Math.floor(seconds / 60) % 60)}m:${two(seconds % 60)}s`;
  return days === 0 ? clock : `${days}d ${clock}`;
}
