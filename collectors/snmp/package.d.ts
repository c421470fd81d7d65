/** The part of the package that we use; it comes without types. */
declare module 'net-snmp' {
  /** A varbind as it is decoded; what it holds depends on its type, which is its tag on the wire. */
  interface PackageVarbind {
    readonly oid: string;
    readonly type: number;
    readonly value: unknown;
  }

  interface User {
    readonly name: string;
    readonly level: number;
    readonly authProtocol?: number;
    readonly authKey?: string;
    readonly privProtocol?: number;
    readonly privKey?: string;
  }

  /** A notification; of version 1 the first five. */
  interface Pdu {
    readonly enterprise?: string;
    readonly generic?: number;
    readonly specific?: number;
    readonly upTime?: number;
    readonly agentAddr?: string;
    readonly type: number;
    readonly varbinds: readonly PackageVarbind[];
    readonly user?: string;
  }

  /** Who has sent a datagram. */
  interface Peer {
    readonly address: string;
    readonly port: number;
  }

  /** What of a socket the package touches. */
  interface PackageSocket {
    /** Called for `message` and for `error`. */
    on(event: string, listener: (datagram: Buffer, from: Peer) => void): void;
    bind(port: number, address: string | null): void;
    send(datagram: Buffer, offset: number, length: number, port: number, address: string, done: () => void): void;
  }

  interface ReceiverOptions {
    readonly dgramModule: { readonly createSocket: () => PackageSocket };
    readonly disableAuthorization: boolean;
    readonly includeAuthentication: boolean;
  }

  interface Receiver {
    getAuthorizer(): { addCommunity(community: string): void; addUser(user: User): void };
  }

  /** Called for each notification, and for each error, which may hold the keys of a user. */
  function createReceiver(options: ReceiverOptions, callback: (error: Error | null, data?: { readonly pdu: Pdu }) => void): Receiver; // prettier-ignore

  interface SessionOptions {
    readonly version: number;
    readonly transport: 'udp4' | 'udp6';
    readonly port: number;
    readonly timeout: number;
    readonly retries: number;
    readonly dgramModule: { readonly createSocket: () => object };
    /** Ours, in hexadecimal: of version 3, for traps. */
    readonly engineID?: string;
  }

  /** An answer, of which we look at how it was protected. */
  interface Answer {
    readonly msgGlobalData?: { readonly msgFlags: number };
    readonly msgSecurityParameters?: { readonly msgUserName: unknown };
  }

  /** What is sent. A trap of version 3 is as old as our engine says, which the package sets to 0. */
  interface Outgoing {
    readonly message: {
      readonly msgSecurityParameters?: { msgAuthoritativeEngineBoots: number; msgAuthoritativeEngineTime: number };
    };
  }

  interface Session {
    trap(oid: string, varbinds: readonly PackageVarbind[], done: (error: Error | null) => void): void;
    send(request: Outgoing, noWait?: boolean): void;
    on(event: 'error', listener: (error: Error) => void): void;
    get(oids: readonly string[], done: (error: Error | null, varbinds?: readonly PackageVarbind[]) => void): void;
    getNext(oids: readonly string[], done: (error: Error | null, varbinds?: readonly PackageVarbind[]) => void): void;
    getBulk(oids: readonly string[], nonRepeaters: number, maxRepetitions: number, done: (error: Error | null, columns?: readonly (readonly PackageVarbind[])[]) => void): void; // prettier-ignore
    /** Takes the answer to a request, which is handed its function when it is made. */
    onSimpleGetResponse(request: { readonly responseCb: (error: Error) => void }, answer: Answer): void;
  }

  function createSession(target: string, community: string, options: SessionOptions): Session;
  function createV3Session(target: string, user: User, options: SessionOptions): Session;

  interface DesAlgorithm {
    decryptPdu: (sealed: Buffer, priv: number, salt: Buffer, privKey: string, auth: number, engine: PackageEngine) => Buffer; // prettier-ignore
    encryptPdu: (plain: Buffer, priv: number, privKey: string, auth: number, engine: PackageEngine) => { readonly encryptedPdu: Buffer; readonly msgPrivacyParameters: Buffer }; // prettier-ignore
  }

  interface PackageEngine {
    readonly engineID: Buffer;
  }

  const Authentication: {
    readonly passwordToKey: (auth: number, passphrase: string, engineId: Buffer) => Buffer;
    /** Keys by protocol, passphrase and engine: kept for as long as the module lives. */
    readonly authToKeyCache: Record<string, Buffer>;
  };
  /** What encrypts, by its number in `PrivProtocols`. */
  const Encryption: { readonly algorithms: Readonly<Record<number, DesAlgorithm>> };
  const ObjectType: Readonly<Record<'Integer' | 'OctetString', number>>;
  const PduType: Readonly<Record<'Trap' | 'TrapV2' | 'InformRequest', number>>;
  const SecurityLevel: Readonly<Record<'noAuthNoPriv' | 'authNoPriv' | 'authPriv', number>>;
  const AuthProtocols: Readonly<Record<'md5' | 'sha' | 'sha224' | 'sha256' | 'sha384' | 'sha512', number>>;
  const PrivProtocols: Readonly<Record<'des' | 'aes' | 'aes256b' | 'aes256r', number>>;
  const ResponseInvalidCode: Readonly<Record<'ECouldNotDecrypt' | 'EAuthFailure' | 'ECommunityNoMatch' | 'EUnexpectedReport' | 'ENotInTimeWindow', number>>; // prettier-ignore
  const Version2c: number;
  const Version3: number;
  const ResponseInvalidError: new () => Error & { readonly code: number };
  const RequestInvalidError: new () => Error;
  const RequestFailedError: new () => Error & { readonly status: number };
  const RequestTimedOutError: new () => Error & { readonly name: 'RequestTimedOutError' };
}
