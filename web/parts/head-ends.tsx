import type { DeviceRow } from '../../server/domain/feed.ts';
import { withQuery } from '../place.ts';
import { useNow } from '../watch.ts';
import { freshness, messagesOf } from '../words/freshness.ts';
import { deviceState } from '../words/overview.ts';
import { plain } from '../words/plain.ts';
import type { PoolUse } from '../words/pools.ts';
import { worst } from '../words/verdict.ts';
import { DeviceSessions } from './device-sessions.tsx';
import { Panel } from './panel.tsx';
import { Source } from './source.tsx';
import { Status } from './status.tsx';

const FEW = 14;

/** The head-ends with the age of their last message, the abnormal ones first. */
export function HeadEnds({
  devices,
  pools,
}: {
  readonly devices: readonly DeviceRow[];
  readonly pools: readonly PoolUse[];
}) {
  const now = useNow();
  const rows = devices
    .map((device) => ({ device, state: deviceState(device, pools, now) }))
    .sort((one, other) =>
      one.state === other.state
        ? other.device.sessions - one.device.sessions || one.device.name.localeCompare(other.device.name)
        : worst([one.state, other.state]) === one.state
          ? -1
          : 1,
    );
  return (
    <Panel title="Head-ends" tools={<a href="/devices">abnormal first</a>}>
      <div class="scroll">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Head-end</th>
              <th scope="col" class="n">
                Sessions
              </th>
              <th scope="col" class="n">
                Last message
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, FEW).map(({ device, state }) => (
              <tr key={device.id}>
                <td>
                  <Status state={state} />
                </td>
                <td>
                  <a href={withQuery('/sessions', {}, { device: device.name })}>{plain(device.name)}</a>
                </td>
                <td class="n">
                  <DeviceSessions device={device} />
                </td>
                <td class="n">
                  <Source at={device.lastMessageAt} fixed={freshness(messagesOf(device.heartbeat), now) === 'fresh'} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > FEW && (
        <p class="hint after">
          {rows.length - FEW} more · <a href="/devices">all {rows.length} head-ends</a>
        </p>
      )}
    </Panel>
  );
}
