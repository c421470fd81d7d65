import { scrubOf, type ErasedCounts, type Pseudonyms } from '../domain/erasure.ts';
import { jsonText } from './cell.ts';
import type { Begun } from './erase.ts';
import type { Ask } from './readers.ts';
import { dropSecrets, readSecrets, type Secret } from './secret.ts';
import type { Connection } from './sqlite.ts';

/** An erasure that was begun and is not done. */
export interface Unfinished extends Pick<Begun, 'id' | 'at' | 'pseudonym' | 'by' | 'reason' | 'counts'> {
  /** What its other steps need of the name; absent in a database of before such was kept. */
  readonly sealed: Secret | undefined;
}

type Ends = Pick<Begun, 'lastEvent' | 'lastMessage'>;
interface Needed extends Ends {
  readonly name: string;
  readonly whole: string;
  readonly of: readonly (readonly [string, string])[];
}

/** Where it is sealed what the erasure of that number needs of the name. */
export function neededPlace(id: number): Pick<Secret, 'owner' | 'field'> {
  return { owner: `erasure:${id}`, field: 'name' };
}

/** What the steps behind the first need of the name, as a text that is to be sealed. */
export function needed(name: string, { whole, of }: Pseudonyms, ends: Ends): string {
  return jsonText({ name, whole, of: [...of], ...ends } satisfies Needed);
}

/** All erasures that are not done, the oldest first. */
export async function unfinishedErasures(ask: Ask, main: string): Promise<readonly Unfinished[]> {
  const secrets = await readSecrets(ask, main);
  const rows = await ask<{ id: number; at: number; pseudonym: string; by: string; reason: string; counts: string }>(
    main,
    'SELECT id, at, pseudonym, "by", reason, counts FROM erasure WHERE doneAt IS NULL ORDER BY id',
  );
  return rows.map(({ counts, ...row }) => ({
    ...row,
    counts: JSON.parse(counts) as ErasedCounts, // as it was written
    sealed: secrets.find(({ owner }) => owner === neededPlace(row.id).owner),
  }));
}

/** What the other steps go on from, by the text that was sealed. */
export function begunBefore({ sealed: _sealed, ...row }: Unfinished, text: string): Begun {
  const { name, whole, of, lastEvent, lastMessage } = JSON.parse(text) as Needed; // sealed by the first step
  return { ...row, lastEvent, lastMessage, scrub: scrubOf(name, { whole, of: new Map(of) }) };
}

/** Notes that it is done: nothing of the name is kept any more. */
export async function endErasure(writer: Connection, id: number, counts: ErasedCounts, at: number): Promise<void> {
  await writer.run('UPDATE erasure SET doneAt = ?, counts = ? WHERE id = ?', [at, jsonText(counts), id]);
  await dropSecrets(writer, neededPlace(id).owner);
}
