import { severities } from '../domain/alert/alert.ts';
import { channelKinds, type Channel } from '../domain/alert/notification.ts';
import { jsonText } from './cell.ts';
import type { Ask } from './readers.ts';
import type { Connection, Row } from './sqlite.ts';

/** A channel as it is first told of. */
export type NewChannel = Omit<Channel, 'id'>;

export const channelColumns = 'id, name, kind, settings, "from", onlyEscalated, rules, sites, enabled';

/** All that were not removed, by name. */
export async function readChannels(ask: Ask, main: string): Promise<readonly Channel[]> {
  const rows = await ask(main, `SELECT ${channelColumns} FROM channel WHERE removedAt IS NULL ORDER BY name`);
  return rows.map(readChannel);
}

/** Keeps a new one; rejects when another one has its name. */
export async function addChannel(writer: Connection, one: NewChannel): Promise<Channel> {
  const [taken] = await writer.all('SELECT id FROM channel WHERE name = ? AND removedAt IS NULL', [one.name]);
  if (taken !== undefined) throw new Error(`${JSON.stringify(one.name)}: there is such a channel already`);
  const [row] = await writer.all(
    `INSERT INTO channel (name, kind, settings, "from", onlyEscalated, rules, sites, enabled)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
    [
      ...[one.name, one.kind, jsonText(one.settings), one.from, one.onlyEscalated ? 1 : 0],
      ...[jsonText(one.rules), jsonText(one.sites), one.enabled ? 1 : 0],
    ],
  );
  return { id: Number(row?.['id']), ...one };
}

/** Whether messages go there from now on. What is due already waits meanwhile. */
export async function enableChannel(writer: Connection, id: number, enabled: boolean): Promise<void> {
  await writer.run('UPDATE channel SET enabled = ? WHERE id = ?', [enabled ? 1 : 0, id]);
}

/** Nothing goes there any more: its secrets are gone, and what was due is given up. */
export async function removeChannel(writer: Connection, id: number, at: number): Promise<void> {
  await writer.run('UPDATE channel SET removedAt = ?, enabled = 0 WHERE id = ? AND removedAt IS NULL', [at, id]);
  await writer.run('DELETE FROM secret WHERE owner = ?', [`channel:${id}`]);
  await writer.run(
    `UPDATE delivery SET state = 'dead', doneAt = ?, result = 'the channel was removed' WHERE channel = ? AND state = 'due'`,
    [at, id],
  );
}

export function readChannel(row: Row): Channel {
  return {
    id: Number(row['id']),
    name: String(row['name']),
    kind: channelKinds.find((one) => one === row['kind']) ?? 'webhook',
    settings: JSON.parse(String(row['settings'])) as Channel['settings'], // border: written by addChannel, as the lists below
    from: severities.find((one) => one === row['from']) ?? 'information',
    onlyEscalated: row['onlyEscalated'] === 1,
    rules: JSON.parse(String(row['rules'])) as readonly string[],
    sites: JSON.parse(String(row['sites'])) as readonly string[],
    enabled: row['enabled'] === 1,
  };
}
