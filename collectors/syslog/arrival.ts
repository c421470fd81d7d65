/** By which transport syslog comes. */
export type Transport = 'udp' | 'tcp' | 'tls';

/** How a line came. */
export interface Arrival {
  readonly transport: Transport;
  /** It is only the beginning of one that was longer than is kept. */
  readonly cut?: boolean;
  /** The frame was malformed. */
  readonly bad?: boolean;
}
