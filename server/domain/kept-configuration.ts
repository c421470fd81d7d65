import type { Configuration } from './configuration.ts';
import { withDefaults } from './defaults.ts';

/** What of a configuration was told: the whole, or what `show running-config all` tells of these besides. */
export const configurationParts = ['whole', 'all crypto', 'all sysopt'] as const;
export type ConfigurationPart = (typeof configurationParts)[number];

/** A configuration of a device, as it was last told. Secrets are not in it. */
export interface KeptConfiguration {
  readonly part: ConfigurationPart;
  /** When it was told, epoch milliseconds. */
  readonly at: number;
  /** The device was asked, or a person gave a file. */
  readonly source: 'poll' | 'file';
  /** It came from its Version line to its end. */
  readonly complete: boolean;
  readonly configuration: Configuration;
}

/** The device is asked once a day; what is older by more belongs to another configuration. */
const TOGETHER = 2 * 86_400_000;

/** The configuration with what is known of its defaults; `undefined` where nobody has told one. */
export function knownConfiguration(kept: readonly KeptConfiguration[]): KeptConfiguration | undefined {
  const whole = kept.find(({ part }) => part === 'whole');
  if (whole === undefined) return undefined;
  const defaults = kept.filter(({ part, at }) => part !== 'whole' && Math.abs(at - whole.at) <= TOGETHER);
  return {
    ...whole,
    configuration: withDefaults(
      whole.configuration,
      defaults.map(({ configuration }) => configuration),
    ),
  };
}
