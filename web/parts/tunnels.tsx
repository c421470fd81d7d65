import type { SessionRow } from '../../server/domain/feed.ts';
import type { Tunnel } from '../../server/domain/tunnel.ts';
import { useNow } from '../watch.ts';
import { tunnels as names } from '../words/names.ts';
import { plain } from '../words/plain.ts';
import { duration, iso, when } from '../words/time.ts';
import { Panel } from './panel.tsx';
import { Status } from './status.tsx';

/** The SA pairs or TLS connections of a session, the open ones first. */
export function Tunnels({ session }: { readonly session: SessionRow }) {
  const now = useNow();
  const open = (tunnel: Tunnel) => (tunnel.closedAt === undefined ? 0 : 1);
  const sorted = [...session.tunnels].sort((one, other) => open(one) - open(other) || other.openedAt - one.openedAt);
  return (
    <Panel title="Tunnels" hint="cipher, bytes and time to rekey of each: needs polling">
      {sorted.length === 0 ? (
        <p class="needs">No message has told of a tunnel of this session yet.</p>
      ) : (
        <div class="scroll">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">Tunnel</th>
                <th scope="col">State</th>
                <th scope="col">SPI in / out</th>
                <th scope="col">Since</th>
                <th scope="col" class="n">
                  Lasted
                </th>
              </tr>
            </thead>
            <tbody>
              {sorted.map((tunnel) => (
                <tr
                  key={`${tunnel.id} ${tunnel.openedAt}`}
                  class={tunnel.closedAt === undefined ? undefined : 'is-gone'}
                >
                  <td title={names[tunnel.kind].cli}>{names[tunnel.kind].name}</td>
                  <td>{tunnel.closedAt === undefined ? <Status state="ok">Up</Status> : 'Closed'}</td>
                  <td class="mono">{spis(tunnel)}</td>
                  <td title={iso(tunnel.openedAt)}>{when(tunnel.openedAt, now)}</td>
                  <td class="n">{duration((tunnel.closedAt ?? now) - tunnel.openedAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function spis({ inboundSpi, outboundSpi }: Tunnel): string {
  if (inboundSpi === undefined && outboundSpi === undefined) return '—';
  return `${plain(inboundSpi ?? 'not told')} / ${plain(outboundSpi ?? 'not told')}`;
}
