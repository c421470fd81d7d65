import { createRequire } from 'node:module';
import { desOf } from './des.ts';
import type { Package, RawMessage, RawSocket, RawVarbind } from './package-shape.ts';
import { tags } from './varbind.ts';
import type { Varbind } from './varbind.ts';

/** A user of SNMPv3: without `auth` nothing proves who speaks, without `priv` all can read it. */
export interface SnmpUser {
  readonly name: string;
  readonly auth?: 'md5' | 'sha' | 'sha224' | 'sha256' | 'sha384' | 'sha512';
  readonly authKey?: string;
  readonly priv?: 'des' | 'aes' | 'aes256';
  readonly privKey?: string;
}

/** The SNMP engine of a device (RFC 3411): boots, and the seconds since the last. */
export interface Engine {
  readonly id: () => Buffer;
  readonly boots: () => number;
  readonly time: () => number;
}

export type SnmpVersion = 'v1' | 'v2c' | 'v3';

/** What is asked of an agent. */
export interface Request {
  readonly version: SnmpVersion;
  readonly kind: 'get' | 'next' | 'bulk' | 'set';
  readonly oids: readonly string[];
  readonly nonRepeaters: number;
  readonly maxRepetitions: number;
}

/** What it answers; `status` and the place (from 1) of what is wrong. */
export interface Reply {
  readonly varbinds: readonly Varbind[];
  readonly status?: keyof typeof statuses;
  readonly at?: number;
}
export const statuses = { tooBig: 1, noSuchName: 2, genErr: 5, notWritable: 17 } as const;

export interface Peer {
  readonly address: string;
  readonly port: number;
}

/** What an agent is made of. `answer` gives nothing where there shall be silence; `refused` hears why a message was not let in. */
export interface AgentOptions {
  readonly communities: readonly string[];
  readonly users: readonly SnmpUser[];
  readonly engine: Engine;
  readonly answer: (request: Request) => Reply | undefined;
  readonly send: (datagram: Buffer, to: Peer) => void;
  readonly refused: (why: string) => void;
}

/**
 * An agent that is given its datagrams one by one. The package decodes, checks and encodes; what it would look up in its own MIB is
 * asked of `answer`, since its tree of providers cannot show a table that changes at every look.
 */
export function agentOf({ communities, users, engine, answer, send, refused }: AgentOptions) {
  let hear: (datagram: Buffer, from: Peer) => void = () => undefined;
  const socket: RawSocket = {
    ...deaf,
    on: (event, listener) => {
      if (event === 'message') hear = listener;
    },
    send: (datagram, _, __, port, address) => send(datagram, { address, port }),
  };
  let heard: { readonly datagram: Buffer; readonly from: Peer } | undefined;
  const agent = snmp.createAgent({ dgramModule: { createSocket: () => socket } }, (error) => {
    if (error === null) return;
    refused(error.message);
    // The package tells nothing to who has the wrong key; a real agent does (RFC 3414, 3.2, 6).
    if (heard !== undefined && isForged(heard.datagram, users)) {
      report(messageOf(heard.datagram), heard.from, wrongDigest);
    }
  });
  Object.defineProperties(agent.engine, {
    engineID: { get: () => engine.id() },
    engineBoots: { get: () => engine.boots() },
    engineTime: { get: () => engine.time() },
  });
  for (const community of communities) agent.getAuthorizer().addCommunity(community);
  for (const user of users) agent.getAuthorizer().addUser(rawUser(user));

  const report = (message: RawMessage, from: Peer, stat: string) => {
    const reported = message.createReportResponseMessage(agent.engine, '', stat);
    if (stat === notInTime) {
      // Who asks may set its notion of our time only by what is authenticated (RFC 3414, 3.2, 7b).
      reported.user = message.user;
      reported.msgSecurityParameters.msgUserName = message.user.name;
      reported.msgGlobalData.msgFlags = 1;
    }
    agent.listener.send(reported, from, socket);
  };
  /** Of version 3: whether the package and we let it in; else it is told why (RFC 3414, 3.2). */
  const believed = (message: RawMessage, from: Peer): boolean => {
    const told = message.msgSecurityParameters;
    const [boots, time] = [engine.boots(), engine.time()];
    const proven = (message.msgGlobalData.msgFlags & 1) === 1;
    const outside =
      told.msgAuthoritativeEngineBoots !== boots || Math.abs(told.msgAuthoritativeEngineTime - time) > 150;
    // The package takes an empty user for one without authentication.
    if (!users.some(({ name }) => name === message.user.name)) refused('unknown user');
    else if (!engine.id().equals(told.msgAuthoritativeEngineID)) report(message, from, unknownEngine);
    else if (proven && outside) report(message, from, notInTime);
    else {
      // The package answers with the boots and the time that it was asked with.
      told.msgAuthoritativeEngineBoots = boots;
      told.msgAuthoritativeEngineTime = time;
      return true;
    }
    return false;
  };
  const handle = (kind: Request['kind']) => (_: unknown, message: RawMessage, from: Peer) => {
    const version = versions[message.version] ?? 'v1';
    if (version === 'v3' && !believed(message, from)) return;
    const { varbinds, nonRepeaters, maxRepetitions } = message.pdu;
    const oids = varbinds.map(({ oid }) => oid);
    const reply = answer({ version, kind, oids, nonRepeaters, maxRepetitions });
    if (reply === undefined) return;
    const pdu = message.pdu.getResponsePduForRequest();
    pdu.varbinds = reply.varbinds.map(raw);
    if (reply.status !== undefined) pdu.errorStatus = statuses[reply.status];
    pdu.errorIndex = reply.at ?? 0;
    agent.sendResponse(socket, from, message, pdu);
  };
  agent.getRequest = handle('get');
  agent.getNextRequest = handle('next');
  agent.getBulkRequest = handle('bulk');
  agent.setRequest = handle('set');
  return {
    hear: (datagram: Buffer, from: Peer) => {
      heard = { datagram, from };
      hear(datagram, from);
    },
  };
}

/** A notification as version 2 has it. */
export interface Notification {
  readonly oid: string;
  readonly varbinds: readonly Varbind[];
}

/** How a receiver of traps is spoken to. */
export type TrapTarget =
  | { readonly version: 'v1' | 'v2c'; readonly community: string }
  | { readonly version: 'v3'; readonly user: SnmpUser; readonly engine: Engine };

/** What a trap tells of its sender: hundredths of a second since it started, its address and sysObjectID (both of v1). */
export interface TrapSender {
  readonly uptime: number;
  readonly address: string;
  readonly objectId: string;
}

/** Makes the datagram of a trap; `undefined` for what version 1 cannot carry (RFC 3584, 3.2: a counter of 64 bits). */
export function trapEncoder(target: TrapTarget): (trap: Notification, sender: TrapSender) => Buffer | undefined {
  const options = { version: target.version === 'v1' ? 0 : target.version === 'v2c' ? 1 : 3, dgramModule };
  const session =
    target.version === 'v3'
      ? snmp.createV3Session('127.0.0.1', rawUser(target.user), options)
      : snmp.createSession('127.0.0.1', target.community, options);
  return ({ oid, varbinds }, { uptime, address, objectId }) => {
    if (target.version === 'v1' && varbinds.some(({ type }) => type === 'counter64')) return undefined;
    let made: RawMessage | undefined;
    session.send = ({ message }) => (made = message);
    if (target.version === 'v3') session.engine.engineID = target.engine.id();
    const generic = new RegExp(`^${snmpTraps.replaceAll('.', '\\.')}\\.(\\d)$`).exec(oid)?.[1];
    session.trap(generic === undefined ? oid : Number(generic) - 1, varbinds.map(raw), address, () => undefined);
    if (made === undefined) return undefined;
    if (target.version === 'v1') {
      // RFC 3584, 3.2: the device itself for what every agent has; else the OID without its last number, and a 0 before it.
      made.pdu.enterprise = generic === undefined ? oid.replace(/(?:\.0)?\.\d+$/, '') : objectId;
      made.pdu.upTime = Math.max(1, uptime); // the package takes 0 for none
    } else {
      const [first] = made.pdu.varbinds;
      if (first !== undefined) first.value = uptime;
    }
    if (target.version === 'v3') {
      // The package always says 0 and 0.
      made.msgSecurityParameters.msgAuthoritativeEngineBoots = target.engine.boots();
      made.msgSecurityParameters.msgAuthoritativeEngineTime = target.engine.time();
    }
    return made.toBuffer();
  };
}

/** The parent of the notifications that every agent has (SNMPv2-MIB); version 1 numbers them from 0. */
const snmpTraps = '1.3.6.1.6.3.1.1.5';
/** Which of usmStats a report tells. */
const [notInTime, unknownEngine, wrongDigest] = ['2', '4', '5'];
const versions: Readonly<Record<number, SnmpVersion>> = { 0: 'v1', 1: 'v2c', 3: 'v3' };

function raw({ oid, type, value }: Varbind): RawVarbind {
  const tag = tags[type];
  if (typeof value === 'bigint') return { oid, type: tag, value: counterBytes(value) };
  // The package cannot write an empty buffer, but an empty text.
  return { oid, type: tag, value: Buffer.isBuffer(value) && value.length === 0 ? '' : value };
}

/** As few bytes as BER wants: the first bit is a sign. */
function counterBytes(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
}

function rawUser({ name, auth, authKey, priv, privKey }: SnmpUser): object {
  const { AuthProtocols, PrivProtocols, SecurityLevel } = snmp;
  if (auth === undefined) return { name, level: SecurityLevel['noAuthNoPriv'] };
  const proven = { name, level: SecurityLevel['authNoPriv'], authProtocol: AuthProtocols[auth], authKey };
  if (priv === undefined) return proven;
  // Of the two ways to stretch a key for AES-256, Cisco's is Reeder's.
  const privProtocol = priv === 'des' ? ownDes : PrivProtocols[priv === 'aes256' ? 'aes256r' : priv];
  return { ...proven, level: SecurityLevel['authPriv'], privProtocol, privKey };
}

const deaf = { on: () => undefined, bind: () => undefined, unref: () => undefined, close: () => undefined };
const dgramModule = { createSocket: () => ({ ...deaf, send: () => undefined }) };

// Not by `import`: the package has no types, and another declaration of its name would be everybody's.
const snmp = createRequire(import.meta.url)('net-snmp') as Package;

// A name of its own: the package's DES stays what it is, also for who else uses it in this process.
const ownDes = 'des of the simulator';
snmp.Encryption.algorithms[ownDes] = desOf(snmp.Authentication.passwordToKey);

/** Whether it says that it is of one of these users, wants to be told if it is not, and is not. */
function isForged(datagram: Buffer, users: readonly SnmpUser[]): boolean {
  if (datagram.subarray(0, 8).indexOf(Buffer.of(2, 1, 3)) < 0) return false;
  const copy = Buffer.from(datagram);
  const { msgGlobalData, msgSecurityParameters: told } = messageOf(copy);
  const user = users.find(({ name }) => name === told.msgUserName);
  if (user?.auth === undefined || (msgGlobalData.msgFlags & 5) !== 5) return false;
  const { isAuthentic } = snmp.Authentication;
  const [auth, digest] = [snmp.AuthProtocols[user.auth] ?? 0, told.msgAuthenticationParameters];
  // The digest is a part of the copy, where the package blanks it to make its own.
  return !isAuthentic(copy, auth, user.authKey ?? '', told.msgAuthoritativeEngineID, digest);
}

/** A datagram as the package reads it: its class is to be had only from a message of its own. */
function messageOf(datagram: Buffer): RawMessage {
  const session = snmp.createSession('127.0.0.1', '', { dgramModule });
  let made: RawMessage | undefined;
  session.send = ({ message }) => (made = message);
  session.trap(0, [], '127.0.0.1', () => undefined);
  if (made === undefined) throw new Error('net-snmp made no message');
  return made.constructor.createFromBuffer(datagram);
}
