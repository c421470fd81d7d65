import type { Summary } from '../../server/domain/feed.ts';
import type { Protocol } from '../../server/domain/session.ts';
import { bytes, count, exactBytes, many } from '../words/bytes.ts';
import { messagesOf, type Sign } from '../words/freshness.ts';
import { protocols } from '../words/names.ts';
import { Tile } from './tile.tsx';

/** The figures of the overview; `sign` is of those that could have changed them. */
export function Figures({ summary, sign }: { readonly summary: Summary; readonly sign: Sign }) {
  const { sessions, tunnels, users, bytes: sum, failed15m, rejected15m, refused15m } = summary;
  const tx = bytes(sum.tx);
  const rx = bytes(sum.rx);
  return (
    <div class="strip col-12">
      <Tile href="/sessions" sign={sign} figures={[{ name: 'Sessions', id: 'sessions', value: count(sessions.total) }]}>
        <span>{byProtocol(sessions.byProtocol)}</span>
      </Tile>
      <Tile href="/sessions?sort=user" sign={sign} figures={[{ name: 'Users', id: 'users', value: count(users) }]}>
        <span>
          {sessions.total > users ? `${many(sessions.total - users, 'more session')} than users` : 'one session each'}
        </span>
      </Tile>
      <Tile
        href="/sessions"
        sign={sign}
        figures={[
          { name: 'IKE tunnels', id: 'ike', value: count(tunnels.ike) },
          { name: 'IPsec tunnels', id: 'ipsec', value: count(tunnels.ipsec) },
        ]}
      >
        <span>
          SSL {count(tunnels.ssl)}, DTLS {count(tunnels.dtls)}
        </span>
      </Tile>
      <Tile
        href="/sessions?state=ended"
        sign={sign}
        figures={[
          { name: 'To clients, 24 h', id: 'bytesTx', ...tx, exact: exactBytes(sum.tx), means: 'the ASA encrypts' },
          { name: 'From clients, 24 h', id: 'bytesRx', ...rx, exact: exactBytes(sum.rx), means: 'the ASA decrypts' },
        ]}
      >
        <span>from {many(sum.sessions, 'ended session')}; running ones need polling</span>
      </Tile>
      <Tile
        href="/attempts"
        sign={sign}
        of={messagesOf}
        figures={[{ name: 'Failed logins', id: 'failed', value: count(failed15m) }]}
      >
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
        <span>in 15 min</span>
      </Tile>
    </div>
  );
}

function byProtocol(numbers: Readonly<Record<Protocol, number>>): string {
  const present = (Object.keys(protocols) as Protocol[]).filter((protocol) => numbers[protocol] > 0);
  return present.map((protocol) => `${protocols[protocol].name} ${count(numbers[protocol])}`).join(', ');
}
