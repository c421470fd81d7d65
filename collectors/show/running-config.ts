import type { Configuration } from '../../server/domain/configuration.ts';
import type { DeviceConfiguration, ToldConfiguration } from '../../server/domain/device.ts';
import { chainsOf, DEFAULT_POLICY, policyNamed } from '../../server/domain/effective.ts';
import type { Chain } from '../../server/domain/pool.ts';
import { notesOf, readConfiguration } from './configuration.ts';

/** What a running configuration says of pools and user names, and what in it could not be used, in words without secrets. */
export interface RunningConfig {
  readonly configuration: DeviceConfiguration;
  /** All that it says, for the doctor. */
  readonly told: ToldConfiguration;
  readonly notes: readonly string[];
}

/** Reads a saved `show running-config` for what a device is known by. Total, as `readConfiguration` is. */
export function readRunningConfig(text: string): RunningConfig {
  const read = readConfiguration(text);
  const configuration = deviceConfiguration(read.configuration);
  const { chains } = configuration;
  const notes = [...notesOf(read), ...chains.flatMap((one) => dangling(read.configuration, one))];
  return { configuration, told: { complete: read.whole, configuration: read.configuration }, notes };
}

/** What of a configuration a device is known by. */
export function deviceConfiguration(configuration: Configuration): DeviceConfiguration {
  const { hostname, version, pools, users } = configuration;
  return {
    ...(hostname && { hostname: hostname.value }),
    ...(version && { version: version.value }),
    pools: pools.map(({ name, first, last, mask }) => ({ name, first, last, ...(mask !== undefined && { mask }) })),
    chains: chainsOf(configuration),
    ...(users.length > 0 && { users: users.map(({ name }) => name) }),
  };
}

/** What a chain names that the file does not have. */
function dangling(
  configuration: Configuration,
  { tunnelGroup, pools: used, groupPolicy = DEFAULT_POLICY }: Chain,
): readonly string[] {
  const { pools, groupPolicies } = configuration;
  const missing = used
    .filter((name) => !pools.some((pool) => pool.name === name))
    .map((pool) => `tunnel-group ${tunnelGroup} uses the pool ${pool}, which is not in this file`);
  // An excerpt may have no policies at all, and the default one need not be written down.
  if (groupPolicies.length === 0 || policyNamed(configuration, groupPolicy) !== undefined || groupPolicy === DEFAULT_POLICY) return missing; // prettier-ignore
  return [...missing, `tunnel-group ${tunnelGroup} uses the group-policy ${groupPolicy}, which is not in this file`];
}
