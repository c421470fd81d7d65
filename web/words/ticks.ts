import type { Arrivals, FirstArrival } from '../../server/domain/arrivals.ts';
import type { AskedSource } from '../../server/domain/sources.ts';
import type { AddAsked } from './add-asa.ts';
import { plain } from './plain.ts';
import { explainFailure } from './polling.ts';
import { safeWord } from './shell.ts';
import { age, when } from './time.ts';

/** One thing that has to come. */
export interface Tick {
  readonly id: string;
  readonly title: string;
  /** `off`: nobody wants it. */
  readonly state: 'done' | 'waiting' | 'failed' | 'off';
  readonly text: string;
  /** What came, as it came. */
  readonly raw?: string;
  /** What to check. */
  readonly todo?: string;
  readonly commands?: readonly string[];
}

/** How long nobody has to worry, in milliseconds. */
const PATIENCE = 60_000;

/** What has come of the device that is added, and what not: since `from` (epoch milliseconds) somebody waits. */
export function ticks(asked: AddAsked, arrivals: Arrivals, from: number, now: number): readonly Tick[] {
  const { line, understood, trap, snmp, show, device } = arrivals;
  const waits = `Waiting for ${age(Math.max(0, now - from))}.`;
  const late = now - from >= PATIENCE;
  const check = (todo: string, ...commands: readonly string[]) => (late ? { todo, commands } : {});
  const named = device?.state === 'adopted' ? (safeWord(device.name) ?? 'NAME') : asked.name;
  const came = (first: FirstArrival) => ({ state: 'done' as const, text: arrived(first, now), raw: plain(first.text) });
  const wait = { state: 'waiting' as const, text: waits };
  return [
    {
      id: 'line',
      title: 'First syslog line',
      ...(line
        ? came(line)
        : {
            ...wait,
            ...check(
              `On the ASA see whether it sends: its line for ${asked.address} counts. Then whether the interface is the right one, the port is ${asked.port}, and no filter lies between. If it sends from another address, its sender waits below.`,
              'show logging',
            ),
          }),
    },
    {
      id: 'understood',
      title: 'First VPN message understood',
      ...(understood
        ? came(understood)
        : {
            ...wait,
            ...(line
              ? check('Lines come, but none tells of a VPN login yet: let somebody log in. If somebody has, see that `logging trap` names our list.', 'show running-config logging') // prettier-ignore
              : {}),
          }),
    },
    {
      id: 'trap',
      title: 'First trap',
      ...(trap
        ? came(trap)
        : asked.snmp
          ? {
              ...wait,
              ...check(
                'A trap comes with the next tunnel; leaving configuration mode sends one at once where the release has traps of the configuration. Those that arrive and are refused are told, with why, by:',
                'tunnelwatch snmp trap-test',
              ),
            }
          : { state: 'off', text: 'Not asked for.' }),
    },
    {
      id: 'snmp',
      title: 'First SNMP poll',
      ...polled(snmp, asked.snmp, now, waits, {
        none: 'Nobody has told yet how its agent is spoken with.',
        failed: (source) => ({
          todo: `${plain(source.failure?.detail ?? 'It tells nothing')}. What it answers, and why it may not, is told by:`,
          commands: [`tunnelwatch snmp walk ${named}`],
        }),
      }),
    },
    {
      id: 'show',
      title: 'First show poll',
      ...polled(show, asked.poll !== 'no', now, waits, {
        none: 'Nobody has told yet how it is asked.',
        failed: (source) => {
          if (source.failure === undefined)
            return { todo: 'Its page tells which commands gave nothing.', commands: [] };
          const { said, todo } = explainFailure(source.failure, named);
          return { todo: `${said} ${todo}`, commands: [`tunnelwatch device key ${named}`] };
        },
      }),
    },
    { id: 'adopted', title: 'Known by its name', ...adopted(asked, device, wait) },
  ];
}

function arrived({ at, from }: FirstArrival, now: number): string {
  return `${age(Math.max(0, now - at))} ago (${when(at, now)}) from ${plain(from)}.`;
}

interface PolledWords {
  readonly none: string;
  readonly failed: (source: AskedSource) => Pick<Tick, 'todo' | 'commands'>;
}

function polled(
  source: AskedSource | undefined,
  wanted: boolean,
  now: number,
  waits: string,
  words: PolledWords,
): Omit<Tick, 'id' | 'title'> {
  if (source === undefined)
    return wanted ? { state: 'waiting', text: `${waits} ${words.none}` } : { state: 'off', text: 'Not asked for.' };
  if (source.everySeconds === 0) return { state: 'off', text: 'Not polled: its SNMP is for traps alone.' };
  if (source.at === null) return { state: 'waiting', text: `${waits} The first poll is on its way.` };
  const at = `${age(Math.max(0, now - source.at))} ago (${when(source.at, now)})`;
  if (source.failure !== undefined) return { state: 'failed', text: `Failed ${at}.`, ...words.failed(source) };
  const some = source.failed === 0 ? '' : ` ${source.failed} of what was asked gave nothing: its page tells which.`;
  return { state: 'done', text: `Last one ${at}, each ${source.everySeconds} s.${some}` };
}

function adopted(
  { name }: AddAsked,
  device: Arrivals['device'],
  wait: Pick<Tick, 'text'> & { readonly state: 'waiting' },
): Omit<Tick, 'id' | 'title'> {
  if (device === undefined) return { ...wait, text: `${wait.text} No device has that name or address yet.` };
  if (device.state === 'pending')
    return {
      ...wait,
      text: 'It sends, and waits to be adopted, by a command where Tunnelwatch runs.',
      commands: [`tunnelwatch device adopt ${device.addresses[0] ?? 'ADDRESS'} --name ${name}`],
    };
  const { hostname } = device;
  const other = hostname !== undefined && hostname.toLowerCase() !== device.name.toLowerCase();
  return {
    state: 'done',
    text: `Watched as ${plain(device.name)}, ${device.addresses.map(plain).join(', ')}.${other ? ` It calls itself ${plain(hostname)}.` : ''}`,
  };
}

/** What a screen reader is told when more has come than before; empty where nothing has. */
export function newlyDone(before: readonly Tick[], after: readonly Tick[]): string {
  const had = new Set(before.filter(({ state }) => state === 'done').map(({ id }) => id));
  return after
    .filter(({ id, state }) => state === 'done' && !had.has(id))
    .map(({ title, text }) => `${title}: ${text}`)
    .join(' ');
}
