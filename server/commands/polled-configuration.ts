import type { ConfigurationTold } from '../../collectors/show/commands/configuration.ts';
import type { Told } from '../../collectors/show/gather.ts';
import { deviceConfiguration } from '../../collectors/show/running-config.ts';
import { configurationParts, type KeptConfiguration } from '../domain/kept-configuration.ts';
import type { DeviceFacts } from '../domain/polling.ts';
import type { Store } from '../store/store.ts';

/**
 * The configurations among what was read. The whole has an end of its own; of a part only the prompt shows that all of it came, so over
 * HTTPS none is taken.
 */
export function configurationsIn(
  told: readonly Told[],
  source: KeptConfiguration['source'] = 'poll',
): readonly KeptConfiguration[] {
  return told.flatMap(({ command, answer: { end, finishedAt }, facts }) => {
    const words = command.replace(/^show running-config ?/, '') || 'whole';
    const part = configurationParts.find((one) => one === words);
    if (part === undefined || !isConfiguration(facts)) return [];
    if (part === 'whole' ? !facts.whole : end !== 'prompt') return [];
    return [{ part, at: finishedAt, source, complete: facts.whole, configuration: facts.configuration }];
  });
}

/** Keeps configurations that devices told, and takes pools and groups of a whole one; then whoever knows the devices is told. */
export function configurationKeeper(
  store: Pick<Store, 'putConfiguration' | 'configureDevice'>,
  devicesChanged: () => Promise<void>,
): (device: number, kept: KeptConfiguration) => Promise<void> {
  return async (device, kept) => {
    await store.putConfiguration(device, kept);
    if (kept.part !== 'whole') return;
    await store.configureDevice(device, deviceConfiguration(kept.configuration));
    await devicesChanged();
  };
}

/** When each device says that its configuration was last changed: it is asked once a day, and at once when that differs. */
export class Modified {
  readonly #by = new Map<number, string>();

  /** Whether it was changed since this was last asked. */
  since(device: number, { platform }: DeviceFacts): boolean {
    const told = platform?.configChanged;
    if (told === undefined) return false;
    const before = this.#by.get(device);
    this.#by.set(device, told);
    return before !== undefined && before !== told;
  }
}

function isConfiguration(facts: unknown): facts is ConfigurationTold {
  return typeof facts === 'object' && facts !== null && 'kind' in facts && facts.kind === 'configuration.told';
}
