import type { Device } from '../cli/device.ts';
import { ipsecFlowMib } from './ipsec-flow.ts';
import { remoteAccessMib } from './remote-access.ts';
import { resourceMibs } from './resources.ts';
import { systemMibs } from './system.ts';
import { mibOf } from './varbind.ts';
import type { Mib } from './varbind.ts';

/** What of the configuration the MIBs show. */
export interface Settings {
  /** `remote-access threshold session-threshold-exceeded`; 0: none. */
  readonly sessionThreshold?: number;
}

/** All that a device shows over SNMP at this moment, from the model that its command line and its messages come from. */
export function shownBy(device: Device, { sessionThreshold = 0 }: Settings = {}): Mib {
  return mibOf([
    ...systemMibs(device),
    ...resourceMibs(device),
    ...remoteAccessMib(device, sessionThreshold),
    ...ipsecFlowMib(device),
  ]);
}
