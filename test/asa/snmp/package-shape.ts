import type { Peer } from './net-snmp.ts';

/** What of the package net-snmp we use, in its own words, for it has no types. */
export interface RawVarbind {
  readonly oid: string;
  readonly type: number;
  value: number | string | Buffer | null;
}

export interface RawPdu {
  varbinds: RawVarbind[];
  readonly nonRepeaters: number;
  readonly maxRepetitions: number;
  errorStatus: number;
  errorIndex: number;
  enterprise: string;
  upTime: number;
  getResponsePduForRequest: () => RawPdu;
}

export interface RawMessage {
  readonly version: number;
  user: { readonly name: string };
  readonly pdu: RawPdu;
  readonly msgGlobalData: { msgFlags: number };
  readonly msgSecurityParameters: {
    readonly msgAuthoritativeEngineID: Buffer;
    readonly msgAuthenticationParameters: Buffer;
    msgAuthoritativeEngineBoots: number;
    msgAuthoritativeEngineTime: number;
    msgUserName: string;
  };
  createReportResponseMessage: (engine: object, context: string, stat: string) => RawMessage;
  toBuffer: () => Buffer;
  readonly constructor: { createFromBuffer: (datagram: Buffer) => RawMessage };
}

export interface RawSocket {
  on: (event: string, listener: (datagram: Buffer, from: Peer) => void) => void;
  bind: () => void;
  unref: () => void;
  close: () => void;
  send: (datagram: Buffer, offset: number, length: number, port: number, address: string) => void;
}

export type Handler = (socket: unknown, message: RawMessage, from: Peer) => void;

export interface RawAgent {
  readonly engine: object;
  readonly listener: { send: (message: RawMessage, to: Peer, socket: RawSocket) => void };
  getAuthorizer: () => { addCommunity: (community: string) => void; addUser: (user: object) => void };
  sendResponse: (socket: RawSocket, to: Peer, message: RawMessage, pdu: RawPdu) => void;
  getRequest: Handler;
  getNextRequest: Handler;
  getBulkRequest: Handler;
  setRequest: Handler;
}

export interface RawSession {
  readonly engine: { engineID: Buffer };
  send: (request: { readonly message: RawMessage }) => unknown;
  trap: (type: string | number, varbinds: RawVarbind[], agentAddress: string, done: () => void) => void;
}

export interface Package {
  createAgent: (options: object, callback: (error: Error | null) => void) => RawAgent;
  createSession: (target: string, community: string, options: object) => RawSession;
  createV3Session: (target: string, user: object, options: object) => RawSession;
  readonly Authentication: {
    passwordToKey: (auth: number, password: string, engineId: Buffer) => Buffer;
    isAuthentic: (datagram: Buffer, auth: number, password: string, engineId: Buffer, digest: Buffer) => boolean;
  };
  readonly Encryption: { readonly algorithms: Record<string, unknown> };
  readonly AuthProtocols: Readonly<Record<string, number>>;
  readonly PrivProtocols: Readonly<Record<string, number>>;
  readonly SecurityLevel: Readonly<Record<string, number>>;
}
