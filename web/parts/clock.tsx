import type { DeviceRow } from '../../server/domain/feed.ts';
import { clockAdvice, clockTrouble, zoneDoubt, zoneText } from '../words/clock.ts';
import { plain } from '../words/plain.ts';
import { Explained } from './explained.tsx';
import { Panel } from './panel.tsx';
import { Status } from './status.tsx';

/** A device's own clock: its zone, and what is wrong with it. */
export function Clock({ device }: { readonly device: DeviceRow }) {
  const trouble = clockTrouble(device.clock);
  const doubt = zoneDoubt(device);
  return (
    <span class="clock" title={device.clock?.stamp === undefined ? undefined : `says ${plain(device.clock.stamp)}`}>
      {trouble !== undefined && <Status state="warn">{trouble}</Status>}
      <span class="hint">{zoneText(device)}</span>
      {doubt !== undefined && <span class="hint">{doubt}</span>}
    </span>
  );
}

/** What to do about the clocks of the devices; nothing, if there is nothing to do. */
export function ClockAdvice({ devices }: { readonly devices: readonly DeviceRow[] }) {
  const advice = clockAdvice(devices);
  if (advice.length === 0) return null;
  return (
    <Panel title="Clocks" span="col-12">
      <p class="hint">
        Sessions and alerts go by the time of arrival here, never by the clock of a device: a wrong one misleads only
        people who read its lines.
      </p>
      <Explained lines={advice} />
    </Panel>
  );
}
