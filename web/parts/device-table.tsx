import type { DeviceRow } from '../../server/domain/feed.ts';
import type { SourceRow } from '../../server/domain/sources.ts';
import { devicePath, withQuery } from '../place.ts';
import { useNow } from '../watch.ts';
import { count } from '../words/bytes.ts';
import { freshness, messagesOf } from '../words/freshness.ts';
import { lossTrouble, rhythmText, syslogTrouble } from '../words/heartbeat.ts';
import { hidesNames } from '../words/hidden.ts';
import { deviceState } from '../words/overview.ts';
import { plain } from '../words/plain.ts';
import type { PoolUse } from '../words/pools.ts';
import { askedWords, findingWords, lossWords, pollTroubles, trapWords, type SourceWords } from '../words/sources.ts';
import { worst, type State } from '../words/verdict.ts';
import { Clock } from './clock.tsx';
import { DeviceSessions } from './device-sessions.tsx';
import { Source } from './source.tsx';
import { Status } from './status.tsx';

interface DeviceTableProps {
  readonly devices: readonly DeviceRow[];
  readonly pools: readonly PoolUse[];
  /** By the name of the device; absent while they are asked for. */
  readonly sources: ReadonlyMap<string, SourceRow> | undefined;
}

/** The head-ends, the abnormal ones first: what each of their sources last told. A card each where the window is narrow. */
export function DeviceTable({ devices, pools, sources }: DeviceTableProps) {
  const now = useNow();
  const rows = devices
    .map((device) => {
      const source = sources?.get(device.name);
      const polls = pollTroubles(source, now).map(({ state }) => state);
      return { device, source, state: worst([deviceState(device, pools, now), ...polls]) };
    })
    .sort((one, other) =>
      one.state === other.state
        ? one.device.name.localeCompare(other.device.name)
        : worst([one.state, other.state]) === one.state
          ? -1
          : 1,
    );
  const heads = ['State', 'Head-end', 'Syslog', 'Traps', 'SNMP poll', 'Show poll', 'Its clock', 'Findings'];
  return (
    <table class="table table--wraps table--cards">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
          <th scope="col" class="n">
            Sessions
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.device.id} {...row} asked={sources !== undefined} now={now} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly device: DeviceRow;
  readonly source: SourceRow | undefined;
  readonly state: State;
  readonly asked: boolean;
  readonly now: number;
}

function Row({ device, source, state, asked, now }: RowProps) {
  const { name, heartbeat } = device;
  const loss = syslogTrouble(heartbeat, now) ?? lossTrouble(heartbeat, now);
  const at = devicePath(name);
  return (
    <tr data-device={name}>
      <td data-label="State">
        <Status state={state} />
      </td>
      <td data-label="Head-end">
        <a href={at} title="how it is polled, and what its configuration gets wrong">
          {plain(name)}
        </a>
        <Where device={device} source={source} />
      </td>
      <td data-label="Syslog">
        <Source at={device.lastMessageAt} fixed={freshness(messagesOf(heartbeat), now) === 'fresh'} />
        <div class="hint" title="its state is unknown after three times as long without a sign">
          {rhythmText(heartbeat)}
        </div>
        {loss === undefined ? <div class="hint">{lossWords(device, now)}</div> : <Status state="warn">{loss}</Status>}
        <div class="hint">
          <a href={withQuery('/messages', {}, { device: name })}>{count(device.messages)} messages</a>
        </div>
      </td>
      <td data-label="Traps">
        {source?.trapAt === null || !asked ? (
          <span class="hint">{trapWords(source, now)}</span>
        ) : (
          <a href={withQuery('/messages', {}, { device: name, trap: 'any' })}>{trapWords(source, now)}</a>
        )}
      </td>
      <Asked label="SNMP poll" source={source?.snmp} what="snmp" asked={asked} at={at} now={now} />
      <Asked label="Show poll" source={source?.show} what="show" asked={asked} at={at} now={now} />
      <td data-label="Its clock">
        <Clock device={device} />
      </td>
      <td data-label="Findings">
        <Words said={findingWords(source?.findings)} at={at} />
        {device.hiddenNames > 0 && (
          <div class="hint" title={hidesNames(device)}>
            hides names of failed logins
          </div>
        )}
      </td>
      <td data-label="Sessions" class="n">
        <a href={withQuery('/sessions', {}, { device: name })}>
          <DeviceSessions device={device} />
        </a>
      </td>
    </tr>
  );
}

/** Where it stands, whose it is, and what it is, as far as somebody told. */
function Where({ device: { addresses, place }, source }: Pick<RowProps, 'device' | 'source'>) {
  const contact = [place?.owner, place?.phone, place?.circuit].filter((one) => one !== undefined);
  const what = [source?.platform, source?.version].filter((one) => one !== undefined);
  return (
    <>
      <div class="mono hint">{addresses.map(plain).join(', ')}</div>
      {what.length > 0 && <div class="hint">{what.map(plain).join(', ')}</div>}
      {(place?.site !== undefined || (place?.tags.length ?? 0) > 0) && (
        <div class="hint">
          {place?.site !== undefined && (
            <a href={withQuery('/devices', {}, { site: place.site })}>{plain(place.site)}</a>
          )}
          {place?.tags.map((tag) => (
            <span key={tag}>
              {' '}
              <a href={withQuery('/devices', {}, { tag })}>#{plain(tag)}</a>
            </span>
          ))}
        </div>
      )}
      {contact.length > 0 && <div class="hint">{contact.map(plain).join(', ')}</div>}
    </>
  );
}

interface AskedProps extends Pick<RowProps, 'asked' | 'now'> {
  readonly label: string;
  readonly source: SourceRow['show'];
  readonly what: 'show' | 'snmp';
  readonly at: string;
}

function Asked({ label, source, what, asked, at, now }: AskedProps) {
  if (!asked)
    return (
      <td data-label={label}>
        <span class="hint">asking …</span>
      </td>
    );
  return (
    <td data-label={label}>
      <Words said={askedWords(source, now, what)} at={at} />
      {source !== undefined && source.everySeconds > 0 && <div class="hint">each {source.everySeconds} s</div>}
    </td>
  );
}

/** What is said of a source, with a shape only where something is wrong: normal is muted. */
function Words({ said: { state, text, why }, at }: { readonly said: SourceWords; readonly at: string }) {
  const wrong = state === 'crit' || state === 'warn' || text.startsWith('silent');
  return (
    <>
      {wrong ? (
        <a href={at}>
          <Status state={state}>{text}</Status>
        </a>
      ) : state === 'ok' ? (
        <a href={at}>{text}</a>
      ) : (
        <span class="hint">{text}</span>
      )}
      {why !== undefined && <div class="hint">{why}</div>}
    </>
  );
}
