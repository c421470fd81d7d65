import type { TunnelRow } from '../../server/domain/tunnel-rows.ts';
import { useLastHeard } from '../blind.ts';
import { useNow } from '../watch.ts';
import { bytesText, exactBytes } from '../words/bytes.ts';
import { tunnels as names } from '../words/names.ts';
import { plain } from '../words/plain.ts';
import { duration, iso, when } from '../words/time.ts';
import { cipherWords, idleWords, rekeyWords, spiWords, tunnelName } from '../words/tunnels.ts';
import { Panel } from './panel.tsx';
import { Source } from './source.tsx';
import { Status } from './status.tsx';

const columns = [
  'Tunnel',
  'State',
  'SPI in / out',
  'Cipher',
  'To client',
  'From client',
  'Rekey in',
  'Idle',
  'Told by',
];

/** Columns of numbers. */
const numbers: ReadonlySet<string> = new Set(['To client', 'From client', 'Rekey in', 'Idle']);

/** The SA pairs or TLS connections of a session, the open ones first; `lacking` says why a cell has nothing. */
export function Tunnels({ tunnels, device, lacking }: TunnelsProps) {
  const old = useLastHeard(device);
  return (
    <Panel title="Tunnels" span="col-12" hint="timers and bytes as they were listed last">
      {tunnels === undefined && <p class="needs">Asking for the tunnels …</p>}
      {tunnels?.length === 0 && <p class="needs">No message and no poll has told of a tunnel of this session yet.</p>}
      {tunnels !== undefined && tunnels.length > 0 && (
        <div class="scroll" tabIndex={0} role="region" aria-label="Tunnels of this session">
          <table class="table table--tunnels">
            <thead>
              <tr>
                {columns.map((name) => (
                  <th key={name} scope="col" class={numbers.has(name) ? 'n' : undefined}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {tunnels.map((tunnel, place) => (
                <Row
                  key={`${tunnel.id ?? place} ${tunnel.openedAt ?? ''}`}
                  tunnel={tunnel}
                  old={old}
                  lacking={lacking}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

interface TunnelsProps {
  readonly tunnels: readonly TunnelRow[] | undefined;
  /** The head-end that tells of them. */
  readonly device: string;
  readonly lacking: string;
}

function Row({ tunnel, old, lacking }: RowProps) {
  const now = useNow();
  const { name, more } = tunnelName(tunnel);
  const { kind, openedAt, closedAt, openedBy, listedAt, sasAt, encapsulation } = tunnel;
  const missing = <i class="hint">{listedAt === undefined && sasAt === undefined ? lacking : 'not told'}</i>;
  const [rekey, idle] = [rekeyWords(tunnel, now), idleWords(tunnel, now)];
  return (
    <tr class={closedAt === undefined ? undefined : 'is-gone'} data-tunnel={kind}>
      <td title={names[kind].cli}>
        {name} <span class="hint">{more}</span>
      </td>
      <td title={openedAt === undefined ? undefined : iso(openedAt)}>
        {closedAt !== undefined ? (
          'Closed'
        ) : old === undefined ? (
          <Status state="ok">Up</Status>
        ) : (
          <Status state="unknown">Up {old}</Status>
        )}{' '}
        <span class="hint">
          {openedAt !== undefined &&
            `since ${when(openedAt, now)}${closedAt === undefined ? '' : `, for ${duration(closedAt - openedAt)}`}`}
        </span>
      </td>
      <td class="mono">{spiWords(tunnel)}</td>
      <td title={tunnel.transform}>
        {cipherWords(tunnel) ?? missing}
        {encapsulation !== undefined && <span class="hint"> {plain(encapsulation)}</span>}
      </td>
      <Moved bytes={tunnel.bytesTx} packets={tunnel.encaps ?? tunnel.packetsTx} missing={missing} />
      <Moved bytes={tunnel.bytesRx} packets={tunnel.decaps ?? tunnel.packetsRx} missing={missing} />
      <td class="n" title={rekey.hover}>
        {rekey.text ?? '—'}
      </td>
      <td class="n" title={idle.hover}>
        {idle.text ?? '—'}
      </td>
      <td>
        {openedBy !== undefined && (
          <span title={`that it came up: ${openedBy.messageId ?? 'a listing'}`}>
            <Source from={openedBy.source} at={openedBy.at} fixed />
          </span>
        )}{' '}
        {listedAt !== undefined && <Source from="poll" at={listedAt} fixed />}{' '}
        {sasAt !== undefined && sasAt !== listedAt && <Source from="poll" at={sasAt} fixed />}
      </td>
    </tr>
  );
}

interface RowProps {
  readonly tunnel: TunnelRow;
  /** How old what its head-end has told is, if that is silent. */
  readonly old: string | undefined;
  readonly lacking: string;
}

function Moved({ bytes, packets, missing }: MovedProps) {
  const hover = [bytes, packets].every((one) => one === undefined)
    ? undefined
    : `${bytes === undefined ? 'bytes not told' : exactBytes(bytes)}, ${packets === undefined ? 'packets not told' : `${packets} packets`}`;
  return (
    <td class="n" title={hover}>
      {bytes === undefined ? missing : bytesText(bytes)}
    </td>
  );
}

interface MovedProps {
  readonly bytes: number | undefined;
  readonly packets: number | undefined;
  readonly missing: preact.JSX.Element;
}
