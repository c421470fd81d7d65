import { randomBytes } from 'node:crypto';

import type { NameForms } from '../access/names.ts';
import type { Erased, Scrub } from '../domain/erasure.ts';
import type { Store } from '../store/store.ts';
import { field, text } from './body.ts';
import { UsageFault } from './fault.ts';

/** What erasing takes of the process it runs in. */
export interface ErasingParts {
  readonly store: Pick<Store, 'startErasure' | 'finishErasure'>;
  readonly forms: NameForms;
  /** What stands for a name in the audit log. */
  readonly audited: (name: string) => string;
  readonly now: () => number;
  /** Lets the work be done while nothing is recorded, and takes all of it in anew. */
  readonly inRecord: <T>(work: () => Promise<T>) => Promise<T>;
  /** Told when what is stored and live is without the name: whoever holds it besides lets go of it. */
  readonly onGone?: (name: string, scrub: Scrub) => void;
  /** Told when all of it is done: for the log of who did what. */
  readonly onErased?: (erased: Erased) => void;
}

/** Who is erased, by whom (an account, or who sits at the command line) and why. */
export interface ErasureAsked {
  readonly name: string;
  readonly by: string;
  readonly reason: string;
}

/** Erases one VPN user: a pseudonym that is kept nowhere with the name stands for them from now on. Rejects with `StillConnected`. */
export async function eraseUser(parts: ErasingParts, { name, by, reason }: ErasureAsked): Promise<Erased> {
  const { store, forms, audited, now, inRecord } = parts;
  const pseudonym = `erased-${randomBytes(4).toString('hex')}`;
  // What is recorded while it waits for its turn is erased, too.
  const begun = await inRecord(() => store.startErasure({ name, pseudonym, by, reason, at: now(), forms, audited }));
  parts.onGone?.(name, begun.scrub);
  const { counts, longestHold, left } = await store.finishErasure(begun);
  const erased: Erased = {
    ...{ id: begun.id, pseudonym, at: begun.at, by: begun.scrub.text(by), reason: begun.reason, counts, longestHold },
    ...(left.length > 0 && { left }),
  };
  parts.onErased?.(erased);
  return erased;
}

/** Erasing as the command line asks for it; one after another. */
export function erasureActions(parts: ErasingParts): { readonly 'user.erase': (body: unknown) => Promise<Erased> } {
  let before: Promise<unknown> = Promise.resolve();
  return {
    'user.erase': (body) => {
      const mine = before.then(() => eraseUser(parts, readErasure(body)));
      before = mine.catch(() => undefined); // who asked is told
      return mine;
    },
  };
}

/** Reads what is asked. Throws `UsageFault`. */
export function readErasure(body: unknown): ErasureAsked {
  const [name, by, reason] = ['name', 'by', 'reason'].map((key) => text(field(body, key), key).trim());
  if (name === undefined || name === '') throw new UsageFault('the name of the user is wanted');
  if (reason === undefined || reason === '')
    throw new UsageFault('--reason: why is kept with the erasure: the number of the request, not the name');
  return { name, by: by ?? '', reason };
}
