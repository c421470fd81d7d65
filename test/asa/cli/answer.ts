import { config } from './config-show.ts';
import { generation } from './device.ts';
import type { Device } from './device.ts';
import { failover, loadBalancing } from './failover-show.ts';
import { clock, connCount, cpuUsage, interfaces, logging, memory, version } from './health.ts';
import { ikeStats, ikev1Sas, ikev2Sas, isakmpSas } from './ike-sas.ts';
import { ipsecSas, ipsecStats } from './ipsec-sas.ts';
import { aaaServer, localPool, localUsers, shun, uauth } from './people-shows.ts';
import { full } from './session-full.ts';
import { filters, listing } from './session-listing.ts';
import { licenseSummary, summary } from './session-summary.ts';

/** What the device says to a command; `undefined`: its release does not know it. */
type Said = readonly string[] | undefined;

/** `{}` stands for one word that is given to `say`, `...` for all that follow. */
interface Row {
  readonly words: readonly string[];
  readonly say: (device: Device, ...given: readonly string[]) => Said;
}

const row = (words: string, say: Row['say']): Row => ({ words: words.split(' '), say });
const old = (device: Device) => generation(device) <= 8;
const unless = (not: boolean, say: () => Said): Said => (not ? undefined : say());

/** Every command that can be answered. */
const rows: readonly Row[] = [
  ...filters.flatMap((filter) => [
    row(`show vpn-sessiondb ${filter}`, (device) => listing(device, filter, false)),
    row(`show vpn-sessiondb detail ${filter}`, (device) => listing(device, filter, true)),
    row(`show vpn-sessiondb full ${filter}`, (device) => full(device, filter, false)),
    row(`show vpn-sessiondb detail full ${filter}`, (device) => full(device, filter, true)),
  ]),
  row('show vpn-sessiondb', (device) => unless(generation(device) === 7, () => summary(device))),
  row('show vpn-sessiondb summary', summary),
  row('show vpn-sessiondb license-summary', (device) => unless(old(device), () => licenseSummary(device))),
  row('show vpn load-balancing', loadBalancing),
  row('show crypto isakmp sa', (device) => isakmpSas(device, false)),
  row('show crypto isakmp sa detail', (device) => isakmpSas(device, true)),
  row('show crypto ikev1 sa', (device) => unless(old(device), () => ikev1Sas(device, false))),
  row('show crypto ikev1 sa detail', (device) => unless(old(device), () => ikev1Sas(device, true))),
  row('show crypto ikev2 sa', (device) => unless(old(device), () => ikev2Sas(device, false))),
  row('show crypto ikev2 sa detail', (device) => unless(old(device), () => ikev2Sas(device, true))),
  row('show crypto ipsec sa', ipsecSas),
  row('show crypto ipsec stats', ipsecStats),
  row('show crypto isakmp stats', ikeStats),
  row('show crypto ikev1 stats', (device) => unless(old(device), () => ikeStats(device))),
  row('show ip local pool {}', (device, name = '') => localPool(device, name)),
  row('show aaa-server', aaaServer),
  row('show aaa local user', localUsers),
  row('show uauth', uauth),
  row('show shun', shun),
  row('show version', version),
  row('show cpu usage', cpuUsage),
  row('show memory', memory),
  row('show interface', interfaces),
  row('show conn count', connCount),
  row('show clock', clock),
  row('show failover', failover),
  row('show logging', logging),
  row('show running-config ...', (device, ...words) => config(device, words)),
];

/** What a device prints to a command that is asked without a terminal: no echo, no prompt. Filters as in `| include WORD` are heard. */
export function answer(device: Device, command: string): readonly string[] {
  const [asked = '', filter] = command.split('|').map((part) => part.trim());
  const words = asked.split(/\s+/).filter((word) => word !== '');
  for (const { words: wanted, say } of rows) {
    const given = fits(wanted, words);
    const said = given === undefined ? undefined : say(device, ...given);
    if (said !== undefined) return filter === undefined ? said : filtered(said, filter);
  }
  return wrong(words);
}

/** The words that fill the blanks; `undefined`: another command. */
function fits(wanted: readonly string[], words: readonly string[]): readonly string[] | undefined {
  const open = wanted.at(-1) === '...';
  const fixed = open ? wanted.slice(0, -1) : wanted;
  if (open ? words.length < fixed.length : words.length !== fixed.length) return undefined;
  if (!fixed.every((word, place) => word === '{}' || word === words[place])) return undefined;
  return [...words.filter((_, place) => fixed[place] === '{}'), ...words.slice(fixed.length)];
}

function filtered(lines: readonly string[], filter: string): readonly string[] {
  const [word = '', ...rest] = filter.split(' ');
  const pattern = new RegExp(rest.join(' '));
  const from = lines.findIndex((line) => pattern.test(line));
  const kept: Readonly<Record<string, () => readonly string[]>> = {
    include: () => lines.filter((line) => pattern.test(line)),
    grep: () => lines.filter((line) => pattern.test(line)),
    exclude: () => lines.filter((line) => !pattern.test(line)),
    begin: () => (from < 0 ? [] : lines.slice(from)),
  };
  return kept[word]?.() ?? invalid(0);
}

/** A marker below the first word that no command has, or that more is wanted. */
function wrong(words: readonly string[]): readonly string[] {
  // What other releases have differs from the third word on.
  if (rows.some(({ words: wanted }) => fits(wanted, words) !== undefined)) {
    return invalid(words.slice(0, 2).join(' ').length + 1);
  }
  const known = words.findIndex(
    (_, place) => !rows.some(({ words: wanted }) => starts(wanted, words.slice(0, place + 1))),
  );
  if (known < 0 && rows.some(({ words: wanted }) => wanted.length > words.length && starts(wanted, words))) {
    return ['ERROR: % Incomplete command'];
  }
  const place = known < 0 ? words.length - 1 : known;
  return invalid(words.slice(0, place).join(' ').length + 1);
}

const starts = (wanted: readonly string[], words: readonly string[]) =>
  words.every((word, place) => wanted[place] === word || wanted[place] === '{}' || wanted[place] === '...');

/** `^` below the first wrong letter, then the words. */
export const invalid = (column: number): readonly string[] => [
  `${' '.repeat(column)}^`,
  "ERROR: % Invalid input detected at '^' marker.",
];
