import { leftOpen, type ArchiveChain } from '../domain/archive.ts';
import type { Claimed } from '../domain/claim.ts';
import type { Changes } from '../state/changes.ts';
import type { Session } from '../domain/session.ts';
import { State } from '../state/state.ts';
import type { OpenBook } from '../store/archive-reads.ts';
import type { OpenKind, OpenRow, OpenThings } from '../store/archive.ts';
import type { Device } from '../domain/device.ts';

/** Nothing that waits to be decided waits for longer, in milliseconds. */
const QUIET = 3 * 60_000;
/** How long what is over is kept with what is open, in milliseconds: as long as the book remembers it. */
const REMEMBERED = { session: 10 * 60_000, attempt: 10_000, verdict: 20_000 } as const;
/** How far behind another a line may be that is late, and not of a clock that was set back, in milliseconds. */
const LATE = 10_000;

/** The state that a book of the past starts from. */
export function pastState(device: Device, book?: OpenBook): State {
  const nothing = { seen: [], sessions: [], attempts: [], verdicts: [], leases: [], minutes: [], events15m: [] };
  return new State({ ...nothing, ...book, devices: [device] });
}

/** A stretch of time of a device that is being imported: its book, which time passes in as lines tell it, second by second, as it does live. */
export class Chain {
  readonly #device: Device;
  /** Changed line by line: of what is given away there is a copy. */
  readonly #row: { -readonly [K in keyof ArchiveChain]: ArchiveChain[K] };
  #state: State;
  /** The second up to which time has passed, and the latest time of a line (epoch milliseconds). */
  #second: number;
  #last: number;
  /** What is on record as open, and when it was over; none of what goes on. */
  readonly #open = new Map<string, number | undefined>();
  #changed = false;

  constructor(device: Device, row: ArchiveChain, book?: OpenBook) {
    this.#device = device;
    this.#row = { ...row };
    this.#state = pastState(device, book);
    this.#last = row.to;
    this.#second = secondOf(row.to);
    for (const session of book?.sessions ?? []) this.#open.set(keyOf('session', session.id), overAt(session));
    for (const attempt of book?.attempts ?? []) this.#open.set(keyOf('attempt', attempt.id), overAt(attempt));
    for (const verdict of book?.verdicts ?? []) this.#open.set(keyOf('verdict', verdict.id), overAt(verdict));
    for (const { address } of book?.leases ?? []) this.#open.set(keyOf('lease', address), undefined);
  }

  get row(): ArchiveChain {
    return { ...this.#row };
  }

  get state(): State {
    return this.#state;
  }

  /** How many things are open. */
  get size(): number {
    return this.#open.size;
  }

  /** A line of the device is of that time (epoch milliseconds). */
  line(at: number, message: number): void {
    this.#pass(at);
    const row = this.#row;
    row.from = Math.min(row.from, at);
    row.to = Math.max(row.to, at);
    row.lastMessage = Math.max(row.lastMessage, message);
    row.open = true;
    this.#changed = true;
  }

  /** Takes what a line claims. One that is a little late is of the time at which the book is, as one that comes late is of when it came. */
  take(claimed: Claimed): void {
    const { at } = claimed;
    const late = at < this.#last && this.#last - at <= LATE;
    if (!late) this.#last = at;
    this.#state.take({
      kind: 'claim',
      device: this.#device.id,
      claimed: late ? { ...claimed, at: this.#last } : claimed,
    });
  }

  /** The run is over: whatever waits is decided. */
  close(): void {
    this.#pass(this.#second + QUIET + 1000);
    this.#row.open = false;
    this.#changed = true;
  }

  /** Only the newer half of what is open stays so. Returns the sessions that do not, as they were left, and the rows that go. */
  halve(): { readonly left: readonly Session[]; readonly open: readonly OpenRow[] } {
    const sessions = [...this.#state.sessions()].sort((one, other) => other.seenAt - one.seenAt);
    const stays = sessions.slice(0, Math.ceil(sessions.length / 2));
    const kept = new Set(stays.map(({ id }) => id));
    const leases = [...this.#state.leases()].filter(({ session }) => session === undefined || kept.has(session));
    this.#state = pastState(this.#device, { sessions: stays, leases, attempts: [], verdicts: [], told: [] });
    const keys = new Set([...stays.map(({ id }) => keyOf('session', id)), ...leases.map(({ address }) => keyOf('lease', address))]); // prettier-ignore
    const left = sessions.filter(({ id, state }) => state === 'active' && !kept.has(id)).map(leftOpen);
    return { left, open: this.#drop((key) => !keys.has(key)) };
  }

  /** What has changed since this was last asked, and the rows of what is open. */
  changes(): Changes & { readonly open: readonly OpenRow[]; readonly chains: readonly ArchiveChain[] } {
    const changes = this.#state.changes();
    const put: OpenRow[] = [];
    const note = <K extends OpenKind>(kind: K, key: string | number, body: OpenThings[K]): void => {
      this.#open.set(keyOf(kind, key), overAt(body));
      put.push({ chain: this.#row.id, kind, key: String(key), body });
    };
    for (const session of changes.sessions) note('session', session.id, session);
    for (const attempt of changes.attempts) note('attempt', attempt.id, attempt);
    for (const verdict of changes.verdicts) note('verdict', verdict.id, verdict);
    for (const lease of changes.leases.put) note('lease', lease.address, lease);
    const freed = new Set(changes.leases.drop.map(({ address }) => keyOf('lease', address)));
    const gone = this.#drop((key, over) => freed.has(key) || (over !== undefined && over < this.#second));
    const dropped = new Set(gone.map(({ kind, key }) => keyOf(kind, key)));
    const chains = this.#changed ? [this.row] : [];
    this.#changed = false;
    return { ...changes, open: [...put.filter(({ kind, key }) => !dropped.has(keyOf(kind, key))), ...gone], chains };
  }

  #drop(isGone: (key: string, over: number | undefined) => boolean): readonly OpenRow[] {
    const gone: OpenRow[] = [];
    for (const [key, over] of this.#open) {
      if (!isGone(key, over)) continue;
      this.#open.delete(key);
      const [kind = '', ...rest] = key.split(' ');
      gone.push({ chain: this.#row.id, kind: kind as OpenKind, key: rest.join(' ') }); // of `keyOf`
    }
    return gone;
  }

  /** Time passes up to the second of `at`, as it would have live: each second for as long as something may wait for it. */
  #pass(at: number): void {
    const second = secondOf(at);
    if (second === this.#second) return;
    if (second < this.#second) {
      if (this.#second - second > LATE) this.#second = second;
      return;
    }
    const until = Math.min(second, this.#second + QUIET);
    for (let passed = this.#second; passed < until; passed += 1000) {
      this.#state.take({ kind: 'time.passed', at: passed });
      this.#state.forget(passed);
    }
    if (until < second) this.#state.forget(second - 1000);
    this.#second = second;
  }
}

function keyOf(kind: OpenKind, key: string | number): string {
  return `${kind} ${key}`;
}

/** Up to when it is to be kept; `undefined`: it goes on. */
function overAt(body: OpenThings[OpenKind]): number | undefined {
  if ('state' in body)
    return body.state === 'ended' ? Math.max(body.end ?? 0, body.seenAt) + REMEMBERED.session : undefined;
  if ('outcome' in body) return body.outcome === 'open' ? undefined : body.seenAt + REMEMBERED.attempt;
  if ('service' in body) return body.service === 'unknown' ? undefined : body.at + REMEMBERED.verdict;
  return undefined;
}

function secondOf(at: number): number {
  return Math.floor(at / 1000) * 1000;
}
