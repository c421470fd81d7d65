import { Fragment } from 'preact';
import type { DeviceRow } from '../../server/domain/feed.ts';
import { usePlace } from '../asked.ts';
import { Clock, ClockAdvice } from '../parts/clock.tsx';
import { Commands } from '../parts/copy.tsx';
import { Collectors } from '../parts/collectors.tsx';
import { DeviceSessions } from '../parts/device-sessions.tsx';
import { HiddenNames } from '../parts/hidden-names.tsx';
import { Loading } from '../parts/loading.tsx';
import { Panel } from '../parts/panel.tsx';
import { Source } from '../parts/source.tsx';
import { Status } from '../parts/status.tsx';
import { Teach } from '../parts/teach.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { devicePath, withQuery } from '../place.ts';
import { usePoolUses } from '../pool-watch.ts';
import { useNow, useRows } from '../watch.ts';
import { count } from '../words/bytes.ts';
import { adoptCommand, devicesVerdict } from '../words/devices.ts';
import { freshness, messagesOf } from '../words/freshness.ts';
import { lossTrouble, rhythmText, syslogTrouble } from '../words/heartbeat.ts';
import { hidesNames } from '../words/hidden.ts';
import { deviceState } from '../words/overview.ts';
import { plain } from '../words/plain.ts';
import type { PoolUse } from '../words/pools.ts';

/** Every head-end that is heard, and every sender that waits to be adopted. */
export function Devices() {
  const { names } = usePlace();
  const devices = useRows('devices')?.filter(({ name }) => names?.has(name) !== false);
  const pools = usePoolUses(names)?.pools;
  const now = useNow();
  if (devices === undefined || pools === undefined) return <Loading what="the devices" />;
  const adopted = devices.filter((device) => device.state === 'adopted');
  const pending = devices.filter((device) => device.state === 'pending');
  return (
    <main class="page">
      <Verdict said={devicesVerdict(devices, now)} />
      {devices.length === 0 && names === undefined && <Teach />}
      {pending.length > 0 && <Pending pending={pending} />}
      {adopted.length > 0 && (
        <Panel title="Head-ends" span="col-12">
          <DeviceTable devices={adopted} pools={pools} />
        </Panel>
      )}
      <ClockAdvice devices={adopted} />
      <HiddenNames devices={adopted} />
      <Collectors />
    </main>
  );
}

function Pending({ pending }: { readonly pending: readonly DeviceRow[] }) {
  return (
    <Panel
      title="Waiting to be adopted"
      state="warn"
      span="col-12"
      hint="their messages are stored, and make no sessions yet"
    >
      <ul class="rows">
        {pending.map((device) => (
          <li key={device.id} class="rows__row rows__row--pending">
            <span>
              <b>{plain(device.name)}</b>{' '}
              <span class="mono muted">{device.addresses.filter((one) => one !== device.name).join(', ')}</span>
            </span>
            <span>
              {count(device.messages)} messages <Source at={device.lastMessageAt} />
            </span>
            <Commands lines={[adoptCommand(device)]} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function DeviceTable({
  devices,
  pools,
}: {
  readonly devices: readonly DeviceRow[];
  readonly pools: readonly PoolUse[];
}) {
  const now = useNow();
  return (
    <div class="scroll">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Head-end</th>
            <th scope="col" class="from-tablet">
              Addresses
            </th>
            <th scope="col" class="n">
              Sessions
            </th>
            <th scope="col" class="n from-tablet">
              Messages
            </th>
            <th scope="col">Last message</th>
            <th scope="col" class="from-tablet">
              Its clock
            </th>
          </tr>
        </thead>
        <tbody>
          {devices.map((device) => (
            <Fragment key={device.id}>
              <tr>
                <td>
                  <Status state={deviceState(device, pools, now)} />
                </td>
                <td>
                  <a href={devicePath(device.name)} title="how it is polled, and what its configuration gets wrong">
                    {plain(device.name)}
                  </a>
                  <div class="from-tablet">
                    <Hides device={device} />
                  </div>
                </td>
                <td class="mono from-tablet">{device.addresses.join(', ')}</td>
                <td class="n">
                  <a href={withQuery('/sessions', {}, { device: device.name })}>
                    <DeviceSessions device={device} />
                  </a>
                </td>
                <td class="n from-tablet">
                  <a href={withQuery('/messages', {}, { device: device.name })}>{count(device.messages)}</a>
                </td>
                <td>
                  <Source at={device.lastMessageAt} fixed={freshness(messagesOf(device.heartbeat), now) === 'fresh'} />
                  <Rhythm device={device} now={now} />
                </td>
                <td class="from-tablet">
                  <Clock device={device} />
                </td>
              </tr>
              <tr class="until-tablet table__clock">
                <td colSpan={4}>
                  <Clock device={device} />
                  <Hides device={device} />
                </td>
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How often it is to be heard of, and what did not come. */
function Rhythm({ device: { heartbeat }, now }: { readonly device: DeviceRow; readonly now: number }) {
  const loss = syslogTrouble(heartbeat, now) ?? lossTrouble(heartbeat, now);
  return (
    <>
      <div class="hint from-tablet" title="its state is unknown after three times as long without a sign">
        {rhythmText(heartbeat)}
      </div>
      {loss !== undefined && <Status state="warn">{loss}</Status>}
    </>
  );
}

/** That names are hidden, small: their panel tells more. */
function Hides({ device }: { readonly device: DeviceRow }) {
  if (device.hiddenNames === 0) return null;
  return (
    <div class="hint" title={hidesNames(device)}>
      hides names of failed logins
    </div>
  );
}
