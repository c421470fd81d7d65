import type { HealthRow } from '../domain/feed.ts';
import type { Log } from '../log.ts';
import { hasLog } from '../store/damage.ts';
import { mend, mendedBefore, noteDamage, type Mended } from '../store/mend.ts';
import type { StoreOptions } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import type { DatabaseConfig } from './database.ts';
import { oneLine } from './fault.ts';
import { warningRow } from './health.ts';

/** What is damaged, and was set aside. */
export interface Damage {
  /** What the store tells while it is open. */
  readonly told: Pick<StoreOptions, 'tell' | 'onDamage' | 'onMended' | 'onFault'>;
  /** Puts what is missing by it into the record. */
  readonly declare: (store: Pick<Store, 'addGap'>) => Promise<void>;
  /** The last process ended without closing its files: what a start has no time for is to be looked through. */
  readonly isUnsure: boolean;
  /** Who is told when the row of the health page has changed. */
  readonly watch: (onHealth: (row: HealthRow) => void) => void;
  /** What stands on the health page as long as the notes lie beside what was set aside. */
  readonly health: () => HealthRow | undefined;
}

/** Sets aside what is damaged, and puts in its place what there is. Whoever asks for it has locked the database. */
export async function mendAtStart(
  { database: main, backupFolder: backups }: DatabaseConfig,
  { now, log, onDamage }: { readonly now: () => number; readonly log: Log; readonly onDamage: (error: Error) => void },
): Promise<Damage> {
  const onFault = (fault: unknown): void => log.error({ err: fault }, 'a damaged file: not all could be done');
  const warnings = new Map<string, string>();
  let onHealth: (row: HealthRow) => void = () => undefined;
  let isTold = false;
  const keep = (mended: Mended): void => {
    const words = wordsOf(mended);
    warnings.set(mended.aside[0] ?? mended.path, words);
    log.error({ why: mended.why, aside: mended.aside }, words);
    onHealth(warningRow('damage', [...warnings.values()]));
  };
  const begun = now();
  const isUnsure = hasLog(main);
  const mended = await mend({ main, backups, now: begun, onFault });
  for (const one of (await mendedBefore(main)).values())
    if (one.at !== begun) warnings.set(one.aside[0] ?? one.path, wordsOf(one));
  mended.forEach(keep);
  return {
    isUnsure,
    told: {
      tell: (words) => log.warn({}, words),
      onMended: keep,
      onFault,
      onDamage: (cause) => {
        // Everybody who asks meets it.
        if (isTold) return;
        isTold = true;
        log.error(
          { err: cause },
          'the database is damaged: it is set aside, and the last good backup put in its place',
        );
        void noteDamage(main, oneLine(cause))
          .catch(onFault)
          .finally(() => onDamage(new Error('the database is damaged', { cause })));
      },
    },
    declare: async (store) => {
      for (const { gap } of mended) if (gap !== undefined) await store.addGap(gap);
    },
    watch: (told) => {
      onHealth = told;
      if (warnings.size > 0) onHealth(warningRow('damage', [...warnings.values()]));
    },
    health: () => (warnings.size === 0 ? undefined : warningRow('damage', [...warnings.values()])),
  };
}

/** In words for the page and the log. */
function wordsOf({ path, aside, why, at, backup, erased }: Mended): string {
  const moment = new Date(at).toISOString();
  const there =
    backup === undefined
      ? 'it was begun anew'
      : `the backup of ${backup.at} is in its place, with the messages that came since; what was changed or revoked since is as it was then${erasedWords(erased)}`;
  const where = aside.at(-1) ?? 'nowhere, for it was gone';
  return `${path} was damaged (${why}) and set aside at ${moment} as ${where}: ${there}. Take the note (.json) beside it away once you know`;
}

function erasedWords(erased: Mended['erased']): string {
  if (erased === undefined || erased?.length === 0) return '';
  return ', and users who were erased since then are there again: erase them again';
}
