import { isAddress } from '../domain/decide/weigh.ts';
import type { Verdict } from '../domain/verdict.ts';
import { BySecond } from './by-second.ts';

/** Verdicts that wait for somebody to belong to, the oldest first: of a device, of a user of it, and those that say there was no address. */
export class WaitingVerdicts {
  readonly #all = new Map<number, Map<number, Verdict>>();
  readonly #of = new Map<string, Map<number, Verdict>>();
  readonly #addresses = new Map<number, Map<number, Verdict>>();
  readonly #since = new Map<number, BySecond>();

  /** Takes in one that waits. */
  keep(verdict: Verdict): void {
    const { id, device, user, cause, at } = verdict;
    const since = this.#since.get(device) ?? new BySecond();
    this.#since.set(device, since);
    since.add(id, at);
    put(this.#all, device, verdict);
    if (user !== undefined) put(this.#of, key(device, user), verdict);
    if (isAddress(cause)) put(this.#addresses, device, verdict);
  }

  /** It waits no more. */
  drop({ id, device, user, at }: Verdict): void {
    this.#since.get(device)?.remove(id, at);
    take(this.#all, device, id);
    if (user !== undefined) take(this.#of, key(device, user), id);
    take(this.#addresses, device, id);
  }

  one(device: number, id: number): Verdict | undefined {
    return this.#all.get(device)?.get(id);
  }

  on(device: number): readonly Verdict[] {
    return valuesOf(this.#all.get(device));
  }

  of(device: number, user: string): readonly Verdict[] {
    return valuesOf(this.#of.get(key(device, user)));
  }

  ofAddresses(device: number): readonly Verdict[] {
    return valuesOf(this.#addresses.get(device));
  }

  /** Those of one device after the other that were given by then (epoch milliseconds), and some up to a second later. */
  until(at: number): readonly Verdict[] {
    return [...this.#since].flatMap(([device, since]) => {
      const ids = since.until(at).toSorted((a, b) => a - b);
      return ids.flatMap((id) => this.one(device, id) ?? []);
    });
  }
}

function put<K>(shelves: Map<K, Map<number, Verdict>>, at: K, verdict: Verdict): void {
  const shelf = shelves.get(at);
  if (shelf === undefined) shelves.set(at, new Map([[verdict.id, verdict]]));
  else shelf.set(verdict.id, verdict);
}

function take<K>(shelves: Map<K, Map<number, Verdict>>, at: K, id: number): void {
  const shelf = shelves.get(at);
  if (shelf?.delete(id) === true && shelf.size === 0) shelves.delete(at);
}

/** They may change while somebody goes through them: a copy. */
function valuesOf(shelf: ReadonlyMap<number, Verdict> | undefined): readonly Verdict[] {
  return shelf === undefined ? [] : [...shelf.values()];
}

function key(device: number, user: string): string {
  return `${device} ${user}`;
}
