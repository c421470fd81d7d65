import type { Configuration } from '../domain/configuration.ts';
import { configurationParts, type KeptConfiguration } from '../domain/kept-configuration.ts';
import { jsonText } from './cell.ts';
import type { Ask } from './readers.ts';
import type { Connection } from './sqlite.ts';

/** All that was told of a device's configuration. */
export async function configurationsOf(ask: Ask, main: string, device: number): Promise<readonly KeptConfiguration[]> {
  const rows = await ask(main, 'SELECT part, at, source, complete, told FROM configuration WHERE device = ?', [device]);
  return rows.map(({ part, at, source, complete, told }) => ({
    part: configurationParts.find((one) => one === part) ?? 'whole',
    at: Number(at),
    source: source === 'poll' ? 'poll' : 'file',
    complete: complete === 1,
    configuration: JSON.parse(String(told)) as Configuration, // border: written by putConfiguration
  }));
}

/** Keeps what was told of a device in place of what was told of that part before. */
export async function putConfiguration(
  writer: Connection,
  device: number,
  { part, at, source, complete, configuration }: KeptConfiguration,
): Promise<void> {
  await writer.run(
    `INSERT OR REPLACE INTO configuration (device, part, at, source, complete, told)
     SELECT id, ?, ?, ?, ?, ? FROM device WHERE id = ?`,
    [part, at, source, complete ? 1 : 0, jsonText(configuration), device],
  );
}
