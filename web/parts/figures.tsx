import type { Summary } from '../../server/domain/feed.ts';
import { usePlace } from '../asked.ts';
import type { Estate } from '../estate.ts';
import { pastOf } from '../seen.ts';
import { useNow } from '../watch.ts';
import { bitRate, bytes, bytesText, count, exactBytes, many } from '../words/bytes.ts';
import { messagesOf, NO_SIGN, type Sign } from '../words/freshness.ts';
import { sessionLimit } from '../words/limits.ts';
import { bytesSoFar, trafficNow } from '../words/traffic.ts';
import { changeWords, pastWords, spanChangeWords, weekWords } from '../words/trend.ts';
import { Source } from './source.tsx';
import { Tile, type Figure } from './tile.tsx';

interface FiguresProps {
  readonly summary: Summary;
  /** Of those that could have changed what syslog tells. */
  readonly sign: Sign;
  readonly estate: Estate;
}

/** The figures of the overview, each with where it goes. */
export function Figures({ summary, sign, estate }: FiguresProps) {
  const { site, tag } = usePlace();
  const { sessions, tunnels, users, failed15m, rejected15m, refused15m } = summary;
  const { load = [], earlier, wall } = estate;
  const limit = sessionLimit(load);
  const everywhere = site === '' && tag === '';
  return (
    <div class="strip col-12">
      <Tile href="/sessions" sign={sign} figures={[{ name: 'Sessions', id: 'sessions', value: count(sessions.total) }]}>
        <Trend said={changeWords(sessions.total, earlier?.sessions)} />
        {everywhere && <span>{weekWords(sessions.total, wall?.usual.sessionsLastWeek)}</span>}
        <span>{limit.said}</span>
      </Tile>
      <Tile href="/sessions?sort=user" sign={sign} figures={[{ name: 'Users', id: 'users', value: count(users) }]}>
        <Trend said={changeWords(users, earlier?.users)} />
        <span>
          {sessions.total > users ? `${many(sessions.total - users, 'more session')} than users` : 'one session each'}
        </span>
      </Tile>
      <Tile
        href="/sessions"
        sign={sign}
        figures={[
          { name: 'IKE tunnels', id: 'ike', value: count(tunnels.ike), trend: changeWords(tunnels.ike, earlier?.tunnels.ike) }, // prettier-ignore
          { name: 'IPsec tunnels', id: 'ipsec', value: count(tunnels.ipsec), trend: changeWords(tunnels.ipsec, earlier?.tunnels.ipsec) }, // prettier-ignore
        ]}
      >
        <span>
          SSL {count(tunnels.ssl)}, DTLS {count(tunnels.dtls)}
        </span>
      </Tile>
      <Rates estate={estate} place={`${site}/${tag}`} />
      <Totals summary={summary} sign={sign} estate={estate} place={`${site}/${tag}`} />
      <Tile
        href="/attempts"
        sign={sign}
        of={messagesOf}
        figures={[{ name: 'Failed logins', id: 'failed', value: count(failed15m) }]}
      >
        <Trend said={spanChangeWords(failed15m, earlier?.failed15m)} />
        <span title="AAA rejects logins to the VPN and to the device itself">
          in 15 min; {many(rejected15m, 'AAA rejection')}
        </span>
      </Tile>
      <Tile
        href="/pools"
        sign={sign}
        of={messagesOf}
        {...(refused15m > 0 ? { state: 'warn' } : {})}
        figures={[{ name: 'Addresses refused', id: 'refused', value: count(refused15m) }]}
      >
        <Trend said={spanChangeWords(refused15m, earlier?.refused15m)} />
        <span>in 15 min</span>
      </Tile>
    </div>
  );
}

interface BytesProps {
  readonly estate: Estate;
  /** Whose past is remembered. */
  readonly place: string;
}

/** How fast bytes go just now, where listings tell it. */
function Rates({ estate, place }: BytesProps) {
  const now = useNow();
  const { rates, sign, said } = trafficNow(estate.load ?? [], now);
  const rate = (name: string, id: 'tx' | 'rx', means: string): Figure => {
    const value = rates?.[id];
    const kept = estate.lately.sum(`bytes.${id}`);
    const trend = pastWords(pastOf(`${place} rate ${id}`, value, sign.at, kept), bitsText);
    const shown = value === undefined ? { value: '?' } : { ...bitRate(value), exact: `${bytesText(value)}/s` };
    return { name, id: `rate-${id}`, means, ...shown, ...(trend !== '' && { trend }) };
  };
  return (
    <Tile
      href="/sessions?sort=-bytesTx"
      sign={rates === undefined ? NO_SIGN : sign}
      from="poll"
      why={estate.load === undefined ? 'asking' : said}
      figures={[rate('To clients, now', 'tx', 'the ASA encrypts'), rate('From clients, now', 'rx', 'the ASA decrypts')]}
    >
      <span>{said}</span>
    </Tile>
  );
}

/** How many bytes it has come to. */
function Totals({ summary, sign, estate, place }: BytesProps & Omit<FiguresProps, 'estate'>) {
  const now = useNow();
  const { tx, rx, said, running } = bytesSoFar(summary.bytes, estate.load ?? [], summary.sessions.total, now);
  const total = (name: string, id: string, value: number): Figure => {
    const trend = pastWords(pastOf(`${place} ${id}`, value, Math.floor(now / 10_000) * 10_000), bytesText);
    return { name, id, ...bytes(value), exact: exactBytes(value), ...(trend !== '' && { trend }) };
  };
  return (
    <Tile
      href="/sessions?state=any&from=now-24h&sort=-bytesTx"
      sign={sign}
      figures={[total('To clients, 24 h', 'bytesTx', tx), total('From clients, 24 h', 'bytesRx', rx)]}
    >
      <span>{said}</span>
      {running !== undefined && (
        <span>
          {running.said} <Source from="poll" at={running.at} interval={running.interval} />
        </span>
      )}
    </Tile>
  );
}

function Trend({ said }: { readonly said: string }) {
  return <span class="tile__trend">{said}</span>;
}

function bitsText(perSecond: number): string {
  const { value, unit } = bitRate(perSecond);
  return `${value} ${unit}`;
}
