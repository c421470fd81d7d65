/** An object of an agent, and the metric that it is. How wide a counter is the agent tells by the type of its answer. */
export interface MetricRow {
  readonly metric: string;
  readonly oid: string;
  /** Its name in the MIB. */
  readonly object: string;
  readonly kind: 'gauge' | 'counter';
  /** What it is multiplied by. */
  readonly scale?: number;
}

/** Scalars of one MIB that are asked for together. Of two rows with one metric the first that is told counts. */
export interface GaugeTable {
  readonly mib: string;
  /** Seconds from one time to the next. */
  readonly every: number;
  readonly rows: readonly MetricRow[];
}

const CISCO = '1.3.6.1.4.1.9.9';
const CRAS = `${CISCO}.392.1`;
const FLOW = `${CISCO}.171.1`;

/** sysUpTime: what the first question asks, and by which counters are told to have gone over or to have begun anew. */
export const UPTIME: MetricRow = { metric: 'device.uptime', oid: '1.3.6.1.2.1.1.3.0', object: 'sysUpTime', kind: 'gauge', scale: 0.01 }; // prettier-ignore

const system: GaugeTable = {
  mib: 'SNMPv2-MIB',
  every: 30,
  rows: [
    UPTIME,
    { metric: 'engine.boots', oid: '1.3.6.1.6.3.10.2.1.2.0', object: 'snmpEngineBoots', kind: 'gauge' },
    { metric: 'engine.time', oid: '1.3.6.1.6.3.10.2.1.3.0', object: 'snmpEngineTime', kind: 'gauge' },
  ],
};

/** The counts that a listing of sessions is held against. */
export const counts = {
  active: { metric: 'sessions.active', oid: `${CRAS}.3.1.0`, object: 'crasNumSessions', kind: 'gauge' },
  ipsec: { metric: 'sessions.ipsec', oid: `${CRAS}.3.26.0`, object: 'crasIPSecNumSessions', kind: 'gauge' },
  svc: { metric: 'sessions.anyconnect', oid: `${CRAS}.3.35.0`, object: 'crasSVCNumSessions', kind: 'gauge' },
  webvpn: { metric: 'sessions.clientless', oid: `${CRAS}.3.38.0`, object: 'crasWebvpnNumSessions', kind: 'gauge' },
  lanToLan: { metric: 'sessions.lan-to-lan', oid: `${CRAS}.3.29.0`, object: 'crasL2LNumSessions', kind: 'gauge' },
  most: { metric: 'sessions.most', oid: `${CRAS}.1.1.0`, object: 'crasMaxSessionsSupportable', kind: 'gauge' },
} as const satisfies Readonly<Record<string, MetricRow>>;

const remoteAccess: GaugeTable = {
  mib: 'CISCO-REMOTE-ACCESS-MONITOR-MIB',
  every: 30,
  rows: [
    ...Object.values(counts),
    { metric: 'users.most', oid: `${CRAS}.1.2.0`, object: 'crasMaxUsersSupportable', kind: 'gauge' },
    { metric: 'groups.most', oid: `${CRAS}.1.3.0`, object: 'crasMaxGroupsSupportable', kind: 'gauge' },
    { metric: 'accelerators', oid: `${CRAS}.1.4.0`, object: 'crasNumCryptoAccelerators', kind: 'gauge' },
    { metric: 'remote.bandwidth', oid: `${CRAS}.2.1.0`, object: 'crasGlobalBwUsage', kind: 'gauge' },
    { metric: 'sessions.previous', oid: `${CRAS}.3.2.0`, object: 'crasNumPrevSessions', kind: 'counter' },
    { metric: 'users.active', oid: `${CRAS}.3.3.0`, object: 'crasNumUsers', kind: 'gauge' },
    { metric: 'groups.active', oid: `${CRAS}.3.4.0`, object: 'crasNumGroups', kind: 'gauge' },
    { metric: 'remote.in.packets', oid: `${CRAS}.3.5.0`, object: 'crasGlobalInPkts', kind: 'counter' },
    { metric: 'remote.out.packets', oid: `${CRAS}.3.6.0`, object: 'crasGlobalOutPkts', kind: 'counter' },
    { metric: 'remote.in.octets', oid: `${CRAS}.3.7.0`, object: 'crasGlobalInOctets', kind: 'counter' },
    { metric: 'remote.in.octets.plain', oid: `${CRAS}.3.8.0`, object: 'crasGlobalInDecompOctets', kind: 'counter' },
    { metric: 'remote.out.octets', oid: `${CRAS}.3.9.0`, object: 'crasGlobalOutOctets', kind: 'counter' },
    { metric: 'remote.out.octets.plain', oid: `${CRAS}.3.10.0`, object: 'crasGlobalOutUncompOctets', kind: 'counter' },
    { metric: 'remote.in.drops', oid: `${CRAS}.3.11.0`, object: 'crasGlobalInDropPkts', kind: 'counter' },
    { metric: 'remote.out.drops', oid: `${CRAS}.3.12.0`, object: 'crasGlobalOutDropPkts', kind: 'counter' },
    { metric: 'sessions.email', oid: `${CRAS}.3.23.0`, object: 'crasEmailNumSessions', kind: 'gauge' },
    { metric: 'sessions.email.begun', oid: `${CRAS}.3.24.0`, object: 'crasEmailCumulateSessions', kind: 'counter' },
    { metric: 'sessions.email.peak', oid: `${CRAS}.3.25.0`, object: 'crasEmailPeakConcurrentSessions', kind: 'gauge' },
    { metric: 'sessions.ipsec.begun', oid: `${CRAS}.3.27.0`, object: 'crasIPSecCumulateSessions', kind: 'counter' },
    { metric: 'sessions.ipsec.peak', oid: `${CRAS}.3.28.0`, object: 'crasIPSecPeakConcurrentSessions', kind: 'gauge' },
    { metric: 'sessions.lan-to-lan.begun', oid: `${CRAS}.3.30.0`, object: 'crasL2LCumulateSessions', kind: 'counter' },
    {
      metric: 'sessions.lan-to-lan.peak',
      oid: `${CRAS}.3.31.0`,
      object: 'crasL2LPeakConcurrentSessions',
      kind: 'gauge',
    },
    { metric: 'sessions.load-balancing', oid: `${CRAS}.3.32.0`, object: 'crasLBNumSessions', kind: 'gauge' },
    {
      metric: 'sessions.load-balancing.begun',
      oid: `${CRAS}.3.33.0`,
      object: 'crasLBCumulateSessions',
      kind: 'counter',
    },
    {
      metric: 'sessions.load-balancing.peak',
      oid: `${CRAS}.3.34.0`,
      object: 'crasLBPeakConcurrentSessions',
      kind: 'gauge',
    },
    { metric: 'sessions.anyconnect.begun', oid: `${CRAS}.3.36.0`, object: 'crasSVCCumulateSessions', kind: 'counter' },
    {
      metric: 'sessions.anyconnect.peak',
      oid: `${CRAS}.3.37.0`,
      object: 'crasSVCPeakConcurrentSessions',
      kind: 'gauge',
    },
    {
      metric: 'sessions.clientless.begun',
      oid: `${CRAS}.3.39.0`,
      object: 'crasWebvpnCumulateSessions',
      kind: 'counter',
    },
    {
      metric: 'sessions.clientless.peak',
      oid: `${CRAS}.3.40.0`,
      object: 'crasWebvpnPeakConcurrentSessions',
      kind: 'gauge',
    },
    { metric: 'sessions.peak', oid: `${CRAS}.3.41.0`, object: 'crasNumPeakSessions', kind: 'gauge' },
    { metric: 'failures.all', oid: `${CRAS}.4.1.1.0`, object: 'crasNumTotalFailures', kind: 'counter' },
    { metric: 'failures.declined', oid: `${CRAS}.4.1.2.0`, object: 'crasNumDeclinedSessions', kind: 'counter' },
    { metric: 'failures.resources', oid: `${CRAS}.4.1.3.0`, object: 'crasNumSetupFailInsufResources', kind: 'counter' },
    { metric: 'failures.aborted', oid: `${CRAS}.4.1.4.0`, object: 'crasNumAbortedSessions', kind: 'counter' },
    { metric: 'accounts.disabled', oid: `${CRAS}.5.1.1.0`, object: 'crasNumDisabledAccounts', kind: 'gauge' },
    { metric: 'threshold.sessions', oid: `${CRAS}.6.1.0`, object: 'crasThrMaxSessions', kind: 'gauge' },
    { metric: 'threshold.failures', oid: `${CRAS}.6.2.0`, object: 'crasThrMaxFailedAuths', kind: 'gauge' },
    { metric: 'threshold.throughput', oid: `${CRAS}.6.3.0`, object: 'crasThrMaxThroughput', kind: 'gauge' },
  ],
};

const ipsecFlow: GaugeTable = {
  mib: 'CISCO-IPSEC-FLOW-MONITOR-MIB',
  every: 60,
  rows: [
    { metric: 'ike.tunnels', oid: `${FLOW}.2.1.1.0`, object: 'cikeGlobalActiveTunnels', kind: 'gauge' },
    { metric: 'ike.tunnels.previous', oid: `${FLOW}.2.1.2.0`, object: 'cikeGlobalPreviousTunnels', kind: 'counter' },
    { metric: 'ike.in.octets', oid: `${FLOW}.2.1.3.0`, object: 'cikeGlobalInOctets', kind: 'counter' },
    { metric: 'ike.in.packets', oid: `${FLOW}.2.1.4.0`, object: 'cikeGlobalInPkts', kind: 'counter' },
    { metric: 'ike.in.drops', oid: `${FLOW}.2.1.5.0`, object: 'cikeGlobalInDropPkts', kind: 'counter' },
    { metric: 'ike.out.octets', oid: `${FLOW}.2.1.11.0`, object: 'cikeGlobalOutOctets', kind: 'counter' },
    { metric: 'ike.out.packets', oid: `${FLOW}.2.1.12.0`, object: 'cikeGlobalOutPkts', kind: 'counter' },
    { metric: 'ike.out.drops', oid: `${FLOW}.2.1.13.0`, object: 'cikeGlobalOutDropPkts', kind: 'counter' },
    { metric: 'ike.initiator.failures', oid: `${FLOW}.2.1.20.0`, object: 'cikeGlobalInitTunnelFails', kind: 'counter' },
    { metric: 'ike.responder.failures', oid: `${FLOW}.2.1.21.0`, object: 'cikeGlobalRespTunnelFails', kind: 'counter' },
    { metric: 'ike.capacity.failures', oid: `${FLOW}.2.1.22.0`, object: 'cikeGlobalSysCapFails', kind: 'counter' },
    { metric: 'ike.auth.failures', oid: `${FLOW}.2.1.23.0`, object: 'cikeGlobalAuthFails', kind: 'counter' },
    { metric: 'ike.decrypt.failures', oid: `${FLOW}.2.1.24.0`, object: 'cikeGlobalDecryptFails', kind: 'counter' },
    { metric: 'ike.hash.failures', oid: `${FLOW}.2.1.25.0`, object: 'cikeGlobalHashValidFails', kind: 'counter' },
    { metric: 'ike.sa.failures', oid: `${FLOW}.2.1.26.0`, object: 'cikeGlobalNoSaFails', kind: 'counter' },
    { metric: 'ipsec.tunnels', oid: `${FLOW}.3.1.1.0`, object: 'cipSecGlobalActiveTunnels', kind: 'gauge' },
    {
      metric: 'ipsec.tunnels.previous',
      oid: `${FLOW}.3.1.2.0`,
      object: 'cipSecGlobalPreviousTunnels',
      kind: 'counter',
    },
    { metric: 'ipsec.in.octets', oid: `${FLOW}.3.1.4.0`, object: 'cipSecGlobalHcInOctets', kind: 'counter' },
    { metric: 'ipsec.in.octets', oid: `${FLOW}.3.1.3.0`, object: 'cipSecGlobalInOctets', kind: 'counter' },
    { metric: 'ipsec.in.packets', oid: `${FLOW}.3.1.9.0`, object: 'cipSecGlobalInPkts', kind: 'counter' },
    { metric: 'ipsec.in.drops', oid: `${FLOW}.3.1.10.0`, object: 'cipSecGlobalInDrops', kind: 'counter' },
    { metric: 'ipsec.in.replays', oid: `${FLOW}.3.1.11.0`, object: 'cipSecGlobalInReplayDrops', kind: 'counter' },
    { metric: 'ipsec.in.auth.failures', oid: `${FLOW}.3.1.13.0`, object: 'cipSecGlobalInAuthFails', kind: 'counter' },
    { metric: 'ipsec.in.decrypted', oid: `${FLOW}.3.1.14.0`, object: 'cipSecGlobalInDecrypts', kind: 'counter' },
    {
      metric: 'ipsec.in.decrypt.failures',
      oid: `${FLOW}.3.1.15.0`,
      object: 'cipSecGlobalInDecryptFails',
      kind: 'counter',
    },
    { metric: 'ipsec.out.octets', oid: `${FLOW}.3.1.17.0`, object: 'cipSecGlobalHcOutOctets', kind: 'counter' },
    { metric: 'ipsec.out.octets', oid: `${FLOW}.3.1.16.0`, object: 'cipSecGlobalOutOctets', kind: 'counter' },
    { metric: 'ipsec.out.packets', oid: `${FLOW}.3.1.22.0`, object: 'cipSecGlobalOutPkts', kind: 'counter' },
    { metric: 'ipsec.out.drops', oid: `${FLOW}.3.1.23.0`, object: 'cipSecGlobalOutDrops', kind: 'counter' },
    { metric: 'ipsec.out.encrypted', oid: `${FLOW}.3.1.26.0`, object: 'cipSecGlobalOutEncrypts', kind: 'counter' },
    {
      metric: 'ipsec.out.encrypt.failures',
      oid: `${FLOW}.3.1.27.0`,
      object: 'cipSecGlobalOutEncryptFails',
      kind: 'counter',
    },
    { metric: 'ipsec.sa.failures', oid: `${FLOW}.3.1.29.0`, object: 'cipSecGlobalNoSaFails', kind: 'counter' },
    { metric: 'ipsec.capacity.failures', oid: `${FLOW}.3.1.30.0`, object: 'cipSecGlobalSysCapFails', kind: 'counter' },
  ],
};

const firewall: GaugeTable = {
  mib: 'CISCO-FIREWALL-MIB',
  every: 60,
  rows: [
    { metric: 'connections', oid: `${CISCO}.491.1.1.1.6.0`, object: 'cufwConnGlobalNumActive', kind: 'gauge' },
    {
      metric: 'connections',
      oid: `${CISCO}.147.1.2.2.2.1.5.40.6`,
      object: 'cfwConnectionStatValue.protoIp.currentInUse',
      kind: 'gauge',
    },
    {
      metric: 'connections.peak',
      oid: `${CISCO}.147.1.2.2.2.1.5.40.7`,
      object: 'cfwConnectionStatValue.protoIp.high',
      kind: 'gauge',
    },
    {
      metric: 'connections.rate',
      oid: `${CISCO}.491.1.1.1.10.0`,
      object: 'cufwConnGlobalConnSetupRate1',
      kind: 'gauge',
    },
    {
      metric: 'connections.rate.5m',
      oid: `${CISCO}.491.1.1.1.11.0`,
      object: 'cufwConnGlobalConnSetupRate5',
      kind: 'gauge',
    },
  ],
};

/** What each unit of a pair says it is: 9 is active, 10 standby (HardwareStatus). */
export const units = {
  primary: {
    metric: 'failover.primary',
    oid: `${CISCO}.147.1.2.1.1.1.3.6`,
    object: 'cfwHardwareStatusValue.primaryUnit',
    kind: 'gauge',
  },
  secondary: {
    metric: 'failover.secondary',
    oid: `${CISCO}.147.1.2.1.1.1.3.7`,
    object: 'cfwHardwareStatusValue.secondaryUnit',
    kind: 'gauge',
  },
} as const satisfies Readonly<Record<string, MetricRow>>;

const failover: GaugeTable = { mib: 'CISCO-FIREWALL-MIB failover', every: 30, rows: Object.values(units) };

/** All scalars that are asked for, a table a MIB. */
export const gauges: readonly GaugeTable[] = [system, remoteAccess, ipsecFlow, firewall, failover];
