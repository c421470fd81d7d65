import { randomBytes } from 'node:crypto';

import { auditUser } from '../access/audit.ts';
import type { Key } from '../access/key.ts';
import { nameForms } from '../access/names.ts';
import { seal, unseal } from '../access/seal.ts';
import type { Erased, Scrub } from '../domain/erasure.ts';
import type { Begun } from '../store/erase.ts';
import type { Store } from '../store/store.ts';
import { begunBefore, neededPlace, type Unfinished } from '../store/unfinished.ts';
import { makeQueue, type Queue } from '../store/queue.ts';
import { field, text } from './body.ts';
import { oneLine, UsageFault } from './fault.ts';

/** What erasing takes of the process it runs in. */
export interface ErasingParts {
  readonly store: Pick<Store, 'startErasure' | 'finishErasure' | 'unfinishedErasures'>;
  readonly key: Key;
  readonly now: () => number;
  /** One erasure after another, and after whatever else is asked of it; a queue of its own, if left out. */
  readonly inTurn?: Queue;
  /** Lets the work be done while nothing is recorded, and takes all of it in anew. */
  readonly inRecord: <T>(work: () => Promise<T>) => Promise<T>;
  /** Told when what is stored and live is without the name: whoever holds it besides lets go of it. */
  readonly onGone?: (name: string, scrub: Scrub) => void;
  /** Told when all of it is done: for the log of who did what. */
  readonly onErased?: (erased: Erased) => void;
  /** Told, in words, of all that were begun and could not be brought to their end. */
  readonly onUnfinished?: (warnings: readonly string[]) => void;
}

/** Who is erased, by whom (an account, or who sits at the command line) and why. */
export interface ErasureAsked {
  readonly name: string;
  readonly by: string;
  readonly reason: string;
}

/** Erases one VPN user: a pseudonym that is kept nowhere with the name stands for them from now on. Rejects with `StillConnected`. */
export async function eraseUser(parts: ErasingParts, { name, by, reason }: ErasureAsked): Promise<Erased> {
  const { store, key, now, inRecord } = parts;
  const order = {
    ...{ name, pseudonym: `erased-${randomBytes(4).toString('hex')}`, by, reason },
    ...{ forms: nameForms(key), audited: auditUser(key) },
    sealed: (id: number, needed: string) => seal(key, neededPlace(id), needed),
  };
  // What is recorded while it waits for its turn is erased, too.
  const begun = await inRecord(() => store.startErasure({ ...order, at: now() }));
  parts.onGone?.(name, begun.scrub);
  return finished(parts, begun);
}

/** Brings to their end the erasures that were cut off; tells in words of those of which that is not possible. */
async function resumed(parts: ErasingParts): Promise<readonly string[]> {
  const warnings: string[] = [];
  for (const one of await parts.store.unfinishedErasures()) {
    const needed = one.sealed && unseal(parts.key, one.sealed);
    try {
      if (needed === undefined) throw new Error('the name is not known any more: ask for it again');
      await finished(parts, begunBefore(one, needed));
    } catch (error) {
      warnings.push(unfinishedWords(one, error));
    }
  }
  return warnings;
}

async function finished(parts: ErasingParts, begun: Begun & { readonly held?: number }): Promise<Erased> {
  const { id, pseudonym, at, by, reason } = begun;
  const { counts, longestHold, left } = await parts.store.finishErasure(begun);
  const erased: Erased = { id, pseudonym, at, by, reason, counts, longestHold, ...(left.length > 0 && { left }) };
  parts.onErased?.(erased);
  return erased;
}

/** Erasing, one after another. */
export interface Erasures {
  /** As the command line asks for it; what was cut off before is brought to its end first. */
  readonly actions: { readonly 'user.erase': (body: unknown) => Promise<Erased> };
  /** Brings to its end what was cut off. */
  readonly resume: () => Promise<unknown>;
}

/** Erasing in this process. */
export function erasures(parts: ErasingParts): Erasures {
  const { inTurn = makeQueue() } = parts;
  const resume = async (): Promise<readonly string[]> => {
    const warnings = await resumed(parts);
    parts.onUnfinished?.(warnings);
    return warnings;
  };
  return {
    actions: {
      'user.erase': (body) =>
        inTurn(async () => {
          const asked = readErasure(body);
          const warnings = await resume();
          const before = new Set((await parts.store.unfinishedErasures()).map(({ id }) => id));
          try {
            return await eraseUser(parts, asked);
          } catch (error) {
            const cut = (await parts.store.unfinishedErasures()).filter(({ id }) => !before.has(id));
            parts.onUnfinished?.([...warnings, ...cut.map((one) => unfinishedWords(one, error))]);
            throw error;
          }
        }),
    },
    resume: () => inTurn(resume),
  };
}

function unfinishedWords({ at, reason }: Unfinished, error: unknown): string {
  return `the erasure of ${new Date(at).toISOString()} (${reason}) is not done, the name may stand in files yet; it is gone on with at the next start and before the next erasure: ${oneLine(error)}`;
}

/** Reads what is asked. Throws `UsageFault`. */
export function readErasure(body: unknown): ErasureAsked {
  const [name, by, reason] = ['name', 'by', 'reason'].map((key) => text(field(body, key), key).trim());
  if (name === undefined || name === '') throw new UsageFault('the name of the user is wanted');
  if (reason === undefined || reason === '')
    throw new UsageFault('--reason: why is kept with the erasure: the number of the request, not the name');
  return { name, by: by ?? '', reason };
}
