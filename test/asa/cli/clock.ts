/** The zone of a device's own clock: its name as printed, and minutes east of UTC. */
export interface Zone {
  readonly name: string;
  readonly minutes: number;
}

export const utc: Zone = { name: 'UTC', minutes: 0 };

/** `10:11:12 UTC Mon Jan 1 2024`. */
export function timeText(at: number, { name, minutes }: Zone, millis = false): string {
  const local = new Date(at + minutes * 60_000);
  const clock = `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`;
  const fraction = millis ? `.${String(local.getUTCMilliseconds()).padStart(3, '0')}` : '';
  const day = `${weekdays[local.getUTCDay()]} ${months[local.getUTCMonth()]} ${local.getUTCDate()}`;
  return `${clock}${fraction} ${name} ${day} ${local.getUTCFullYear()}`;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `0h:39m:20s`, `1d 19h:41m:14s`. */
export function durationText(seconds: number): string {
  const days = Math.floor(seconds / 86400);
  const clock = `${Math.floor(seconds / 3600) % 24}h:${two(Math.floor(seconds / 60) % 60)}m:${two(seconds % 60)}s`;
  return days === 0 ? clock : `${days}d ${clock}`;
}

/** `2 years 31 days`, `41 days 19 hours`, `3 mins 10 secs`: the two greatest parts. */
export function upText(seconds: number): string {
  const parts = [
    ['year', Math.floor(seconds / 31_536_000)],
    ['day', Math.floor(seconds / 86_400) % 365],
    ['hour', Math.floor(seconds / 3600) % 24],
    ['min', Math.floor(seconds / 60) % 60],
    ['sec', seconds % 60],
  ] as const;
  const found = parts.findIndex(([, count]) => count > 0);
  const first = found < 0 ? 3 : Math.min(found, 3);
  return parts
    .slice(first, first + 2)
    .map(([unit, count]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
    .join(' ');
}

const two = (number: number) => String(number).padStart(2, '0');
