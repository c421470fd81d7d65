import { object, unplaced } from './object.ts';

const CISCO = '1.3.6.1.4.1.9.9';
const MIB2 = '1.3.6.1.2.1';

// IF-MIB
export const ifIndex = object('ifIndex', `${MIB2}.2.2.1.1`, 'int');
export const ifAdminStatus = object('ifAdminStatus', `${MIB2}.2.2.1.7`, 'int');
export const ifOperStatus = object('ifOperStatus', `${MIB2}.2.2.1.8`, 'int');

// CISCO-IPSEC-FLOW-MONITOR-MIB
export const cikePeerLocalAddr = object('cikePeerLocalAddr', `${CISCO}.171.1.2.2.1.6`, 'address');
export const cikePeerRemoteAddr = object('cikePeerRemoteAddr', `${CISCO}.171.1.2.2.1.7`, 'address');
export const cikeTunLifeTime = object('cikeTunLifeTime', `${CISCO}.171.1.2.3.1.15`, 'int', 's');
export const cikeTunActiveTime = object('cikeTunActiveTime', `${CISCO}.171.1.2.3.1.16`, 'ticks', '1/100 s');
export const cipSecTunLifeSize = object('cipSecTunLifeSize', `${CISCO}.171.1.3.2.1.8`, 'int', 'kB');
export const cipSecTunLifeTime = object('cipSecTunLifeTime', `${CISCO}.171.1.3.2.1.9`, 'int', 's');
export const cipSecTunActiveTime = object('cipSecTunActiveTime', `${CISCO}.171.1.3.2.1.10`, 'ticks', '1/100 s');

// CISCO-REMOTE-ACCESS-MONITOR-MIB
export const crasMaxSessionsSupportable = object('crasMaxSessionsSupportable', `${CISCO}.392.1.1.1`, 'int');
export const crasMaxUsersSupportable = object('crasMaxUsersSupportable', `${CISCO}.392.1.1.2`, 'int');
export const crasNumSessions = object('crasNumSessions', `${CISCO}.392.1.3.1`, 'int');
export const crasNumUsers = object('crasNumUsers', `${CISCO}.392.1.3.3`, 'int');
export const crasThrMaxSessions = object('crasThrMaxSessions', `${CISCO}.392.1.6.1`, 'int');

// CISCO-SYSLOG-MIB
export const clogOriginIDType = object('clogOriginIDType', `${CISCO}.41.1.1.6`, 'int');
export const clogOriginID = object('clogOriginID', `${CISCO}.41.1.1.7`, 'text');
export const clogHistFacility = object('clogHistFacility', `${CISCO}.41.1.2.3.1.2`, 'text');
/** The severity of the message, and 1: an ASA's info is 7. */
export const clogHistSeverity = object('clogHistSeverity', `${CISCO}.41.1.2.3.1.3`, 'int');
export const clogHistMsgName = object('clogHistMsgName', `${CISCO}.41.1.2.3.1.4`, 'text');
export const clogHistMsgText = object('clogHistMsgText', `${CISCO}.41.1.2.3.1.5`, 'text');
export const clogHistTimestamp = object('clogHistTimestamp', `${CISCO}.41.1.2.3.1.6`, 'ticks', '1/100 s');

// CISCO-PROCESS-MIB
export const cpmCPUTotalMonIntervalValue = object('cpmCPUTotalMonIntervalValue', `${CISCO}.109.1.1.1.1.10`, 'int', '%');
export const cpmCPUInterruptMonIntervalValue = object(
  'cpmCPUInterruptMonIntervalValue',
  `${CISCO}.109.1.1.1.1.11`,
  'int',
  '%',
);
export const cpmProcessTimeCreated = object('cpmProcessTimeCreated', `${CISCO}.109.1.2.1.1.5`, 'ticks', '1/100 s');
export const cpmProcExtUtil5SecRev = object('cpmProcExtUtil5SecRev', `${CISCO}.109.1.2.3.1.5`, 'int', '%');
export const cpmCPURisingThresholdValue = object('cpmCPURisingThresholdValue', `${CISCO}.109.1.2.4.1.2`, 'int', '%');

// DISMAN-EVENT-MIB
export const mteHotTrigger = object('mteHotTrigger', `${MIB2}.88.2.1.1`, 'text');
export const mteHotTargetName = object('mteHotTargetName', `${MIB2}.88.2.1.2`, 'text');
export const mteHotContextName = object('mteHotContextName', `${MIB2}.88.2.1.3`, 'text');
export const mteHotOID = object('mteHotOID', `${MIB2}.88.2.1.4`, 'oid');
export const mteHotValue = object('mteHotValue', `${MIB2}.88.2.1.5`, 'int');

// CISCO-L4L7MODULE-RESOURCE-LIMIT-MIB
export const crlResourceLimitValueType = object('crlResourceLimitValueType', `${CISCO}.480.1.1.2.1.3`, 'int');
export const crlResourceLimitMax = object('crlResourceLimitMax', `${CISCO}.480.1.1.2.1.5`, 'int');

// CISCO-CONFIG-MAN-MIB
export const ccmHistoryRunningLastChanged = object('ccmHistoryRunningLastChanged', `${CISCO}.43.1.1.1`, 'ticks', '1/100 s'); // prettier-ignore
export const ccmHistoryEventCommandSource = object('ccmHistoryEventCommandSource', `${CISCO}.43.1.1.6.1.3`, 'int');
export const ccmHistoryEventConfigSource = object('ccmHistoryEventConfigSource', `${CISCO}.43.1.1.6.1.4`, 'int');
export const ccmHistoryEventConfigDestination = object('ccmHistoryEventConfigDestination', `${CISCO}.43.1.1.6.1.5`, 'int'); // prettier-ignore
export const ccmHistoryEventTerminalType = object('ccmHistoryEventTerminalType', `${CISCO}.43.1.1.6.1.6`, 'int');

// ENTITY-MIB, ENTITY-SENSOR-MIB, CISCO-ENTITY-SENSOR-EXT-MIB
export const entPhysicalDescr = object('entPhysicalDescr', `${MIB2}.47.1.1.1.1.2`, 'text');
export const entPhysicalContainedIn = object('entPhysicalContainedIn', `${MIB2}.47.1.1.1.1.4`, 'int');
export const entPhysicalName = object('entPhysicalName', `${MIB2}.47.1.1.1.1.7`, 'text');
export const entPhySensorType = object('entPhySensorType', `${MIB2}.99.1.1.1.1`, 'int');
export const entPhySensorValue = object('entPhySensorValue', `${MIB2}.99.1.1.1.4`, 'int');
export const ceSensorExtThresholdValue = unplaced('ceSensorExtThresholdValue');

// CISCO-UNIFIED-FIREWALL-MIB
export const cufwFOGroupIndex = unplaced('cufwFOGroupIndex');
export const cufwFOGrpHAstate = unplaced('cufwFOGrpHAstate');
export const cufwCluUnitState = unplaced('cufwCluUnitState');

// BGP4-MIB
export const bgpPeerState = object('bgpPeerState', `${MIB2}.15.3.1.2`, 'int');
export const bgpPeerLastError = object('bgpPeerLastError', `${MIB2}.15.3.1.14`, 'octets');

/** Where a proxy tells the community of a trap that it passes on (RFC 3584, 3.1): a secret. */
export const snmpTrapCommunity = object('snmpTrapCommunity', '1.3.6.1.6.3.18.1.4', 'text');
