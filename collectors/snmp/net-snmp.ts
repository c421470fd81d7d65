import {
  Authentication,
  AuthProtocols,
  createReceiver,
  createSession,
  createV3Session,
  Encryption,
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
  type DesAlgorithm,
  type PackageSocket,
  type PackageVarbind,
  type Pdu,
  type ReceivedMessage,
  type Session,
  type SessionOptions,
  type User,
} from 'net-snmp';

import { levelOf, type SnmpAccess, type SnmpPriv, type SnmpSecrets } from '../../server/domain/snmp.ts';
import { addressOf } from '../show/address.ts';
import { PollFault } from '../show/fault.ts';
import { declinedAs, reasonOf, reportWords } from './asking-words.ts';
import { notificationOf, type Notification } from './decoded.ts';
import { decryptDes, encryptDes } from './des.ts';
import { link, type Link } from './link.ts';
import type { Declined, OpenSession, SnmpLimits } from './session.ts';
import type { Varbind } from './trap.ts';
import { valueOf } from './wire-value.ts';

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

/** Opens a session with the agent of an access. Its socket hears that agent alone, and no answer below the level of the access is taken. */
export const openSession: OpenSession = async (access, secrets, limits, signal) => {
  const to = await linkTo(access);
  const session = sessionOver(to, access, secrets, limits);
  const { socket } = to;
  let fault: PollFault | undefined;
  let fail: (fault: PollFault) => void = () => undefined;
  const end = (why: PollFault): void => {
    if (fault !== undefined) return;
    fault = why;
    clearTimeout(deadline);
    signal?.removeEventListener('abort', stop);
    forget(secrets);
    fail(why);
    socket.close();
  };
  const stop = (): void => end(new PollFault('poll', 'cut', 'polling stops'));
  const deadline = setTimeout(
    () => end(new PollFault('poll', 'deadline', `the poll was not done after ${limits.poll / 1000} s`)),
    limits.poll,
  );
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();

  const ask = <T>(question: (done: (error: Error | null, answer?: T) => void) => void): Promise<T | Declined> =>
    new Promise((resolve, reject) => {
      if (fault !== undefined) return reject(fault);
      fail = reject;
      to.onFault = (error) => reject(new PollFault('connect', 'unreachable', reasonOf(error)));
      question((error, answer) => {
        if (error === null && answer !== undefined) return resolve(answer);
        if (error instanceof RequestFailedError) return resolve({ declined: declinedAs(error.status) });
        return reject(pollFaultOf(error, to));
      });
    });

  return {
    get: async (oids) => {
      const answer = await ask<readonly PackageVarbind[]>((done) => session.get(oids, done));
      return 'declined' in answer ? answer : answer.map(readVarbind);
    },
    next: async (oids, repetitions) => {
      if (repetitions > 1) {
        const answer = await ask<readonly (readonly PackageVarbind[])[]>((done) =>
          session.getBulk(oids, 0, repetitions, done),
        );
        return 'declined' in answer ? answer : answer.map((column) => column.map(readVarbind));
      }
      const answer = await ask<readonly PackageVarbind[]>((done) => session.getNext(oids, done));
      return 'declined' in answer ? answer : answer.map((one) => [readVarbind(one)]);
    },
    close: () => end(new PollFault('poll', 'cut', 'the session is closed')),
  };
};

async function linkTo({ host, port }: SnmpAccess): Promise<Link> {
  try {
    return await link(await addressOf(host), port);
  } catch (error) {
    throw new PollFault('connect', 'unreachable', `${host}: ${reasonOf(error)}`);
  }
}

function sessionOver(
  { socket, family, onUnread }: Link,
  access: SnmpAccess,
  secrets: SnmpSecrets,
  limits: SnmpLimits,
): Session {
  const isV3 = access.version === 'v3';
  const options: SessionOptions = {
    version: isV3 ? Version3 : Version2c,
    transport: family,
    port: access.port,
    timeout: limits.timeout,
    retries: limits.retries,
    dgramModule: { createSocket: () => socket },
  };
  // Without a community the package would send `public`, which nobody has told us.
  const { community } = secrets;
  if (!isV3 && (community === undefined || community === ''))
    throw new PollFault('login', 'refused', 'there is no community to ask with');
  const session = isV3
    ? createV3Session(access.host, userOf(access.user ?? '', { ...access, ...secrets }), options)
    : createSession(access.host, community ?? '', options);
  // What cannot be decoded: an event without a listener would end the process.
  session.on('error', onUnread);
  if (isV3) refuseBelow(session, access);
  return session;
}

/** The package takes an answer without authentication from an agent that was asked with it. */
function refuseBelow(session: Session, access: SnmpAccess): void {
  const take = session.onSimpleGetResponse.bind(session);
  const wanted = SecurityLevel[levelOf(access)];
  session.onSimpleGetResponse = (request, message) => {
    if (levelIn(message) === wanted && message.msgSecurityParameters?.msgUserName === access.user)
      take(request, message);
    else request.responseCb(new Error('below the level'));
  };
}

function levelIn({ msgGlobalData: { msgFlags } = { msgFlags: 0 } }: ReceivedMessage): number {
  if ((msgFlags & 1) === 0) return SecurityLevel.noAuthNoPriv;
  return (msgFlags & 2) === 0 ? SecurityLevel.authNoPriv : SecurityLevel.authPriv;
}

/** The package remembers each passphrase for ever, beside what it made of it. */
function forget({ authKey, privKey }: SnmpSecrets): void {
  const secrets = [authKey, privKey].filter((one): one is string => one !== undefined && one !== '');
  for (const kept of Object.keys(Authentication.authToKeyCache))
    if (secrets.some((secret) => kept.slice(1).startsWith(secret)))
      Reflect.deleteProperty(Authentication.authToKeyCache, kept);
}

/** A value that is not what its tag says is as good as none. */
function readVarbind({ oid, type, value }: PackageVarbind): Varbind {
  return { oid, value: valueOf(type, value) ?? null };
}

/** Why there is no answer, in words of our own: those of the package may hold the community or a digest. */
function pollFaultOf(error: Error | null, { heard, unread }: Link): PollFault {
  if (error instanceof RequestTimedOutError) {
    // An agent drops what it cannot decrypt, or what comes with another community, without a word.
    const nothing = heard > 0 ? 'it does not answer this, though it has answered before' : 'it does not answer';
    return new PollFault('connect', 'deadline', unread > 0 ? 'what it answers cannot be read' : nothing);
  }
  if (!(error instanceof ResponseInvalidError)) return new PollFault('connect', 'cut', 'its answer is not to be used');
  switch (error.code) {
    case ResponseInvalidCode.EAuthFailure:
      return new PollFault('login', 'login refused', reportWords(error.message));
    case ResponseInvalidCode.ECouldNotDecrypt:
      return new PollFault('login', 'login refused', 'its answer cannot be decrypted with our key');
    case ResponseInvalidCode.ECommunityNoMatch:
      return new PollFault('login', 'login refused', 'it answers with another community');
    case ResponseInvalidCode.ENotInTimeWindow:
      return new PollFault(
        'connect',
        'cut',
        'its answer is outside of the time window: it was sent again, or it has restarted',
      );
    case ResponseInvalidCode.EUnexpectedReport:
      return new PollFault('login', 'login refused', 'it refuses the message without saying why');
    default:
      return new PollFault('connect', 'cut', 'its answer does not fit the question');
  }
}
