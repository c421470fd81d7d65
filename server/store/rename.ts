import { overAt, type Maintenance, type Silence } from '../domain/alert/mute.ts';
import { settingKey, type RuleSetting } from '../domain/alert/scope.ts';
import { putAlertSetting } from './alerts.ts';
import type { Connection } from './sqlite.ts';

/** A device that got another name, and how much that people have set for the old one goes by the new one now. */
export interface Renamed {
  readonly from: string;
  readonly to: string;
  readonly settings: number;
  readonly silences: number;
  readonly windows: number;
}

/** Lets what people have set about alerts of a device follow its new name, and tells its open alerts, within the transaction that renames it. */
export async function followName(
  writer: Connection,
  { id, from, to }: { readonly id: number } & Pick<Renamed, 'from' | 'to'>,
  at: number,
): Promise<Renamed> {
  const bodies = async <T>(table: 'alert_setting' | 'silence' | 'maintenance'): Promise<readonly T[]> =>
    (await writer.all<{ body: string }>(`SELECT body FROM ${table}`)).map(({ body }) => JSON.parse(body) as T); // as `putAlertSetting` wrote it
  // Where another device is called so in other letters, a silence may be meant for that one.
  const names = await writer.all<{ name: string }>('SELECT name FROM device WHERE id <> ?', [id]);
  const isAlone = !names.some(({ name }) => name.toLowerCase() === from.toLowerCase());
  const isMeant = (name: string | undefined): boolean =>
    name === from || (isAlone && name?.toLowerCase() === from.toLowerCase());

  const all = await bodies<RuleSetting>('alert_setting');
  const there = new Set(all.map(settingKey));
  let settings = 0;
  for (const setting of all.filter(({ scope }) => scope?.kind === 'device' && scope.name === from)) {
    await putAlertSetting(writer, { unset: setting });
    const moved: RuleSetting = { ...setting, scope: { kind: 'device', name: to } };
    // What was set for the new name ahead is what somebody wants of it.
    if (there.has(settingKey(moved))) continue;
    await putAlertSetting(writer, { setting: moved });
    settings += 1;
  }
  // What is over keeps the name that it was set for: it is history.
  const silences = (await bodies<Silence>('silence')).filter((one) => overAt(one) > at && isMeant(one.matchers.device));
  for (const one of silences)
    await putAlertSetting(writer, { silence: { ...one, matchers: { ...one.matchers, device: to } } });
  const windows = (await bodies<Maintenance>('maintenance')).filter(
    (one) => overAt(one) > at && one.devices.includes(from),
  );
  for (const one of windows)
    await putAlertSetting(writer, {
      maintenance: { ...one, devices: one.devices.map((name) => (name === from ? to : name)) },
    });
  await writer.run(
    `INSERT INTO alert_event (alert, at, kind, detail)
     SELECT id, ?, 'changed', ? FROM alert WHERE device = ? AND clearedAt IS NULL`,
    [at, `its head-end ${from} is called ${to} now`, id],
  );
  return { from, to, settings, silences: silences.length, windows: windows.length };
}
