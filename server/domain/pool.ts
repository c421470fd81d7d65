import type { AddressEvent } from './event.ts';

/** One `ip local pool` of a device. */
export interface Pool {
  readonly name: string;
  /** First and last address, dotted. */
  readonly first: string;
  readonly last: string;
  readonly mask?: string;
}

/** A tunnel group and the pools it takes addresses from, in order. */
export interface Chain {
  readonly tunnelGroup: string;
  readonly pools: readonly string[];
  /** Its `default-group-policy`, whose own `address-pools` win over the tunnel group's. */
  readonly groupPolicy?: string;
}

/** An address that was assigned and not freed. */
export interface Lease {
  readonly device: number;
  readonly address: string;
  readonly at: number;
  /** As the ASA named it; older releases do not. */
  readonly pool?: string;
  readonly session?: number;
}

/** The lease after the event, or `undefined` when the address is free. */
export function applyLease(lease: Lease | undefined, event: AddressEvent): Lease | undefined {
  switch (event.kind) {
    case 'address.freed':
      return undefined;
    case 'address.assigned': {
      const { device, address, at, pool = lease?.pool, session = lease?.session } = event;
      return {
        device,
        address,
        at,
        ...(pool === undefined ? {} : { pool }),
        ...(session === undefined ? {} : { session }),
      };
    }
    default:
      return event satisfies never;
  }
}

/** An IPv4 address as a number, or `undefined` if it is none. */
export function ipv4(address: string): number | undefined {
  const parts = address.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

/** How many addresses a pool holds; 0 when its ends are not IPv4 or stand the wrong way round. */
export function poolSize(pool: Pool): number {
  const first = ipv4(pool.first);
  const last = ipv4(pool.last);
  return first === undefined || last === undefined ? 0 : Math.max(0, last - first + 1);
}

/** Whether the address lies in the pool. */
export function inPool(pool: Pool, address: string): boolean {
  const value = ipv4(address);
  const first = ipv4(pool.first);
  const last = ipv4(pool.last);
  return value !== undefined && first !== undefined && last !== undefined && first <= value && value <= last;
}
