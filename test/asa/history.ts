import type { Range } from './address.ts';
import { dialects, releases } from './dialect.ts';
import type { Release } from './dialect.ts';
import { headersOf, stamped } from './header.ts';
import type { HeaderForm } from './header.ts';
import { Improvised } from './improvised.ts';
import type { LedgerFile } from './ledger.ts';
import { Random } from './random.ts';
import { labPools } from './simulation.ts';
import { stage } from './stage.ts';
import type { Sent } from './stage.ts';

/** What a history is like; whatever is left out is drawn by the seed. */
export interface HistoryOptions {
  readonly release?: Release;
  readonly header?: HeaderForm;
  readonly level?: number;
  /** How many things happen. */
  readonly acts?: number;
  readonly doubleClose?: boolean;
  readonly hideUsername?: boolean;
  /** Milliseconds around each dialogue whose lines do not all name their source: nothing else begins in them (10 s). */
  readonly apart?: number;
  /** Milliseconds that a person does nothing after a login or a logout (none). */
  readonly calm?: number;
  readonly start?: number;
}

/** A short story that really happened to an ASA: what it sent, and the truth. */
export interface History {
  readonly seed: number;
  readonly release: Release;
  readonly header: HeaderForm;
  readonly lines: readonly Sent[];
  readonly ledger: LedgerFile;
  /** Lines that say byte for byte what another said less than 10 s before: in almost every history, none. */
  readonly twins: readonly Sent[];
}

/** Tells a random story, as fast as possible; the same seed and options tell the same. One that has twins is told anew, up to ten times. */
export function randomHistory(seed: number, options: HistoryOptions = {}): History {
  for (let telling = 0; ; telling += 1) {
    const history = tell(seed, telling, options);
    if (history.twins.length === 0 || telling === 9) return history;
  }
}

function tell(seed: number, telling: number, options: HistoryOptions): History {
  const random = new Random(Math.imul(seed + 1, 0x9e3779b1) ^ (telling * 0x85eb));
  const release = options.release ?? random.pick(releases);
  const headers = headersOf(dialects[release]);
  const header = options.header ?? headers[random.int(0, headers.length - 1)] ?? 'timestamp';
  const few = (range: Range): Range => ({ ...range, last: range.first + random.int(1, 5) });
  const { asa, engine, sent, play } = stage({
    ...{ release, header, level: options.level ?? 6, seed: random.int(0, 0xffffffff) },
    doubleClose: options.doubleClose ?? random.chance(0.3),
    hideUsername: options.hideUsername ?? (dialects[release].userIp && random.chance(0.5)),
    simultaneousLogins: random.weighted(limits),
    start: options.start ?? Date.UTC(2026, random.int(0, 11), random.int(1, 28), random.int(0, 23), random.int(0, 59)),
    groups: {
      ...{ vpnpool: few(labPools.vpnpool), acpool: few(labPools.acpool) },
      aaa: random.chance(0.5) ? 'local' : 'radius',
    },
  });
  const story = new Improvised(asa, engine, random, {
    stamped: stamped(header),
    apart: options.apart ?? 10_000,
    calm: options.calm ?? 0,
  });
  play(story.life(options.acts ?? random.int(4, 8)));
  return { seed, release, header, lines: sent, ledger: asa.ledgerFile(), twins: twinsAmong(sent) };
}

const limits = [
  [1, 1],
  [2, 1],
  [3, 4],
] as const;

/** Lines that repeat another of the last 10 s. */
export function twinsAmong(lines: readonly Sent[]): readonly Sent[] {
  const last = new Map<string, number>();
  return lines.filter(({ at, line }) => {
    const before = last.get(line);
    last.set(line, at);
    return before !== undefined && at - before < 10_000;
  });
}
