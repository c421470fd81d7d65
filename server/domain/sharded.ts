/** From so many rows on a map is in parts, and in how many: of 10,000 rows some dozens change at a time, which copies a tenth of them. */
const MANY = 2048;
const SHARDS = 512;

type Shards<V> = readonly ReadonlyMap<string, V>[];

/**
 * A map by text that never changes. One that differs from it in some rows is made from it; where it is large only the parts these are in are
 * copied, and what two of them have in common is not compared. Rows of a small one keep their order, those of a large one have none.
 */
export class Sharded<V> {
  readonly size: number;
  readonly #shards: Shards<V>;

  private constructor(shards: Shards<V>, size: number) {
    this.#shards = shards;
    this.size = size;
  }

  /** A map of these rows, of which the last one with a key counts. */
  static of<V>(rows: Iterable<readonly [string, V]>): Sharded<V> {
    const map = new Map(rows);
    if (map.size < MANY) return new Sharded([map], map.size);
    const shards = Array.from({ length: SHARDS }, () => new Map<string, V>());
    for (const [key, row] of map) shards[shardOf(key, SHARDS)]?.set(key, row);
    return new Sharded(shards, map.size);
  }

  get(key: string): V | undefined {
    return this.#shards[shardOf(key, this.#shards.length)]?.get(key);
  }

  has(key: string): boolean {
    return this.#shards[shardOf(key, this.#shards.length)]?.has(key) ?? false;
  }

  /** The same without the rows of `drop`, and with those of `put`, also where they have one of these keys. */
  with(put: Iterable<readonly [string, V]>, drop: Iterable<string> = []): Sharded<V> {
    const shards = [...this.#shards];
    const own = new Map<number, Map<string, V>>();
    let { size } = this;
    const shard = (key: string): Map<string, V> => {
      const at = shardOf(key, shards.length);
      const copy = own.get(at) ?? new Map(shards[at]);
      own.set(at, copy);
      shards[at] = copy;
      return copy;
    };
    for (const key of drop) if (this.has(key) && shard(key).delete(key)) size -= 1;
    for (const [key, row] of put) {
      const rows = shard(key);
      if (!rows.has(key)) size += 1;
      rows.set(key, row);
    }
    const next = new Sharded(shards, size);
    return shards.length === 1 && size >= MANY ? Sharded.of(next) : next;
  }

  /** The rows of this one that the other does not have, or has another in place of. */
  *missingIn(other: Sharded<V>): Generator<V> {
    const isAlike = other.#shards.length === this.#shards.length;
    for (const [at, shard] of this.#shards.entries()) {
      if (isAlike && shard === other.#shards[at]) continue;
      for (const [key, row] of shard) if (other.get(key) !== row) yield row;
    }
  }

  *[Symbol.iterator](): Generator<[string, V]> {
    for (const shard of this.#shards) yield* shard;
  }

  *keys(): Generator<string> {
    for (const shard of this.#shards) yield* shard.keys();
  }

  *values(): Generator<V> {
    for (const shard of this.#shards) yield* shard.values();
  }
}

function shardOf(key: string, shards: number): number {
  if (shards === 1) return 0;
  let hash = 0;
  for (let at = Math.max(0, key.length - 8); at < key.length; at += 1) hash = (hash * 31 + key.charCodeAt(at)) | 0;
  return (hash >>> 0) % shards;
}
