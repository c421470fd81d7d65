import {
  Authentication,
  AuthProtocols,
  createReceiver,
  createSession,
  createV3Session,
  Encryption,
  ObjectType,
  PduType,
  PrivProtocols,
  RequestFailedError,
  RequestInvalidError,
  RequestTimedOutError,
  ResponseInvalidCode,
  ResponseInvalidError,
  SecurityLevel,
  Version2c,
  Version3,
  type Answer,
  type DesAlgorithm,
  type PackageSocket,
  type PackageVarbind,
  type Pdu,
  type Session,
  type User,
} from 'net-snmp';

import type { TrapOut, TrapTo } from '../../server/domain/alert/trap-out.ts';
import { levelOf, type SnmpAccess, type SnmpPriv, type SnmpSecrets } from '../../server/domain/snmp.ts';
import { decryptDes, encryptDes } from './des.ts';
import { notificationOf, valueOf, type Notification } from './decoded.ts';
import type { Link } from './link.ts';
import type { Asker, AskFault, SnmpLimits } from './session.ts';
import type { Varbind } from './trap.ts';

// The one file that knows the package. Its error objects carry keys and the right digest: nothing of them leaves this file but a code word.

/** Why a message could not be decoded. */
export type DecodeFault = 'wrongDigest' | 'undecryptable' | 'notATrap' | 'tooManyVarbinds' | 'undecodable';

export interface Decoded {
  readonly notification: Notification;
  /** What an inform is answered with. */
  readonly reply?: Buffer;
}

export type Decode = (datagram: Buffer) => Decoded | DecodeFault;

/** How the parts of an access are spoken with: the device's version, user and protocols, and their secrets. */
export type Credentials = Pick<SnmpAccess, 'version' | 'user' | 'auth' | 'priv'> & SnmpSecrets;

const privs: Readonly<Record<SnmpPriv, number>> = {
  des: PrivProtocols.des,
  aes: PrivProtocols.aes,
  aes256: PrivProtocols.aes256r,
};

// The package asks OpenSSL for DES, which has none any more.
Object.assign(Encryption.algorithms[PrivProtocols.des] ?? {}, {
  decryptPdu: (sealed, _priv, salt, privKey, auth, { engineID }) =>
    decryptDes(sealed, Authentication.passwordToKey(auth, privKey, engineID), salt),
  encryptPdu: (plain, _priv, privKey, auth, { engineID }) => {
    const { sealed, salt } = encryptDes(plain, Authentication.passwordToKey(auth, privKey, engineID));
    return { encryptedPdu: sealed, msgPrivacyParameters: salt };
  },
} satisfies DesAlgorithm);

/**
 * A decoder that has the credentials of one device alone; without any, it takes every community, and must be given nothing of version 3,
 * as one with a community must not: an empty user would pass. The package reads from a socket that is none, so it can answer nobody.
 */
export function decoder(credentials: Credentials | undefined, { informs }: { readonly informs: boolean }): Decode {
  let read: (datagram: Buffer) => void = () => undefined;
  let heard: { pdu?: Pdu; fault?: DecodeFault; reply?: Buffer } = {};
  const socket: PackageSocket = {
    on: (event, listener) => {
      if (event === 'message') read = (datagram) => listener(datagram, NOBODY);
    },
    bind: () => undefined,
    send: (reply) => {
      heard.reply = reply;
    },
  };
  const receiver = createReceiver(
    {
      dgramModule: { createSocket: () => socket },
      disableAuthorization: credentials === undefined,
      includeAuthentication: true,
    },
    (error, data) => {
      if (error === null && data !== undefined) heard.pdu = data.pdu;
      else heard.fault = faultOf(error);
    },
  );
  const { version, user, community } = credentials ?? {};
  if (credentials !== undefined && user !== undefined) receiver.getAuthorizer().addUser(userOf(user, credentials));
  if (community !== undefined) receiver.getAuthorizer().addCommunity(community);
  const expectedUser = version === 'v3' ? user : undefined;

  return (datagram) => {
    heard = {};
    try {
      read(datagram);
    } catch (error) {
      return faultOf(error);
    }
    const { pdu, fault = 'undecodable', reply } = heard; // neither: it would have answered with a report
    if (pdu === undefined) return fault;
    if (pdu.user !== expectedUser) return 'undecodable';
    if (pdu.type === PduType.InformRequest && !informs) return 'notATrap';
    const notification = notificationOf(pdu.type === PduType.Trap ? { v1: headOf(pdu), ...pdu } : pdu);
    if (notification === undefined) return 'undecodable';
    if (typeof notification === 'string') return notification;
    return { notification, ...(reply !== undefined && { reply }) };
  };
}

/** Whom the package believes to hear, and to answer. */
const NOBODY = { address: '', port: 0 };

function userOf(name: string, { version, auth, authKey, priv, privKey }: Credentials): User {
  return {
    name,
    level: SecurityLevel[levelOf({ version, ...(auth && { auth }), ...(priv && { priv }) })],
    ...(auth !== undefined && authKey !== undefined && { authProtocol: AuthProtocols[auth], authKey }),
    ...(priv !== undefined && privKey !== undefined && { privProtocol: privs[priv], privKey }),
  };
}

/** A trap of version 1, whose head was cut off, has no numbers here: that makes it no notification. */
function headOf({ enterprise = '', generic = -1, specific = -1, upTime = 0 }: Pdu) {
  return { enterprise, generic, specific, upTime };
}

function faultOf(error: unknown): DecodeFault {
  if (error instanceof RequestInvalidError) return 'notATrap';
  if (!(error instanceof ResponseInvalidError)) return 'undecodable';
  if (error.code === ResponseInvalidCode.ECouldNotDecrypt) return 'undecryptable';
  return error.code === ResponseInvalidCode.EAuthFailure ? 'wrongDigest' : 'undecodable';
}

/**
 * Asks one agent over a socket of ours, with the credentials of its device: the package retries and encrypts. An answer below the level of
 * the access, which the package would take, is none.
 */
export function asker(
  { socket, family, onUnread }: Link,
  access: SnmpAccess,
  secrets: SnmpSecrets,
  limits: SnmpLimits,
): Asker {
  // prettier-ignore
  const { version, user, host, port } = access;
  const { timeout, retries } = limits;
  const options = { transport: family, port, timeout, retries, dgramModule: { createSocket: () => socket } };
  const session =
    version === 'v3'
      ? createV3Session(host, userOf(user ?? '', { ...access, ...secrets }), { ...options, version: Version3 })
      : createSession(host, secrets.community ?? '', { ...options, version: Version2c });
  // What cannot be decoded: an event without a listener would end the process.
  session.on('error', onUnread);
  if (version === 'v3') refuseBelow(session, access);
  return {
    get: (oids, done) => session.get(oids, (error, told) => done(askFaultOf(error), told?.map(readVarbind))),
    next: (oids, done) => session.getNext(oids, (error, told) => done(askFaultOf(error), told?.map((one) => [readVarbind(one)]))), // prettier-ignore
    bulk: (oids, most, done) => session.getBulk(oids, 0, most, (error, told) => done(askFaultOf(error), told?.map((column) => column.map(readVarbind)))), // prettier-ignore
    forget: () => forget(secrets),
  };
}

/** How old our engine is (RFC 3414, 2.2): its boots, and the seconds since the last one. */
export interface OurEngine {
  readonly boots: number;
  readonly time: number;
}

/** Sends one trap over a socket of ours; what is told when it is on its way is whether the system took it. */
export function sendTrapOver(
  link: Link,
  to: TrapTo,
  trap: TrapOut,
  engine: OurEngine,
  done: (taken: boolean) => void,
): void {
  // prettier-ignore
  const { version, user, community = '', engineId: engineID, address, port } = to;
  const options = { transport: link.family, port, timeout: 1, retries: 0, dgramModule: { createSocket: () => link.socket } }; // prettier-ignore
  const session =
    version === 'v3'
      ? createV3Session(address, userOf(user ?? '', to), { ...options, version: Version3, engineID })
      : createSession(address, community, { ...options, version: Version2c });
  session.on('error', link.onUnread);
  const send = session.send.bind(session);
  session.send = (request, noWait) => {
    const parameters = request.message.msgSecurityParameters;
    if (parameters !== undefined)
      Object.assign(parameters, { msgAuthoritativeEngineBoots: engine.boots, msgAuthoritativeEngineTime: engine.time });
    send(request, noWait);
  };
  const varbinds = trap.varbinds.map(({ oid, value }) => {
    return { oid, value, type: typeof value === 'number' ? ObjectType.Integer : ObjectType.OctetString };
  });
  session.trap(trap.oid, varbinds, (error) => {
    forget(to);
    done(error === null);
  });
}

function refuseBelow(session: Session, access: SnmpAccess): void {
  const take = session.onSimpleGetResponse.bind(session);
  const wanted = SecurityLevel[levelOf(access)];
  session.onSimpleGetResponse = (request, answer) => {
    if (levelIn(answer) === wanted && answer.msgSecurityParameters?.msgUserName === access.user) take(request, answer);
    else request.responseCb(new Error('below the level'));
  };
}

function levelIn({ msgGlobalData: { msgFlags } = { msgFlags: 0 } }: Answer): number {
  if ((msgFlags & 1) === 0) return SecurityLevel.noAuthNoPriv;
  return (msgFlags & 2) === 0 ? SecurityLevel.authNoPriv : SecurityLevel.authPriv;
}

/** The package remembers each passphrase for ever, beside what it made of it. */
function forget({ authKey, privKey }: SnmpSecrets): void {
  const secrets = [authKey, privKey].filter((one): one is string => one !== undefined && one !== '');
  for (const kept of Object.keys(Authentication.authToKeyCache)) {
    // The protocol, a digit, stands before it.
    if (secrets.some((secret) => kept.startsWith(secret, 1))) Reflect.deleteProperty(Authentication.authToKeyCache, kept); // prettier-ignore
  }
}

/** A value that is not what its tag says is as good as none. */
function readVarbind({ oid, type, value }: PackageVarbind): Varbind {
  return { oid, value: valueOf(type, value) ?? null };
}

function askFaultOf(error: Error | null): AskFault | undefined {
  if (error === null) return undefined;
  if (error instanceof RequestTimedOutError) return 'timedOut';
  if (error instanceof RequestFailedError) return { status: error.status };
  if (!(error instanceof ResponseInvalidError)) return 'unfit';
  switch (error.code) {
    case ResponseInvalidCode.EAuthFailure:
      return reports.find(([words]) => error.message.startsWith(words))?.[1] ?? 'refused';
    case ResponseInvalidCode.ECouldNotDecrypt:
      return 'undecryptable';
    case ResponseInvalidCode.ECommunityNoMatch:
      return 'otherCommunity';
    case ResponseInvalidCode.ENotInTimeWindow:
      return 'outOfTime';
    case ResponseInvalidCode.EUnexpectedReport:
      return 'refused';
    default:
      return 'unfit';
  }
}

/** The reports of RFC 3414, 5, as the package names them. */
const reports: readonly (readonly [beginning: string, fault: AskFault])[] = [
  ['Unsupported Security Level', 'unsupportedLevel'],
  ['Not In Time Window', 'notInTimeWindow'],
  ['Unknown User Name', 'unknownUser'],
  ['Unknown Engine ID', 'unknownEngine'],
  ['Wrong Digest', 'wrongDigest'],
  ['Decryption Error', 'decryptionError'],
  ['Authentication digest', 'notAuthentic'],
];
