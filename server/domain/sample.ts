/** One reading of one metric of a device, at a moment of our clock. */
export interface Sample {
  /** As in the table that it was read by: `ipsec.in.octets`, `interface.in.octets`. */
  readonly metric: string;
  /** Which one of several: an interface's name, a processor; empty where there is but one. */
  readonly instance: string;
  readonly kind: 'gauge' | 'counter';
  /** Decimal digits, with a sign and a point where it has them: counters of 64 bits do not fit a number. */
  readonly value: string;
  /** How wide a counter is; absent for a gauge. */
  readonly bits?: 32 | 64;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What was read of a metric, and for how many seconds the device had been up then, where it told. */
export interface Reading {
  readonly value: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly uptime?: number;
}

/** The last reading of a metric, and the one before it: a rate is derived from the two. */
export interface Readings extends Sample, Reading {
  readonly previous?: Reading;
}
