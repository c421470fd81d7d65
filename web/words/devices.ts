import type { DeviceRow } from '../../server/domain/feed.ts';
import type { SourceRow } from '../../server/domain/sources.ts';
import { many } from './bytes.ts';
import { clockTrouble } from './clock.ts';
import { freshest, silent } from './freshness.ts';
import { lossTrouble, syslogTrouble } from './heartbeat.ts';
import { NO_DEVICE } from './overview.ts';
import { plain } from './plain.ts';
import { safeWord } from './shell.ts';
import { pollTroubles } from './sources.ts';
import { age } from './time.ts';
import { lead, type Statement, type Verdict } from './verdict.ts';

/** The command that adopts a pending device. A name that a shell could misread is not put into a command: the address is. */
export function adoptCommand(device: DeviceRow): string {
  return `tunnelwatch device adopt ${safeWord(device.name) ?? safeWord(device.addresses[0]) ?? 'NAME-OR-ADDRESS'}`;
}

/** The first line of the devices' page. `sources`: what else is known of them. */
export function devicesVerdict(
  devices: readonly DeviceRow[],
  now: number,
  sources: readonly SourceRow[] = [],
): Verdict {
  const adopted = devices.filter((device) => device.state === 'adopted');
  const pending = devices.filter((device) => device.state === 'pending');
  if (devices.length === 0)
    return {
      state: 'unknown',
      text: NO_DEVICE,
      more: 'A head-end appears here with its first message.',
    };
  const quiet = adopted.filter((device) => silent(device.heartbeat, now));
  const statements: Statement[] = quiet.map(({ name, heartbeat }) => {
    const { at } = freshest(heartbeat, now);
    const silence = at === null ? 'has never sent anything' : `cannot be seen: silent for ${age(now - at)}`;
    return { state: 'unknown', text: `${plain(name)} ${silence}.` };
  });
  for (const device of adopted) {
    const trouble = silent(device.heartbeat, now) ? undefined : clockTrouble(device.clock);
    if (trouble !== undefined) statements.push({ state: 'warn', text: `${plain(device.name)}: ${trouble}.` });
    const mute = syslogTrouble(device.heartbeat, now);
    if (mute !== undefined) statements.push({ state: 'warn', text: `${plain(device.name)}: ${mute}.` });
    const loss = lossTrouble(device.heartbeat, now);
    if (loss !== undefined) statements.push({ state: 'warn', text: `${plain(device.name)}: ${loss}.` });
  }
  for (const row of sources)
    for (const { state, text, why } of pollTroubles(row, now))
      statements.push({ state, text: `The poll of ${plain(row.device)} ${text}${why === undefined ? '' : `: ${why.replace(/\.$/, '')}`}.` }); // prettier-ignore
  const wait = `${many(pending.length, 'device')} ${pending.length === 1 ? 'waits' : 'wait'} to be adopted.`;
  if (pending.length > 0) statements.push({ state: 'warn', text: wait });
  const heard = adopted.length - quiet.length;
  const calm: Statement = {
    state: 'ok',
    text:
      adopted.length === 1
        ? `${plain(adopted[0]?.name ?? '')} is heard.`
        : `All ${adopted.length} head-ends are heard.`,
  };
  const always =
    adopted.length === 0 || quiet.length === 0 ? '' : `${heard} of ${many(adopted.length, 'head-end')} heard.`;
  return lead(statements, calm, always);
}
