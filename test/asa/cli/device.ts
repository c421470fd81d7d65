import type { Release } from '../dialect.ts';
import { hostname } from '../model.ts';
import type { SimulatedAsa } from '../model.ts';
import { restart } from '../restart.ts';
import { utc } from './clock.ts';
import type { Zone } from './clock.ts';

/** One unit of hardware. */
export interface Chassis {
  readonly serial: string;
  /** `undefined` without failover. */
  readonly unit: 'Primary' | 'Secondary' | undefined;
  readonly role: 'active' | 'standby';
  /** When it started, virtual milliseconds. */
  readonly bootAt: number;
}

/** Who may log in, and what with. */
export interface Account {
  readonly password: string;
  /** 15 comes in at `#` where the device enables by itself. */
  readonly privilege: number;
}

/** A device as its command line shows it: an address behind which a chassis answers, which may become another one. */
export interface Device {
  readonly asa: SimulatedAsa;
  readonly chassis: () => Chassis;
  /** The other unit of a failover pair. */
  readonly mate?: () => Chassis;
  /** When the roles last changed, virtual milliseconds. */
  readonly lastFailover?: () => number | undefined;
  /** Tells when another chassis answers here; gives back how to stop telling. */
  readonly onMove: (listener: () => void) => () => void;
  readonly hostname: string;
  readonly zone: Zone;
  /** Percent, now. */
  readonly cpu: () => number;
  readonly accounts: Readonly<Record<string, Account>>;
  readonly enablePassword: string;
  /** The running configuration, in place of the lab's. */
  readonly config?: string;
  /** Shunned addresses. */
  readonly shunned: readonly string[];
  /** Members of the VPN load-balancing cluster besides this one; none: it is not configured. */
  readonly balanced: readonly string[];
  /** The lines told after those that `show logging` has counted so far. */
  readonly logged: () => number;
}

/** What can be chosen of a device. */
export type About = Partial<Omit<Device, 'asa' | 'mate' | 'lastFailover' | 'onMove' | 'chassis'>> & {
  readonly serial?: string;
  readonly bootAt?: number;
};

/** The device of this model, alone; `reboot` takes its sessions and drops who is logged in. */
export function deviceOf(asa: SimulatedAsa, about: About = {}): Device & { readonly reboot: () => void } {
  const { serial = 'JMX1122L0AB', bootAt = asa.options.now() - 41 * day, ...rest } = about;
  const chassis = (): Chassis => ({ serial, unit: undefined, role: 'active', bootAt: asa.bootedAt ?? bootAt });
  const moves = listening();
  const reboot = () => {
    restart(asa);
    moves.tell();
  };
  return { ...plain(asa), chassis, onMove: moves.onMove, reboot, ...rest };
}

/** A failover pair: what answers at the active and at the standby address, and how they change places. */
export interface Pair {
  readonly active: Device;
  readonly standby: Device;
  /** The other unit takes over: the addresses move, connections to the units drop, the sessions stay. */
  readonly switchover: () => void;
}

/** Two units of one model. */
export function pairOf(asa: SimulatedAsa, about: About & { readonly mateSerial?: string } = {}): Pair {
  const { serial = 'JMX1122L0AB', mateSerial = 'JMX1122L0CD', bootAt = asa.options.now() - 41 * day, ...rest } = about;
  let first: 'Primary' | 'Secondary' = 'Primary';
  let changed: number | undefined;
  const moves = listening();
  const unit = (name: 'Primary' | 'Secondary'): Chassis => ({
    ...{ unit: name, role: name === first ? 'active' : 'standby', bootAt: name === 'Primary' ? bootAt : bootAt + day },
    serial: name === 'Primary' ? serial : mateSerial,
  });
  const actives = () => unit(first);
  const standbys = () => unit(first === 'Primary' ? 'Secondary' : 'Primary');
  const shared = {
    ...plain(asa),
    onMove: moves.onMove,
    lastFailover: () => changed,
    ...rest,
  };
  return {
    active: { ...shared, chassis: actives, mate: standbys },
    standby: { ...shared, chassis: standbys, mate: actives },
    switchover: () => {
      const old = first;
      first = old === 'Primary' ? 'Secondary' : 'Primary';
      changed = asa.options.now();
      asa.say([1, 104001, `(${first}) Switching to ACTIVE - HELLO not heard from mate.`]);
      asa.say([6, 720039, `(VPN-${first}) VPN failover client is transitioning to active state`]);
      moves.tell();
    },
  };
}

/** What the version of a release is called, and its ASDM. */
export const versions: Readonly<Record<Release, readonly [asa: string, asdm: string]>> = {
  '7.0': ['7.0(8)', '5.0(9)'],
  '7.2': ['7.2(5)', '5.2(4)'],
  '8.2': ['8.2(5)', '6.4(5)'],
  '8.4': ['8.4(7)', '7.1(3)'],
  '9.1': ['9.1(7)', '7.6(2)'],
  '9.16': ['9.16(4)', '7.18(1)'],
};

/** 7, 8 (8.0-8.3), 8.4 (8.4-8.x) or 9: what the shapes of the output differ by. */
export function generation({ asa }: Device): 7 | 8 | 8.4 | 9 {
  const shapes = { '7.0': 7, '7.2': 7, '8.2': 8, '8.4': 8.4, '9.1': 9, '9.16': 9 } as const;
  return shapes[asa.dialect.release];
}

function listening() {
  const listeners = new Set<() => void>();
  return {
    onMove: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell: () => {
      for (const listener of [...listeners]) listener();
    },
  };
}

const day = 86_400_000;

const plain = (asa: SimulatedAsa) => ({
  asa,
  hostname,
  zone: utc,
  cpu: () => 6,
  accounts: { tunnelwatch: { password: 'flux capacitor', privilege: 15 } },
  enablePassword: 'great scott',
  shunned: [],
  balanced: [],
  logged: () => asa.ledger.lines,
});
