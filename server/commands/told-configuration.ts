import type { Configuration } from '../domain/configuration.ts';
import { configurationParts, type KeptConfiguration } from '../domain/kept-configuration.ts';
import { field } from './body.ts';
import { UsageFault } from './fault.ts';

const lists: readonly (keyof Configuration)[] = [
  ...(['families', 'pools', 'tunnelGroups', 'groupPolicies', 'users', 'accessLists', 'networkObjects'] as const),
  ...(['nat', 'routes', 'interfaces', 'names', 'sysopt', 'ntpServers'] as const),
];
const parts: readonly (keyof Configuration)[] = ['sessions', 'crypto', 'logging', 'snmp', 'management'];

/** What the command has read of a file, as it is kept; `undefined` where nothing was told. Throws `UsageFault` for what is none. */
export function readTold(value: unknown, at: number): KeptConfiguration | undefined {
  if (value === undefined) return undefined;
  const configuration = field(value, 'configuration');
  const wrong = [
    ...lists.filter((key) => !Array.isArray(field(configuration, key))),
    ...parts.filter((key) => typeof field(configuration, key) !== 'object' || field(configuration, key) === null),
  ];
  if (wrong.length > 0) throw new UsageFault(`told: no configuration: ${wrong.join(', ')}`);
  return {
    part: configurationParts.find((one) => one === field(value, 'part')) ?? 'whole',
    at,
    source: 'file',
    complete: field(value, 'complete') === true,
    configuration: configuration as Configuration, // border: made by our own command, of this user
  };
}
