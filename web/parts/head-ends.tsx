import type { DeviceRow } from '../../server/domain/feed.ts';
import type { LoadRow } from '../../server/domain/load.ts';
import { devicePath, withQuery } from '../place.ts';
import { type Lately, shareOf } from '../lately.ts';
import { pastOf } from '../seen.ts';
import { useNow } from '../watch.ts';
import { count, many } from '../words/bytes.ts';
import { freshness, messagesOf } from '../words/freshness.ts';
import {
  connectionsCell,
  cpuCell,
  lastPoll,
  loadState,
  memoryCell,
  pollCommand,
  snmpCommand,
  trafficCell,
  type LoadCell,
} from '../words/load.ts';
import { deviceState } from '../words/overview.ts';
import { plain } from '../words/plain.ts';
import { percent, type PoolUse } from '../words/pools.ts';
import { interfaceWords, outsideOf } from '../words/traffic.ts';
import { pastTrend, type Seen } from '../words/trend.ts';
import { worst } from '../words/verdict.ts';
import { Commands } from './copy.tsx';
import { DeviceSessions } from './device-sessions.tsx';
import { Panel } from './panel.tsx';
import { Shape } from './shape.tsx';
import { Source } from './source.tsx';
import { Status } from './status.tsx';

const FEW = 14;

interface HeadEndsProps {
  readonly devices: readonly DeviceRow[];
  readonly pools: readonly PoolUse[];
  /** By their polls; absent until it has come. */
  readonly load: readonly LoadRow[] | undefined;
  readonly lately: Lately;
}

/** The head-ends with what each carries, the abnormal ones first; what is known of them by polls says so where they are not polled. */
export function HeadEnds({ devices, pools, load, lately }: HeadEndsProps) {
  const now = useNow();
  const rows = devices
    .map((device) => {
      const carries = load?.find((one) => one.device === device.name);
      return { device, carries, state: worst([deviceState(device, pools, now), loadState(carries, now)]) };
    })
    .sort((one, other) =>
      one.state === other.state
        ? other.device.sessions - one.device.sessions || one.device.name.localeCompare(other.device.name)
        : worst([one.state, other.state]) === one.state
          ? -1
          : 1,
    );
  const unpolled = rows.filter(({ carries }) => carries !== undefined && lastPoll(carries, now) === undefined);
  const [first] = unpolled;
  const bad = rows.map(({ state }) => state).filter((state) => state !== 'ok');
  return (
    <Panel
      title="Load per head-end"
      state={worst(['ok', ...bad])}
      hint="abnormal first"
      tools={<a href="/devices">all head-ends</a>}
    >
      <div class="scroll">
        <table class="table table--load">
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Head-end</th>
              <th scope="col" class="n">
                Sessions
              </th>
              <th scope="col" class="n">
                CPU
              </th>
              <th scope="col" class="n">
                Memory
              </th>
              <th scope="col" class="n from-tablet">
                Conns
              </th>
              <th scope="col" class="n from-tablet" title="by the interface named outside, or the busiest one">
                In / out, Mbit/s
              </th>
              <th scope="col" class="n from-tablet">
                Heard
              </th>
              <th scope="col" class="n from-tablet">
                Polled
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, FEW).map(({ device, carries, state }) => (
              <HeadEnd key={device.id} {...{ device, carries, state, now, lately }} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > FEW && (
        <p class="hint after">
          {rows.length - FEW} more · <a href="/devices">all {rows.length} head-ends</a>
        </p>
      )}
      {first !== undefined && (
        <>
          <p class="needs after">
            {unpolled.length === 1 ? `${plain(first.device.name)} is` : `${many(unpolled.length, 'head-end')} are`} not
            polled: nothing is known of {unpolled.length === 1 ? 'its' : 'their'} load. Either of these changes it:
          </p>
          <Commands lines={[pollCommand(first.device.name), snmpCommand(first.device.name)]} />
        </>
      )}
    </Panel>
  );
}

interface HeadEndProps {
  readonly device: DeviceRow;
  readonly carries: LoadRow | undefined;
  readonly state: ReturnType<typeof worst>;
  readonly now: number;
  readonly lately: Lately;
}

function HeadEnd({ device, carries, state, now, lately }: HeadEndProps) {
  const poll = carries === undefined ? undefined : lastPoll(carries, now);
  const heard = <Source at={device.lastMessageAt} fixed={freshness(messagesOf(device.heartbeat), now) === 'fresh'} />;
  const limit = carries?.sessionLimit?.most;
  const sessions = withQuery('/sessions', {}, { device: device.name });
  const outside = carries === undefined ? undefined : outsideOf(carries);
  const cells =
    carries === undefined || poll === undefined
      ? undefined
      : {
          cpu: cpuCell(carries, now),
          memory: trended(memoryCell(carries, now), { key: `${device.name} memory`, value: memoryUse(carries), write: percent, least: 0.01, kept: shareOf(lately, device.name) }), // prettier-ignore
          connections: trended(connectionsCell(carries, now), { key: `${device.name} connections`, value: carries.connections?.inUse, write: count, least: 1, kept: lately.of(device.name, 'connections') }), // prettier-ignore
          traffic: trafficCell(carries, outside, now),
        };
  const up = carries?.interfaces.filter(({ isUp }) => isUp).length ?? 0;
  const interfaces =
    carries === undefined || carries.interfaces.length === 0 ? '' : `, ${up} of ${carries.interfaces.length} up`;
  const polled =
    poll === undefined ? <span class="hint">never</span> : <Source from="poll" at={poll.at} interval={poll.interval} />;
  return (
    <>
      <tr data-load={device.name}>
        <td>
          <Status state={state} />
        </td>
        <td>
          <a href={devicePath(device.name)}>{plain(device.name)}</a>
        </td>
        <td class="n">
          <a href={sessions}>
            <DeviceSessions device={device} />
          </a>
          {limit !== undefined && <span class="hint"> of {count(limit)}</span>}
        </td>
        {cells === undefined ? (
          <>
            <td class="n hint" colSpan={2}>
              {carries === undefined ? 'asking' : 'not polled'}
            </td>
            <td class="from-tablet" colSpan={2} />
          </>
        ) : (
          <>
            <Cell cell={cells.cpu} />
            <Cell cell={cells.memory} />
            <Cell cell={cells.connections} wide />
            <Cell cell={cells.traffic} wide more={carries && interfaceWords(carries)} />
          </>
        )}
        <td class="n from-tablet">{heard}</td>
        <td class="n from-tablet">{polled}</td>
      </tr>
      <tr class="table__clock until-tablet">
        <td colSpan={5}>
          <span class="clock">
            {cells !== undefined && (
              <span>
                {cells.connections.value} connections, {plain(outside?.name ?? 'in / out')} {cells.traffic.value} Mbit/s
                in / out{interfaces}
              </span>
            )}
            {heard} {poll !== undefined && polled}
          </span>
        </td>
      </tr>
    </>
  );
}

function memoryUse({ memory }: LoadRow): number | undefined {
  return memory === undefined || memory.total === 0 ? undefined : memory.used / memory.total;
}

interface Trended {
  readonly key: string;
  readonly value: number | undefined;
  readonly write: (value: number) => string;
  readonly least: number;
  /** What the server kept of it lately. */
  readonly kept: readonly Seen[];
}

/** A cell with where its value goes; of what is not known there is no trend. */
function trended(cell: LoadCell, { key, value, write, least, kept }: Trended): LoadCell {
  if (cell.at === undefined || cell.state === 'unknown') return cell;
  const trend = pastTrend(pastOf(key, value, cell.at, kept), write, least);
  return { ...cell, title: `${cell.title}; ${trend?.words ?? 'no trend yet'}`, ...(trend && { trend }) };
}

/** A figure; one that is out of the ordinary, or old, has its shape beside it. */
function Cell({
  cell,
  wide = false,
  more,
}: {
  readonly cell: LoadCell;
  readonly wide?: boolean;
  readonly more?: string | undefined;
}) {
  const { value, state, trend, title } = cell;
  const classes = ['n', ...(wide ? ['from-tablet'] : []), ...(state === 'ok' ? [] : [`load load--${state}`])].join(' ');
  return (
    <td class={classes} title={more === undefined || more === '' ? title : `${title}; ${more}`}>
      {state !== 'ok' && <Shape name={state} />} {value}
      {trend !== undefined && (
        <span class="hint" title={trend.words} role="img" aria-label={trend.words}>
          {' '}
          {trend.sign}
        </span>
      )}
    </td>
  );
}
