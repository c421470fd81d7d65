/** A connection that is open. */
export interface Connection {
  readonly from: string;
  /** When it last said something, or was opened; any clock that does not step back, in milliseconds. */
  heardAt: number;
  /** Ends it now. */
  readonly close: () => void;
}

export interface ConnectionLimits {
  /** Connections in all, and of one sender. */
  readonly most: number;
  readonly mostOfOne: number;
  /** Connections of senders whose messages are refused. */
  readonly mostOfStrangers: number;
  /** Whether messages of this sender are taken. */
  readonly knows: (from: string) => boolean;
}

/** The open connections. A new one always gets in: where there is no room one that has been silent longest goes, because an ASA that is refused refuses everybody. */
export class Connections {
  readonly #limits: ConnectionLimits;
  readonly #open = new Set<Connection>();
  /** How many had to go so far. */
  evicted = 0;

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Counts a new connection in, and ends another if there is no room. */
  opened(one: Connection): void {
    const gone = this.#inTheWayOf(one);
    if (gone !== undefined) {
      this.evicted += 1;
      this.#open.delete(gone);
      gone.close();
    }
    this.#open.add(one);
  }

  closed(one: Connection): void {
    this.#open.delete(one);
  }

  /** Its own sender's, a stranger's, or one of the sender that has most: so a flood of connections pushes itself out, and no device. */
  #inTheWayOf({ from }: Connection): Connection | undefined {
    const { most, mostOfOne, mostOfStrangers, knows } = this.#limits;
    const open = [...this.#open];
    const own = open.filter((one) => one.from === from);
    if (own.length >= mostOfOne) return mostSilent(own);
    const full = open.length >= most;
    if (!full && knows(from)) return undefined;
    const strangers = open.filter((one) => !knows(one.from));
    if (strangers.length >= (full ? 1 : mostOfStrangers)) return mostSilent(strangers);
    return full ? mostSilent(ofLargest(open)) : undefined;
  }
}

function mostSilent(connections: readonly Connection[]): Connection | undefined {
  return connections.reduce<Connection | undefined>(
    (most, one) => (most === undefined || one.heardAt < most.heardAt ? one : most),
    undefined,
  );
}

/** The connections of the senders that have most. */
function ofLargest(open: readonly Connection[]): readonly Connection[] {
  const counts = new Map<string, number>();
  for (const { from } of open) counts.set(from, (counts.get(from) ?? 0) + 1);
  const largest = Math.max(...counts.values());
  return open.filter(({ from }) => counts.get(from) === largest);
}
