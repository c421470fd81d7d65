import type { Census } from './census.ts';
import type { Protocol } from './session.ts';

/** How it was at an earlier moment, which shows where it goes. */
export interface Earlier {
  /** Epoch milliseconds. */
  readonly at: number;
  /** That went on then. */
  readonly sessions: number;
  /** A protocol without one is absent. */
  readonly byProtocol: Readonly<Partial<Record<Protocol, number>>>;
  readonly users: number;
  readonly tunnels: { readonly ike: number; readonly ipsec: number };
  /** Of those sessions, by what is known of them now. */
  readonly census: Census;
  /** How many addresses of each configured pool were not free; one of which nobody knew is absent. */
  readonly pools: readonly { readonly device: string; readonly pool: string; readonly used: number }[];
  /** Of the 15 minutes before that moment. */
  readonly failed15m: number;
  readonly refused15m: number;
}
