import type { Ports } from './feed.ts';

/** Where messages and traps are listened for. */
export interface Listening {
  /** Of this machine, as devices may reach it; neither loopback nor link-local ones. */
  readonly addresses: readonly string[];
  /** Absent: nothing is listened for. */
  readonly syslog?: Ports;
  readonly traps?: Ports;
}
