import { MOST_ADOPTED, MOST_PENDING, type Device } from '../domain/device.ts';
import type { NewDevice } from '../store/store.ts';

/** How many senders that are no device yet may still become one. */
export function room(devices: Iterable<Device>, adopt: boolean): number {
  const all = [...devices];
  if (adopt) return Math.max(0, MOST_ADOPTED - all.length);
  return Math.max(0, MOST_PENDING - all.filter((device) => device.state === 'pending').length);
}

/** The devices that these senders become, as far as there is room. */
export function strangers(
  devices: Iterable<Device>,
  sources: readonly string[],
  { adopt, now }: { readonly adopt: boolean; readonly now: () => number },
): readonly NewDevice[] {
  const all = [...devices];
  const addresses = new Set(all.flatMap((device) => device.addresses));
  const names = new Set(all.map((device) => device.name));
  const unknown = sources.filter((source) => !addresses.has(source)).slice(0, room(all, adopt));
  return unknown.map((source) => ({
    name: freeName(source, names),
    addresses: [source],
    state: adopt ? 'adopted' : 'pending',
    addedAt: now(),
  }));
}

/** A device that nobody named bears its address, in the characters that a name may have. */
function freeName(source: string, names: Set<string>): string {
  const plain = source.replace(/[^A-Za-z0-9._-]/g, '-');
  let name = plain;
  for (let n = 2; names.has(name); n += 1) name = `${plain}-${n}`;
  names.add(name);
  return name;
}
