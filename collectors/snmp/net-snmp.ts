import {
  Authentication,
  AuthProtocols,
  createReceiver,
  Encryption,
  PduType,
  PrivProtocols,
  RequestInvalidError,
  ResponseInvalidCode,
  ResponseInvalidError,
  SecurityLevel,
  type DesAlgorithm,
  type PackageSocket,
  type Pdu,
  type User,
} from 'net-snmp';

import { levelOf, type SnmpAccess, type SnmpPriv, type SnmpSecrets } from '../../server/domain/snmp.ts';
import { decryptDes, encryptDes } from './des.ts';
import { notificationOf, type Notification } from './decoded.ts';

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
