import { stat } from 'node:fs/promises';

import type { DaySize } from '../domain/day-size.ts';
import { indexPath } from './day-index.ts';
import type { Days } from './days.ts';
import type { Ask } from './readers.ts';

/** Of so many lines, the latest, the length is told. */
const LATEST = 1000;

/** What the messages of the newest day take on the disk; nothing where none is stored. It counts them: some tenths of a second for ten millions. */
export async function newestDaySize(ask: Ask, days: Pick<Days, 'list' | 'path'>): Promise<DaySize | undefined> {
  const day = days.list().at(-1);
  if (day === undefined) return undefined;
  const path = days.path(day);
  const [counted] = await ask<{ messages: number }>(path, 'SELECT count(*) AS messages FROM line');
  const [latest] = await ask<{ lines: number; bytes: number }>(
    path,
    `SELECT count(*) AS lines, ifnull(sum(length(CAST(line AS BLOB))), 0) AS bytes FROM (SELECT line FROM message ORDER BY id DESC LIMIT ${LATEST})`,
  );
  const sizeOf = async (file: string): Promise<number> => (await stat(file).catch(() => undefined))?.size ?? 0;
  const { lines = 0, bytes: ofLines = 0 } = latest ?? {};
  return {
    ...{ day, messages: counted?.messages ?? 0, bytes: await sizeOf(path), index: await sizeOf(indexPath(path)) },
    line: lines === 0 ? 0 : Math.round(ofLines / lines),
  };
}
