import { carries, noted, reports, type Row } from './notification.ts';
import type { MibObject } from './object.ts';
import * as objects from './trap-objects.ts';

const CISCO = '1.3.6.1.4.1.9.9';
const GENERIC = '1.3.6.1.6.3.1.1.5';
const FAILED = 'a failure of a negotiation, which an ASA does not send';

/** Every notification of an ASA or PIX, and those of its VPN MIBs that it does not send. */
export const traps: readonly Row[] = [
  reports(`${GENERIC}.1`, 'coldStart', 'device.reported', { what: 'coldStart' }),
  reports(`${GENERIC}.2`, 'warmStart', 'device.reported', { what: 'warmStart' }),
  noted(`${GENERIC}.3`, 'linkDown', 'an interface', objects.ifIndex, objects.ifAdminStatus, objects.ifOperStatus),
  noted(`${GENERIC}.4`, 'linkUp', 'an interface', objects.ifIndex, objects.ifAdminStatus, objects.ifOperStatus),
  noted(`${GENERIC}.5`, 'authenticationFailure', 'a wrong community at the device, no login of a user'),

  reports(
    `${CISCO}.171.2.0.1`,
    'cikeTunnelStart',
    'tunnel.reported',
    { what: 'ike', state: 'started' },
    objects.cikePeerLocalAddr,
    { fact: 'peer', of: objects.cikePeerRemoteAddr },
    objects.cikeTunLifeTime,
  ),
  reports(
    `${CISCO}.171.2.0.2`,
    'cikeTunnelStop',
    'tunnel.reported',
    { what: 'ike', state: 'stopped' },
    objects.cikePeerLocalAddr,
    { fact: 'peer', of: objects.cikePeerRemoteAddr },
    { fact: 'seconds', of: objects.cikeTunActiveTime },
  ),
  noted(`${CISCO}.171.2.0.3`, 'cikeSysFailure', FAILED),
  noted(`${CISCO}.171.2.0.4`, 'cikeCertCrlFailure', FAILED),
  noted(`${CISCO}.171.2.0.5`, 'cikeProtocolFailure', FAILED),
  noted(`${CISCO}.171.2.0.6`, 'cikeNoSa', FAILED),
  reports(
    `${CISCO}.171.2.0.7`,
    'cipSecTunnelStart',
    'tunnel.reported',
    { what: 'ipsec', state: 'started' },
    objects.cipSecTunLifeTime,
    objects.cipSecTunLifeSize,
  ),
  reports(
    `${CISCO}.171.2.0.8`,
    'cipSecTunnelStop',
    'tunnel.reported',
    { what: 'ipsec', state: 'stopped' },
    { fact: 'seconds', of: objects.cipSecTunActiveTime },
  ),
  noted(`${CISCO}.171.2.0.9`, 'cipSecSysFailure', FAILED),
  noted(`${CISCO}.171.2.0.10`, 'cipSecSetUpFailure', FAILED),
  noted(`${CISCO}.171.2.0.11`, 'cipSecEarlyTunTerm', FAILED),
  noted(`${CISCO}.171.2.0.12`, 'cipSecProtocolFailure', FAILED),
  noted(`${CISCO}.171.2.0.13`, 'cipSecNoSa', FAILED),

  noted(
    `${CISCO}.392.0.1`,
    'ciscoRasTooManySessions',
    'a threshold of sessions; it tells of no session',
    objects.crasNumSessions,
    objects.crasNumUsers,
    objects.crasMaxSessionsSupportable,
    objects.crasMaxUsersSupportable,
    objects.crasThrMaxSessions,
  ),
  noted(`${CISCO}.392.0.2`, 'ciscoRasTooManyFailedAuths', 'a threshold, which an ASA does not send'),
  noted(`${CISCO}.392.0.3`, 'ciscoRasTooHighThroughput', 'a threshold, which an ASA does not send'),

  carries(
    `${CISCO}.41.2.0.1`,
    'clogMessageGenerated',
    objects.clogHistFacility,
    objects.clogHistSeverity,
    objects.clogHistMsgName,
    objects.clogHistMsgText,
    objects.clogHistTimestamp,
  ),

  noted(
    `${CISCO}.109.2.0.1`,
    'cpmCPURisingThreshold',
    'a threshold of the processor',
    objects.cpmCPURisingThresholdValue,
    objects.cpmCPUTotalMonIntervalValue,
    objects.cpmCPUInterruptMonIntervalValue,
    objects.cpmProcExtUtil5SecRev,
    objects.cpmProcessTimeCreated,
  ),
  noted(
    '1.3.6.1.2.1.88.2.0.1',
    'mteTriggerFired',
    'a threshold of memory or of an interface',
    objects.mteHotTrigger,
    objects.mteHotTargetName,
    objects.mteHotContextName,
    objects.mteHotOID,
    objects.mteHotValue,
  ),
  noted(
    `${CISCO}.480.0.1`,
    'clrResourceLimitReached',
    'a limit of a context, as of its connections',
    objects.crlResourceLimitValueType,
    objects.crlResourceLimitMax,
    objects.clogOriginIDType,
    objects.clogOriginID,
  ),
  noted(
    `${CISCO}.43.2.0.1`,
    'ciscoConfigManEvent',
    'the configuration was changed or saved',
    objects.ccmHistoryEventCommandSource,
    objects.ccmHistoryEventConfigSource,
    objects.ccmHistoryEventConfigDestination,
  ),
  noted(
    `${CISCO}.43.2.0.2`,
    'ccmCLIRunningConfigChanged',
    'the configuration was changed',
    objects.ccmHistoryRunningLastChanged,
    objects.ccmHistoryEventTerminalType,
  ),

  noted('1.3.6.1.2.1.47.2.0.1', 'entConfigChange', 'the inventory of the chassis'),
  noted(`${CISCO}.117.2.0.3`, 'cefcFRUInserted', 'a part of the chassis', objects.entPhysicalContainedIn),
  noted(`${CISCO}.117.2.0.4`, 'cefcFRURemoved', 'a part of the chassis', objects.entPhysicalContainedIn),
  noted(
    `${CISCO}.745.0.1`,
    'ceSensorExtThresholdNotification',
    'a fan, a power supply or a temperature',
    objects.entPhysicalName,
    objects.entPhysicalDescr,
    objects.entPhySensorValue,
    objects.entPhySensorType,
    objects.ceSensorExtThresholdValue,
  ),
  noted('1.3.6.1.2.1.123.0.1', 'natPacketDiscard', 'a packet that NAT has dropped', objects.ifIndex),

  reports(
    `${CISCO}.491.0.3`,
    'cufwFailoverStateChanged',
    'device.reported',
    { what: 'failover' },
    objects.cufwFOGroupIndex,
    objects.cufwFOGrpHAstate,
  ),
  noted(`${CISCO}.491.0.4`, 'cufwClusterStateChanged', 'a unit of a cluster', objects.cufwCluUnitState),
  noted('1.3.6.1.2.1.15.7.2', 'bgpBackwardTransition', 'a BGP peer', objects.bgpPeerLastError, objects.bgpPeerState),
];

/** The objects that varbinds are named by. */
export const namedObjects: readonly MibObject[] = Object.values(objects);

const byOid = new Map(traps.flatMap((row) => formsOf(row.oid).map((form) => [form, row] as const)));

/** The row of a notification, by its OID as version 2 has it or as it comes of one of version 1. */
export function trapOf(oid: string): Row | undefined {
  return byOid.get(oid);
}

/**
 * The OID, and what becomes of it by way of version 1 (RFC 3584, 3.1 puts a 0 between enterprise and specific number): senders take the
 * enterprise with the 0 of the OID's end or without it, and some receivers leave it out.
 */
function formsOf(oid: string): readonly string[] {
  if (oid.startsWith(`${GENERIC}.`)) return [oid];
  const at = oid.lastIndexOf('.');
  const [enterprise, specific] = [oid.slice(0, at).replace(/\.0$/, ''), oid.slice(at + 1)];
  return [`${enterprise}.0.${specific}`, `${enterprise}.${specific}`, `${enterprise}.0.0.${specific}`];
}
