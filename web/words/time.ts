const pad = (value: number) => String(value).padStart(2, '0');

function parts(milliseconds: number) {
  const all = Math.max(0, Math.floor(milliseconds / 1000));
  return {
    all,
    days: Math.floor(all / 86_400),
    hours: Math.floor(all / 3600) % 24,
    minutes: Math.floor(all / 60) % 60,
    seconds: all % 60,
  };
}

/** How long something lasted, in milliseconds, by its two greatest units: `39s`, `45m`, `2h 21m`, `3d 4h`. */
export function duration(milliseconds: number): string {
  const { days, hours, minutes, seconds } = parts(milliseconds);
  if (days > 0) return `${days}d ${hours}h`;
  if (hours > 0) return `${hours}h ${pad(minutes)}m`;
  return minutes > 0 ? `${minutes}m` : `${seconds}s`;
}

/** How long ago something was, in milliseconds: `< 1 s`, `12 s`, `2 m 10 s`, `41 m`, `11 h 4 m`, `3 d 2 h`. */
export function age(milliseconds: number): string {
  const { all, days, hours, minutes, seconds } = parts(milliseconds);
  if (all < 1) return '< 1 s';
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} m`;
  if (minutes >= 10) return `${minutes} m`;
  return minutes > 0 ? `${minutes} m ${seconds} s` : `${seconds} s`;
}

/** The Cisco VPN Client's own way to write a duration of so many seconds: `0 day(s), 02:21.07`. */
export function clientTime(total: number): string {
  const { days, hours, minutes, seconds } = parts(total * 1000);
  return `${days} day(s), ${pad(hours)}:${pad(minutes)}.${pad(seconds)}`;
}

/** The ASA's way, as in 113019 and `show vpn-sessiondb`: `0h:01m:31s`, `1d 19h:41m:14s`. */
export function asaTime(total: number): string {
  const { days, hours, minutes, seconds } = parts(total * 1000);
  return `${days > 0 ? `${days}d ` : ''}${hours}h:${pad(minutes)}m:${pad(seconds)}s`;
}

/** Minutes that local time is ahead of UTC at an instant. */
export function zoneOffset(at: number): number {
  return -new Date(at).getTimezoneOffset();
}

/** ISO 8601 with its offset, to the second: `2026-03-03T14:06:29+01:00`. */
export function iso(at: number, offset = zoneOffset(at)): string {
  const sign = offset < 0 ? '-' : '+';
  const away = Math.abs(offset);
  return `${shifted(at, offset).slice(0, 19)}${sign}${pad(Math.floor(away / 60))}:${pad(away % 60)}`;
}

/** The time of day: `14:06:29`. */
export function clock(at: number, offset = zoneOffset(at)): string {
  return shifted(at, offset).slice(11, 19);
}

/** The time to the minute: `14:06`. */
export function shortClock(at: number, offset = zoneOffset(at)): string {
  return shifted(at, offset).slice(11, 16);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The day: `22 Nov`. */
export function day(at: number, offset = zoneOffset(at)): string {
  const local = new Date(at + offset * 60_000);
  return `${local.getUTCDate()} ${months[local.getUTCMonth()] ?? ''}`;
}

/** The time of day, with the day where it is another one than that of `now`: `14:06:29`, `22 Nov 14:06:29`. */
export function when(at: number, now: number, offset = zoneOffset(at)): string {
  const same = shifted(at, offset).slice(0, 10) === shifted(now, offset).slice(0, 10);
  return same ? clock(at, offset) : `${day(at, offset)} ${clock(at, offset)}`;
}

function shifted(at: number, offset: number): string {
  return new Date(at + offset * 60_000).toISOString();
}
