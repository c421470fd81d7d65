import type { MemoryRow } from '../domain/alert/kept.ts';
import type { Json, Memory } from '../domain/alert/observer.ts';

/** The memory of one observer, which knows what of it is not kept yet. */
export class AlertMemory implements Memory {
  readonly #observer: string;
  readonly #held: Map<string, Json>;
  /** In the order in which it changed last. */
  readonly #changed = new Set<string>();

  constructor(observer: string, rows: Iterable<readonly [key: string, body: Json]>) {
    this.#observer = observer;
    this.#held = new Map(rows);
  }

  get(key: string): Json | undefined {
    return this.#held.get(key);
  }

  set(key: string, body: Json): void {
    // The one set last comes last.
    this.#held.delete(key);
    this.#held.set(key, body);
    this.#note(key);
  }

  delete(key: string): void {
    if (this.#held.delete(key)) this.#note(key);
  }

  keys(): Iterable<string> {
    return this.#held.keys();
  }

  get size(): number {
    return this.#held.size;
  }

  /** What has changed since this was last asked, the latest last. */
  changes(): readonly MemoryRow[] {
    const rows = [...this.#changed].map((key): MemoryRow => {
      const body = this.#held.get(key);
      return { observer: this.#observer, key, ...(body !== undefined && { body }) };
    });
    this.#changed.clear();
    return rows;
  }

  #note(key: string): void {
    this.#changed.delete(key);
    this.#changed.add(key);
  }
}
