/** The part of the package that we use; it comes without types. */
declare module 'syslog-server' {
  import type { EventEmitter } from 'node:events';
  import type { BindOptions } from 'node:dgram';

  interface SyslogMessage {
    readonly date: Date;
    /** The sender's address. */
    readonly host: string;
    /** The datagram, decoded as UTF-8. */
    readonly message: string;
    readonly protocol: string;
  }

  /** One UDP socket, IPv4; the socket is the module's, so there is one per thread. */
  class SyslogServer extends EventEmitter {
    /** Resolves once bound. A bind error is an `error` event alone: the promise then never settles. */
    start(options: BindOptions): Promise<void>;
    stop(): Promise<void>;
    on(event: 'message', listener: (message: SyslogMessage) => void): this;
    on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): this;
  }

  export = SyslogServer;
}
