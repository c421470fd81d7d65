/**
 * Sockets of one port that another process holds open and has handed over (systemd's socket units, `LISTEN_FDS`): file descriptors, that of
 * IPv4 first, then that of IPv6. What comes while we are not there waits in them.
 */
export type Handed = readonly number[];

/** Of what is listened on, which sockets were handed over. */
export interface HandedSockets {
  readonly syslog?: Handed | undefined;
  readonly tcp?: Handed | undefined;
  readonly tls?: Handed | undefined;
  readonly traps?: Handed | undefined;
}

/** Throws where a socket that was handed over is of another family than its place says. */
export function requireFamily(setting: string, family: string, wanted: 'IPv4' | 'IPv6'): void {
  if (family !== wanted)
    throw new Error(`${setting}: the socket that was handed over is ${family}: first IPv4, then IPv6 is wanted`);
}

/** What is told where only IPv4 was handed over. */
export function withoutIpv6(setting: string): string {
  return `${setting}: no IPv6 among the sockets that were handed over: devices are not heard over it`;
}
