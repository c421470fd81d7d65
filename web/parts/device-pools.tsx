import { useRef, useState } from 'preact/hooks';
import type { SessionRow } from '../../server/domain/feed.ts';
import { useAnswer } from '../answer.ts';
import { timeSearch, useRange } from '../asked.ts';
import { searchOf } from '../pages.ts';
import { spanOf } from '../range.ts';
import { useNow } from '../watch.ts';
import type { Sign } from '../words/freshness.ts';
import type { PoolHistory } from '../words/pool-history.ts';
import { plain } from '../words/plain.ts';
import type { PoolUse } from '../words/pools.ts';
import { PoolHistoryPanel } from './pool-history.tsx';
import { Pool } from './pool.tsx';

/** How often the history is asked for anew, in milliseconds. */
const ASKED = 30_000;

/** The pools of one head-end: how full they were over the range, and each of them now. */
export function DevicePools({ device, pools, sessions, sign, silent, opened }: DevicePoolsProps) {
  const now = useNow();
  const [open, setOpen] = useState(opened);
  const { range } = useRange();
  // An end that moves with the clock is not told: the server's own is meant.
  const { from = now - DAY, to } = spanOf(range, Math.floor(now / ASKED) * ASKED);
  const asked = searchOf({ device, ...timeSearch({ from: Math.floor(from / ASKED) * ASKED, to }) });
  const answer = useAnswer<PoolHistory>(open ? `/api/pools/history?${asked}` : undefined, Math.floor(now / ASKED));
  // While a new answer is on its way the last one stays.
  const last = useRef(answer.value);
  if (answer.value !== undefined) last.current = answer.value;
  const told = answer.value ?? last.current;
  return (
    <>
      {open ? (
        <PoolHistoryPanel {...{ device, now }} told={told} why={answer.state === 'failed' ? answer.why : undefined} />
      ) : (
        <p class="col-12">
          <button type="button" class="button" onClick={() => setOpen(true)}>
            Use over time, {plain(device)}
          </button>
        </p>
      )}
      {pools.map((pool) => (
        <Pool key={pool.name} {...{ pool, sessions, sign }} silent={silent(pool)} />
      ))}
    </>
  );
}

const DAY = 24 * 60 * 60_000;

interface DevicePoolsProps {
  readonly device: string;
  readonly pools: readonly PoolUse[];
  /** Its active sessions. */
  readonly sessions: readonly SessionRow[];
  readonly sign: Sign;
  /** Whether nothing is known of a pool now. */
  readonly silent: (pool: PoolUse) => boolean;
  /** The history is shown unasked. */
  readonly opened: boolean;
}
