import type { DeviceRow, HiddenRow } from '../../server/domain/feed.ts';
import type { HiddenSource } from '../../server/domain/hidden.ts';
import { many } from './bytes.ts';
import { plain } from './plain.ts';

export { SHOW_NAMES } from '../../server/domain/logging-lines.ts';

/** That a device hides names, or nothing where it hid none. */
export function hidesNames({ hiddenNames }: DeviceRow): string | undefined {
  return hiddenNames === 0 ? undefined : `hid the user’s name in ${many(hiddenNames, 'message')} of the last 24 h`;
}

const noAddress: Readonly<Record<Exclude<HiddenSource, 'address'>, string>> = {
  untold: 'the message tells no address',
  others: 'further addresses',
};

/** The client's address, or why there is none. */
export function hiddenFrom({ told, publicIp }: HiddenRow): string {
  return told === 'address' ? plain(publicIp ?? '') : noAddress[told];
}
