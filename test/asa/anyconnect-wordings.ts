import type { Dialect } from './dialect.ts';
import { angled } from './message.ts';
import type { Message, Who } from './message.ts';

/** How an AnyConnect tunnel travels: TCP carries SSL, UDP carries DTLS. */
export type Transport = 'TCP' | 'UDP';

/** The words of AnyConnect (domain facts, B1, B6 and B11). `undefined`: this release has no such message. */
export const svc = {
  handshake: (dialect: Dialect, who: Who, port: number, outsideIp: string): readonly Message[] => {
    const client = `client outside:${who.publicIp}/${port}`;
    const session = dialect.newSvcWords ? ` to ${outsideIp}/443 for ${dialect.tls} session` : '';
    return [
      [6, 725001, `Starting SSL handshake with ${client}${session === '' ? ' for TLSv1 session.' : session}`],
      [6, 725002, `Device completed SSL handshake with ${client}${session}`],
    ];
  },
  rejected: (who: Who): Message => [6, 716039, `${angled(who)}Authentication: rejected, Session Type: WebVPN.`],
  webStarted: (dialect: Dialect, who: Who): Message | undefined =>
    dialect.webVpnStage ? [6, 716001, `${angled(who)}WebVPN session started.`] : undefined,
  webTerminated: (dialect: Dialect, who: Who, reason: string): Message | undefined =>
    dialect.webVpnStage ? [6, 716002, `${angled(who)}WebVPN session terminated: ${reason}.`] : undefined,
  portalStarted: (who: Who): Message => [6, 716001, `${angled(who)}WebVPN session started.`],
  portalAccepted: (who: Who): Message => [6, 716038, `${angled(who)}Authentication: successful, Session Type: WebVPN.`],
  portalEnded: (who: Who, reason: string): Message => [
    6,
    716002,
    `${angled(who)}WebVPN session terminated: ${reason}.`,
  ],
  parentStarted: (who: Who): Message => [6, 113039, `${angled(who)}AnyConnect parent session started.`],
  assigned: (dialect: Dialect, who: Who, address: string): Message => {
    const words = dialect.newSvcWords ? `IPv4 Address <${address}> IPv6 address <::>` : `Address <${address}>`;
    return [6, 722051, `${angled(who)}${words} assigned to session`];
  },
  noAddress: (who: Who): Message => [
    3,
    722020,
    `TunnelGroup <${who.tunnelGroup}> GroupPolicy <${who.groupPolicy}> User <${who.user}> IP <${who.publicIp}> ` +
      'No address available for SVC connection',
  ],
  first: (who: Who, transport: Transport): Message => [
    5,
    722033,
    `${angled(who)}First ${transport} SVC connection established for SVC session.`,
  ],
  renewed: (who: Who, transport: Transport): Message => [
    5,
    722034,
    `${angled(who)}New ${transport} SVC connection, no existing connection.`,
  ],
  established: (who: Who, transport: Transport): Message => [
    6,
    722022,
    `${angled(who)}${transport} SVC connection established without compression`,
  ],
  terminated: (who: Who, transport: Transport): Message => [
    6,
    722023,
    `${angled(who)}${transport} SVC connection terminated without compression`,
  ],
  client: (who: Who, agent: string): Message => [6, 722055, `${angled(who)}Client Type: ${agent}`],
  closing: (who: Who, why: string): Message => [5, 722037, `${angled(who)}SVC closing connection: ${why}.`],
  userDisconnects: (who: Who): Message => [
    5,
    722012,
    `${angled(who)}SVC Message: 16/NOTICE: The user has requested to disconnect the connection.`,
  ],
  lost: (who: Who): Message => [6, 716058, `${angled(who)}AnyConnect session lost connection. Waiting to resume.`],
  resumed: (dialect: Dialect, who: Who, publicIp: string): Message => [
    6,
    716059,
    dialect.newSvcWords
      ? `${angled(who)}AnyConnect session resumed connection from IP ${publicIp}.`
      : `${angled(who)}AnyConnect session resumed. Connection from ${publicIp}.`,
  ],
};
