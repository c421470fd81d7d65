import type { MetricRow } from './gauges.ts';

/** Columns of a table of a MIB; each of its rows is an instance. Of two columns with one metric the first that is told counts. */
export interface ColumnTable {
  readonly mib: string;
  /** Seconds from one time to the next. */
  readonly every: number;
  /** The column that names an instance. */
  readonly name?: { readonly oid: string; readonly object: string; readonly is: 'text' | 'address' };
  /** No two rows have one name. Else, and without a name, an instance bears its index. */
  readonly isUnique?: true;
  readonly rows: readonly MetricRow[];
}

const CISCO = '1.3.6.1.4.1.9.9';
const CPU = `${CISCO}.109.1.1.1.1`;
const POOL = `${CISCO}.221.1.1.1.1`;
const OLD_POOL = `${CISCO}.48.1.1.1`;
const TUNNEL = `${CISCO}.171.1.3.2.1`;
const IF = '1.3.6.1.2.1.2.2.1';
const IFX = '1.3.6.1.2.1.31.1.1.1';

const processors: ColumnTable = {
  mib: 'CISCO-PROCESS-MIB',
  every: 60,
  rows: [
    { metric: 'cpu.5s', oid: `${CPU}.6`, object: 'cpmCPUTotal5secRev', kind: 'gauge' },
    { metric: 'cpu.5s', oid: `${CPU}.3`, object: 'cpmCPUTotal5sec', kind: 'gauge' },
    { metric: 'cpu.1m', oid: `${CPU}.7`, object: 'cpmCPUTotal1minRev', kind: 'gauge' },
    { metric: 'cpu.1m', oid: `${CPU}.4`, object: 'cpmCPUTotal1min', kind: 'gauge' },
    { metric: 'cpu.5m', oid: `${CPU}.8`, object: 'cpmCPUTotal5minRev', kind: 'gauge' },
    { metric: 'cpu.5m', oid: `${CPU}.5`, object: 'cpmCPUTotal5min', kind: 'gauge' },
  ],
};

/** 8.4 and later; the objects of 32 bits are wrong above 4 GB. */
const memory: ColumnTable = {
  mib: 'CISCO-ENHANCED-MEMPOOL-MIB',
  every: 60,
  name: { oid: `${POOL}.3`, object: 'cempMemPoolName', is: 'text' },
  rows: [
    { metric: 'memory.used', oid: `${POOL}.18`, object: 'cempMemPoolHCUsed', kind: 'gauge' },
    { metric: 'memory.used', oid: `${POOL}.7`, object: 'cempMemPoolUsed', kind: 'gauge' },
    { metric: 'memory.free', oid: `${POOL}.20`, object: 'cempMemPoolHCFree', kind: 'gauge' },
    { metric: 'memory.free', oid: `${POOL}.8`, object: 'cempMemPoolFree', kind: 'gauge' },
  ],
};

const oldMemory: ColumnTable = {
  mib: 'CISCO-MEMORY-POOL-MIB',
  every: 60,
  name: { oid: `${OLD_POOL}.2`, object: 'ciscoMemoryPoolName', is: 'text' },
  rows: [
    { metric: 'memory.old.used', oid: `${OLD_POOL}.5`, object: 'ciscoMemoryPoolUsed', kind: 'gauge' },
    { metric: 'memory.old.free', oid: `${OLD_POOL}.6`, object: 'ciscoMemoryPoolFree', kind: 'gauge' },
  ],
};

/** Its index changes with each tunnel, and its counters begin anew with each rekey. */
const tunnels: ColumnTable = {
  mib: 'CISCO-IPSEC-FLOW-MONITOR-MIB tunnels',
  every: 120,
  name: { oid: `${TUNNEL}.5`, object: 'cipSecTunRemoteAddr', is: 'address' },
  rows: [
    { metric: 'tunnel.in.octets', oid: `${TUNNEL}.27`, object: 'cipSecTunHcInOctets', kind: 'counter' },
    { metric: 'tunnel.in.octets', oid: `${TUNNEL}.26`, object: 'cipSecTunInOctets', kind: 'counter' },
    { metric: 'tunnel.in.packets', oid: `${TUNNEL}.32`, object: 'cipSecTunInPkts', kind: 'counter' },
    { metric: 'tunnel.in.drops', oid: `${TUNNEL}.33`, object: 'cipSecTunInDropPkts', kind: 'counter' },
    { metric: 'tunnel.out.octets', oid: `${TUNNEL}.40`, object: 'cipSecTunHcOutOctets', kind: 'counter' },
    { metric: 'tunnel.out.octets', oid: `${TUNNEL}.39`, object: 'cipSecTunOutOctets', kind: 'counter' },
    { metric: 'tunnel.out.packets', oid: `${TUNNEL}.45`, object: 'cipSecTunOutPkts', kind: 'counter' },
    { metric: 'tunnel.out.drops', oid: `${TUNNEL}.46`, object: 'cipSecTunOutDropPkts', kind: 'counter' },
  ],
};

const interfaces: ColumnTable = {
  mib: 'IF-MIB',
  every: 60,
  name: { oid: `${IFX}.1`, object: 'ifName', is: 'text' },
  isUnique: true,
  rows: [
    { metric: 'interface.in.octets', oid: `${IFX}.6`, object: 'ifHCInOctets', kind: 'counter' },
    { metric: 'interface.in.octets', oid: `${IF}.10`, object: 'ifInOctets', kind: 'counter' },
    { metric: 'interface.in.packets', oid: `${IFX}.7`, object: 'ifHCInUcastPkts', kind: 'counter' },
    { metric: 'interface.in.packets', oid: `${IF}.11`, object: 'ifInUcastPkts', kind: 'counter' },
    { metric: 'interface.in.discards', oid: `${IF}.13`, object: 'ifInDiscards', kind: 'counter' },
    { metric: 'interface.in.errors', oid: `${IF}.14`, object: 'ifInErrors', kind: 'counter' },
    { metric: 'interface.out.octets', oid: `${IFX}.10`, object: 'ifHCOutOctets', kind: 'counter' },
    { metric: 'interface.out.octets', oid: `${IF}.16`, object: 'ifOutOctets', kind: 'counter' },
    { metric: 'interface.out.packets', oid: `${IFX}.11`, object: 'ifHCOutUcastPkts', kind: 'counter' },
    { metric: 'interface.out.packets', oid: `${IF}.17`, object: 'ifOutUcastPkts', kind: 'counter' },
    { metric: 'interface.out.discards', oid: `${IF}.19`, object: 'ifOutDiscards', kind: 'counter' },
    { metric: 'interface.out.errors', oid: `${IF}.20`, object: 'ifOutErrors', kind: 'counter' },
    // Bits a second; 0 of a virtual one.
    { metric: 'interface.speed', oid: `${IFX}.15`, object: 'ifHighSpeed', kind: 'gauge', scale: 1_000_000 },
    { metric: 'interface.status', oid: `${IF}.8`, object: 'ifOperStatus', kind: 'gauge' },
  ],
};

/** All tables that are walked, a table a table of a MIB. */
export const columns: readonly ColumnTable[] = [processors, memory, oldMemory, tunnels, interfaces];
