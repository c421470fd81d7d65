import { useRoute } from 'preact-iso/router';
import { useEffect, useState } from 'preact/hooks';
import type { GapRow, DeviceRow, MessageRow, SessionRow } from '../../server/domain/feed.ts';
import type { SessionCount } from '../../server/domain/session-count.ts';
import type { SessionTextRow } from '../../server/domain/session-text.ts';
import type { SessionTold } from '../../server/domain/session-told.ts';
import type { Statistics as Told } from '../../server/domain/statistics.ts';
import type { TunnelRow } from '../../server/domain/tunnel-rows.ts';
import { useAnswer } from '../answer.ts';
import { useBeat } from '../beat.ts';
import { Loading } from '../parts/loading.tsx';
import { SessionRates } from '../parts/session-rates.tsx';
import { SessionFacts } from '../parts/session-facts.tsx';
import { Statistics } from '../parts/statistics.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { Tunnels } from '../parts/tunnels.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { loginsPath, userPath } from '../place.ts';
import { useCell, useLive, useNow, useRows, useTopic } from '../watch.ts';
import { NO_SIGN, type Sign } from '../words/freshness.ts';
import { sessionVerdict } from '../words/session.ts';
import { detailLacking } from '../words/statistics.ts';

interface Found {
  readonly session: SessionRow;
  readonly statistics: Told;
  readonly evidence: readonly MessageRow[];
  readonly told: readonly SessionTold[];
  readonly tunnels: readonly TunnelRow[];
  readonly counts: readonly SessionCount[];
  readonly texts: readonly SessionTextRow[];
  readonly everySeconds: number | null;
  readonly unwatched: readonly GapRow[];
}

/** One session: the Statistics window of the Cisco VPN Client, brought to today, and the messages that are its evidence. */
export function Session() {
  const id = Number(useRoute().params.id);
  const live = useTopic('sessions')?.rows.get(String(id));
  const { phase } = useCell(useLive().pulse);
  const devices = useRows('devices');
  const now = useNow();
  // The evidence grows with the session, and may have grown while the server was lost.
  // Polls count on without a word in the feed.
  const beat = useBeat(live?.state !== 'active');
  const again = useSettled(`${live?.seenAt ?? ''} ${phase === 'live'} ${beat}`);
  const answer = useAnswer<Found>(Number.isSafeInteger(id) ? `/api/sessions/${id}` : undefined, again);
  const session = live ?? answer.value?.session;

  const found = answer.value;
  const anewAt = found?.counts.findLast(({ anew }) => anew === 1)?.at;

  if (session === undefined) {
    if (answer.state === 'asking' && Number.isSafeInteger(id)) return <Loading what="the session" />;
    return <Missing why={answer.state === 'failed' && answer.status !== 404 ? answer.why : undefined} />;
  }
  return (
    <main class="page">
      <Verdict said={sessionVerdict(session, heardOf(devices, session.device, now), now)}>
        <a href={userPath(session.user)}>All of this user</a>
        {' · '}
        <a href={loginsPath(session.user)}>Their logins, failed ones too</a>
      </Verdict>
      <div class="col-7 stack">
        <Statistics session={session} told={found?.statistics} anewAt={anewAt} />
      </div>
      <div class="col-5 stack">
        <SessionRates
          session={session}
          counts={found?.counts}
          unwatched={found?.unwatched}
          everySeconds={found?.everySeconds ?? null}
        />
        <SessionFacts session={session} told={found?.statistics} />
      </div>
      <Tunnels tunnels={found?.tunnels} device={session.device} lacking={detailLacking(found?.statistics, now)} />
      <Timeline
        evidence={found?.evidence}
        told={found?.told}
        counts={found?.counts}
        texts={found?.texts}
        failed={answer.state === 'failed' ? answer.why : undefined}
        device={devices?.find((one) => one.name === session.device)}
      />
    </main>
  );
}

/** A device that is not in the list, or a list that has not come, says nothing against the session. */
function heardOf(devices: readonly DeviceRow[] | undefined, name: string, now: number): Sign {
  return devices?.find((one) => one.name === name)?.heartbeat ?? { ...NO_SIGN, at: now };
}

function Missing({ why }: { readonly why: string | undefined }) {
  const said =
    why === undefined
      ? {
          state: 'unknown' as const,
          text: 'No such session is on record.',
          more: 'It may have been before the time that is kept.',
        }
      : { state: 'unknown' as const, text: 'This session cannot be shown now.', more: `${why}.` };
  return (
    <main class="page">
      <Verdict said={said}>
        <a href="/sessions">All sessions</a>
      </Verdict>
    </main>
  );
}

/** How long a burst of changes is waited for before the evidence is asked for again, in milliseconds. */
const SETTLED = 700;

function useSettled(value: string): string {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const wait = setTimeout(() => settle(value), SETTLED);
    return () => clearTimeout(wait);
  }, [value]);
  return settled;
}
