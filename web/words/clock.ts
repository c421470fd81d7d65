import { MOST_SKEW, type Clock } from '../../server/domain/clock.ts';
import type { DeviceRow } from '../../server/domain/feed.ts';
import { plain } from './plain.ts';
import { safeWord } from './shell.ts';
import { age } from './time.ts';

/** `UTC+05:30`. */
export function offsetText(minutes: number): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  const away = Math.abs(minutes);
  return `UTC${minutes < 0 ? '-' : '+'}${pad(Math.floor(away / 60))}:${pad(away % 60)}`;
}

/** The zone of a device's own clock, and how it is known. */
export function zoneText({ zone, clock }: Pick<DeviceRow, 'zone' | 'clock'>): string {
  if (clock?.offset !== undefined && clock.offsetIs === 'told') return `${offsetText(clock.offset)} (in its messages)`;
  if (clock?.says === 'several') return 'several clocks: through a relay';
  if (clock?.says === 'nothing') return 'no timestamps in its messages';
  if (zone !== undefined) return plain(zone);
  if (clock === undefined || clock.says !== 'time') return 'zone not known';
  return clock.offset === undefined ? 'fits no time zone' : `${offsetText(clock.offset)} (estimated)`;
}

/** What is wrong with a clock, as `clock 3 m 12 s ahead`; `undefined` if nothing is. */
export function clockTrouble(clock: Clock | undefined): string | undefined {
  if (clock === undefined || clock.says === 'nothing' || clock.says === 'several') return undefined;
  if (clock.says === 'unset') return `clock not set (says ${yearOf(clock.stamp ?? '')})`;
  if (clock.says === 'unreadable') return `time cannot be read (${plain(clock.stamp ?? '')})`;
  const { skew = 0 } = clock;
  if (Math.abs(skew) <= MOST_SKEW) return undefined;
  const or = clock.offsetIs === 'configured' && looksLikeZone(skew) ? ', or its zone is another' : '';
  return `clock ${span(Math.abs(skew))} ${skew > 0 ? 'ahead' : 'behind'}${or}`;
}

/** Zones are whole quarters of an hour apart, and less than a day. */
function looksLikeZone(skew: number): boolean {
  const quarter = 15 * 60_000;
  const over = Math.abs(skew) % quarter;
  return Math.min(over, quarter - over) <= MOST_SKEW && Math.abs(skew) < 26 * 3_600_000;
}

/** What an estimated zone cannot tell; `undefined` where none is. */
export function zoneDoubt({ zone, clock }: Pick<DeviceRow, 'zone' | 'clock'>): string | undefined {
  const guessed = zone === undefined && clock?.says === 'time' && clock.offsetIs === 'estimated';
  return guessed && clock.offset !== undefined ? 'or its clock is hours wrong' : undefined;
}

/** What can be done about a clock: the lines for its command line, or for ours, and why. */
export interface Advice {
  readonly line: string;
  readonly why: string;
}

/** What would help the clocks of these devices; none, if all of them are right and told. */
export function clockAdvice(devices: readonly DeviceRow[]): readonly Advice[] {
  const wrong = devices.some(({ clock }) => clockTrouble(clock) !== undefined);
  const guessed = devices.find(({ clock }) => clock?.says === 'time' && clock.offsetIs === 'estimated');
  const mute = devices.some(({ clock }) => clock?.says === 'nothing');
  const name = safeWord(guessed?.name) ?? 'NAME';
  return [
    ...(wrong
      ? [
          { line: 'ntp server ADDRESS', why: 'on the ASA: keeps its clock right; show ntp status tells whether it is' },
          { line: 'clock set HH:MM:SS DAY MONTH YEAR', why: 'on the ASA, where there is no NTP; in its own time zone' },
        ]
      : []),
    ...(guessed === undefined
      ? []
      : [
          {
            line: `tunnelwatch device zone ${name} Europe/Paris`,
            why: 'here, with the zone of its clock timezone and clock summer-time: its clock is then judged exactly, not by what offset fits best',
          },
        ]),
    ...(mute
      ? [
          {
            line: 'logging timestamp',
            why: 'on the ASA: its own time in every line. It changes what all of its log servers get, and is not needed here',
          },
        ]
      : []),
  ];
}

/** As `age`, but with days and years where a clock is that wrong. */
function span(milliseconds: number): string {
  const years = milliseconds / (365.25 * 86_400_000);
  return years >= 1 ? `${Math.round(years)} y` : age(milliseconds);
}

function yearOf(stamp: string): string {
  return /\b\d{4}\b/.exec(stamp)?.[0] ?? plain(stamp);
}
