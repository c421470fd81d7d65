import { createRequire } from 'node:module';

import type { SnmpAuth, SnmpPriv } from '../../../server/domain/snmp.ts';

/** What of the package a sender of traps is made of. */
interface Package {
  readonly createSession: (target: string, community: string, options: object) => Session;
  readonly createV3Session: (target: string, user: object, options: object) => Session;
  readonly Version1: number;
  readonly Version2c: number;
  readonly ObjectType: Readonly<Record<string, number>>;
  readonly SecurityLevel: Readonly<Record<string, number>>;
  readonly AuthProtocols: Readonly<Record<string, number>>;
  readonly PrivProtocols: Readonly<Record<string, number>>;
}
interface Session {
  send: (request: { readonly message: Message }) => void;
  trap(oid: string | number, varbinds: readonly object[], options: object, done: () => void): void;
  inform(oid: string, varbinds: readonly object[], done: () => void): void;
  close(): void;
}
interface Message {
  readonly msgSecurityParameters?: { msgAuthoritativeEngineBoots: number; msgAuthoritativeEngineTime: number };
  toBuffer(): Buffer;
}
const snmp = createRequire(import.meta.url)('net-snmp') as Package; // it has no types for what sends

export interface Sent {
  readonly oid?: string;
  readonly uptime?: number;
  readonly varbinds?: readonly { readonly oid: string; readonly type: string; readonly value: unknown }[];
}

export interface SenderV3 {
  readonly user: string;
  readonly auth?: SnmpAuth;
  readonly authKey?: string;
  readonly priv?: SnmpPriv;
  readonly privKey?: string;
  /** Hexadecimal. */
  readonly engineId: string;
  readonly boots: number;
  readonly time: number;
}

export const TUNNEL_STOP = '1.3.6.1.4.1.9.9.171.2.0.8';
const ACTIVE_TIME = { oid: '1.3.6.1.4.1.9.9.171.1.3.2.1.10.7', type: 'Integer', value: 4200 };
/** What sends without a socket: its datagrams are what a session of the package would send. */
const NOWHERE = { createSocket: () => ({ on: () => undefined, unref: () => undefined, close: () => undefined }) };

/** The datagram of a v2c trap. */
export function trapV2c(community: string, sent: Sent = {}): Buffer {
  return bytesOf(snmp.createSession('', community, { version: snmp.Version2c, dgramModule: NOWHERE }), sent);
}

/** The datagram of a v1 trap: generic by its number, another by enterprise and number in one OID. */
export function trapV1(community: string, trap: string | number, { uptime = 1, varbinds = [] }: Sent = {}): Buffer {
  const session = snmp.createSession('', community, { version: snmp.Version1, dgramModule: NOWHERE });
  return captured(session, (done) => session.trap(trap, packaged(varbinds), { upTime: uptime, agentAddr: '192.0.2.1' }, done)); // prettier-ignore
}

/** The datagram of a v2c inform. */
export function informV2c(community: string, { oid = TUNNEL_STOP, varbinds = [ACTIVE_TIME] }: Sent = {}): Buffer {
  const session = snmp.createSession('', community, { version: snmp.Version2c, dgramModule: NOWHERE });
  return captured(session, (done) => session.inform(oid, packaged(varbinds), done));
}

/** The datagram of a v3 trap. */
export function trapV3(sender: SenderV3, sent: Sent = {}): Buffer {
  const { user, auth, authKey, priv, privKey, engineId, boots, time } = sender;
  const level = auth === undefined ? 'noAuthNoPriv' : priv === undefined ? 'authNoPriv' : 'authPriv';
  const keys = {
    ...(auth && { authProtocol: snmp.AuthProtocols[auth], authKey }),
    ...(priv && { privProtocol: snmp.PrivProtocols[priv === 'aes256' ? 'aes256r' : priv], privKey }),
  };
  const session = snmp.createV3Session(
    '',
    { name: user, level: snmp.SecurityLevel[level], ...keys },
    { engineID: engineId, dgramModule: NOWHERE },
  );
  return bytesOf(session, sent, ({ msgSecurityParameters }) => {
    Object.assign(msgSecurityParameters ?? {}, { msgAuthoritativeEngineBoots: boots, msgAuthoritativeEngineTime: time }); // prettier-ignore
  });
}

function bytesOf(
  session: Session,
  { oid = TUNNEL_STOP, uptime = 4711, varbinds = [ACTIVE_TIME] }: Sent,
  change: (message: Message) => void = () => undefined,
): Buffer {
  return captured(session, (done) => session.trap(oid, packaged(varbinds), { upTime: uptime }, done), change);
}

function captured(
  session: Session,
  send: (done: () => void) => void,
  change: (message: Message) => void = () => undefined,
): Buffer {
  // prettier-ignore
  let datagram: Buffer | undefined;
  session.send = ({ message }) => {
    change(message);
    datagram = message.toBuffer();
  };
  send(() => undefined);
  if (datagram === undefined) throw new Error('the package has sent nothing');
  return Buffer.from(datagram);
}

function packaged(varbinds: NonNullable<Sent['varbinds']>): readonly object[] {
  return varbinds.map(({ oid, type, value }) => ({ oid, type: snmp.ObjectType[type], value }));
}
