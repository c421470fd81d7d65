import type { Configuration } from './configuration.ts';
import type { Chain, Pool } from './pool.ts';
import type { Storing } from './storing.ts';

/** A head-end we watch: its addresses, and what its running configuration says of pools. */
export interface Device {
  readonly id: number;
  readonly name: string;
  /** `pending` until a person adopts it: its messages are stored, but make no sessions. */
  readonly state: 'adopted' | 'pending';
  readonly addresses: readonly string[];
  /** Of its own clock: an IANA name, or an offset such as `UTC+05:30`; absent while nobody has told it. */
  readonly zone?: string;
  readonly pools: readonly Pool[];
  readonly chains: readonly Chain[];
  /** The addresses of its own interfaces, by its running configuration; absent where that tells none. */
  readonly interfaces?: readonly InterfaceAddress[];
  readonly addedAt: number;
  readonly place?: Place;
  /** Which of its messages are stored; as of most (`STORING`), if left out. */
  readonly storing?: Storing;
}

/** An `ip address A M [standby B]` of an interface. */
export interface InterfaceAddress {
  readonly address: string;
  /** As the configuration calls it: `inside`. */
  readonly interface: string;
  /** It is that of the other unit of a failover pair. */
  readonly standby?: true;
}

/** Where a device stands, whose it is, and by which words it is found; as a person told it. */
export interface Place {
  readonly site?: string;
  readonly owner?: string;
  readonly phone?: string;
  /** Of its line, as the carrier names it. */
  readonly circuit?: string;
  readonly tags: readonly string[];
}

/** What is read from a saved running configuration; secrets are gone before this is made. */
export interface DeviceConfiguration {
  readonly hostname?: string;
  /** As the `ASA Version` or `PIX Version` line says. */
  readonly version?: string;
  readonly pools: readonly Pool[];
  readonly chains: readonly Chain[];
  /** The names of its `username` lines: what nobody types as a password. */
  readonly users?: readonly string[];
}

/** A configuration as it was told. */
export interface ToldConfiguration {
  /** It came from its Version line to its end. */
  readonly complete: boolean;
  readonly configuration: Configuration;
}

/** How many sources that nobody configured may wait to be adopted; further ones are counted, not stored. */
export const MOST_PENDING = 50;
/** How many devices there may be when sources are adopted unasked. */
export const MOST_ADOPTED = 1000;
