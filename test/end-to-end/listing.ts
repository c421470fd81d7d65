import type { Answer } from '../../collectors/show/conversation.ts';
import { gather, type Told } from '../../collectors/show/gather.ts';
import { due, plan, type PlanRow } from '../../collectors/show/plan.ts';
import { readShow } from '../../collectors/show/read.ts';
import type { PollFailure, Polled } from '../../server/domain/polling.ts';
import { readRelease } from '../../server/domain/release.ts';
import { answer } from '../asa/cli/answer.ts';
import { versions, type Device } from '../asa/cli/device.ts';
import type { Random } from '../asa/random.ts';
import { askAgent } from './listing-snmp.ts';

/** How a poll is made, and what goes wrong with it. */
export interface Asking {
  readonly transport: 'ssh' | 'https' | 'snmp';
  readonly detail: boolean;
  /** The longest that anything takes, in milliseconds: a command to come, its output to be written, and to arrive. */
  readonly slow: number;
  /** While a listing is written people come and go: each of its rows is as old as the beginning, or as young as the end. */
  readonly torn: boolean;
  /** For how many milliseconds an SNMP agent shows once more what it has looked up, for whoever asks. */
  readonly kept?: number;
  /** What happens to one of its listings: it is cut anywhere, has a line that nobody knows, or one of the log in it. */
  readonly trouble?: 'cut' | 'unknown line' | 'log line';
}

/** A poll as the simulated ASA prints it, a command after the other, read by our readers. `pass` lets virtual milliseconds pass. */
export async function ask(
  device: Device,
  how: Asking,
  random: Random,
  pass: (milliseconds: number) => Promise<void>,
): Promise<Polled> {
  if (how.transport === 'snmp') return askAgent(device, how, random, pass);
  const now = () => device.asa.options.now();
  const startedAt = now();
  const told: Told[] = [];
  const failures: PollFailure[] = [];
  const commands = commandsFor(device, how);
  const listings = commands.filter(isListing);
  const troubled = how.trouble === undefined ? undefined : listings[random.int(0, listings.length - 1)];
  for (const command of commands) {
    const asked = now();
    const printed = await written(device, command, how, random, pass);
    const text = command === troubled ? spoil(printed, how, random) : printed;
    // A connection that ends in between ends the poll; over HTTPS a body that was cut looks whole.
    if (command === troubled && how.trouble === 'cut' && how.transport === 'ssh') {
      failures.push({ at: command, why: 'cut', detail: 'the connection ended' });
      break;
    }
    const end = how.transport === 'ssh' ? 'prompt' : 'unknown';
    const answered: Answer = { text, startedAt: asked, finishedAt: now(), end };
    const reading = readShow(command, text);
    if (reading?.outcome === 'read') told.push({ command, answer: answered, facts: reading.facts });
    else failures.push({ at: command, why: 'misfit', detail: JSON.stringify(reading) });
  }
  const { rosters, facts } = gather(told);
  return { device: 1, startedAt, finishedAt: now(), rosters, facts, failures };
}

const isListing = (command: string): boolean => /^show vpn-sessiondb (?!summary)/.test(command);

/** What the poller asks this release, but for what tells nothing of sessions. Over HTTPS each listing stands between its own counts. */
function commandsFor({ asa }: Device, { transport, detail }: Asking): readonly string[] {
  const [version] = versions[asa.dialect.release];
  const chosen = due(plan, {
    ...{ release: readRelease(version), interval: 60, stretch: 1, isOff: () => false, isBusy: false },
    age: (command) => (!detail && command.includes('detail') ? 0 : undefined),
  });
  const of = (phase: PlanRow['phase']) => chosen.filter((row) => row.phase === phase).map(({ command }) => command);
  const totals = of('totals');
  const listings = of('listing');
  return [
    ...['show failover', 'show version', ...totals],
    ...(transport === 'https' ? listings.flatMap((one) => [one, ...totals]) : [...listings, ...totals]),
    ...(detail ? ['show crypto ipsec sa'] : []),
  ];
}

async function written(
  device: Device,
  command: string,
  { slow, torn }: Asking,
  random: Random,
  pass: (milliseconds: number) => Promise<void>,
): Promise<string> {
  await pass(random.int(0, slow));
  let lines = answer(device, command);
  if (torn && isListing(command)) {
    await pass(random.int(0, slow));
    lines = tear(lines, answer(device, command), random);
  }
  await pass(random.int(0, slow));
  return lines.join('\r\n') + '\r\n';
}

/** A listing that was begun at one moment and ended at another: who was there all the time is in it, who came or went may be. */
function tear(first: readonly string[], last: readonly string[], random: Random): readonly string[] {
  const [before, after] = [rowsOf(first), rowsOf(last)];
  const rows: (readonly string[])[] = [];
  for (const index of new Set([...before.rows.keys(), ...after.rows.keys()])) {
    const [old, young] = [before.rows.get(index), after.rows.get(index)];
    const row = old !== undefined && young !== undefined ? random.pick([old, young]) : (old ?? young);
    if (row !== undefined && ((old !== undefined && young !== undefined) || random.chance(0.5))) rows.push(row);
  }
  if (rows.length === 0) return before.rows.size === 0 ? first : last;
  return [...(before.rows.size > 0 ? before : after).head, ...rows.flat()];
}

/** The rows of a listing by their Index. */
function rowsOf(lines: readonly string[]) {
  const starts = lines.flatMap((line, place) => (/^(?:Username|Connection) +:/.test(line) ? [place] : []));
  const rows = new Map<string, readonly string[]>();
  for (const [nth, start] of starts.entries()) {
    const row = lines.slice(start, starts[nth + 1] ?? lines.length);
    rows.set(/Index +: (\d+)/.exec(row.join(' '))?.[1] ?? '', row);
  }
  return { head: lines.slice(0, starts[0] ?? lines.length), rows };
}

function spoil(text: string, { trouble }: Asking, random: Random): string {
  if (trouble === 'cut') {
    // Between two rows nothing but the device's own count tells that it was cut.
    const rows = [...text.matchAll(/^(?:Username|Connection) +:/gm)].slice(1).map(({ index }) => index);
    const between = rows[random.int(0, rows.length - 1)];
    return text.slice(0, between !== undefined && random.chance(0.7) ? between : random.int(0, text.length - 1));
  }
  const lines = text.split('\r\n');
  const stray =
    trouble === 'log line'
      ? '%ASA-6-302014: Teardown TCP connection 7 for outside:198.51.100.7/80 to inside:172.16.1.9/1025 duration 0:00:01 bytes 5 TCP FINs'
      : 'Flux Capacitor : Fluxing';
  lines.splice(random.int(0, lines.length - 1), 0, stray);
  return lines.join('\r\n');
}
