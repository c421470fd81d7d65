import type { Entry, Stated } from './stated.ts';

export interface LogHost extends Entry {
  readonly interface: string;
  readonly address: string;
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly port: number;
  readonly emblem: boolean;
}

/** One criterion of a `logging list`: a level, of one class or of all, or messages. */
export interface LogListLine extends Entry {
  readonly list: string;
  readonly level?: number;
  readonly class?: string;
  readonly first?: number;
  readonly last?: number;
}

export interface Logging {
  readonly enabled?: Stated<boolean>;
  readonly hosts: readonly LogHost[];
  /** What goes to log servers: a severity from 0 to 7, or the name of a list; `false` for `no logging trap`. */
  readonly trap?: Stated<number | string | false>;
  /** The same for SNMP's `syslog` traps. */
  readonly history?: Stated<number | string | false>;
  readonly lists: readonly LogListLine[];
  /** `logging class C trap LEVEL`. */
  readonly classes: readonly Stated<{ readonly class: string; readonly level: number }>[];
  /** `no logging message ID`, or another severity for it. */
  readonly messages: readonly Stated<{ readonly messageId: number; readonly level: number | false }>[];
  readonly timestamp?: Stated<'local' | 'rfc5424' | false>;
  readonly deviceId?: Stated<string>;
  readonly permitHostdown?: Stated<boolean>;
  readonly hideUsername?: Stated<boolean>;
  readonly standby?: Stated<boolean>;
  /** Messages, 0 for as many as there is room for. */
  readonly queue?: Stated<number>;
  /** Bytes. */
  readonly bufferSize?: Stated<number>;
  readonly buffered?: Stated<number | string | false>;
  readonly facility?: Stated<number>;
  readonly rateLimits: readonly Stated<string>[];
}
