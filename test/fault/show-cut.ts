import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { showCommands } from '../../collectors/show/commands/all.ts';
import { PollFault } from '../../collectors/show/fault.ts';
import { gather, type Told } from '../../collectors/show/gather.ts';
import { DeviceMemory } from '../../collectors/show/memory.ts';
import { poll } from '../../collectors/show/poll.ts';
import { commandFor, readShow } from '../../collectors/show/read.ts';
import type { Sendable } from '../../collectors/show/sendable.ts';
import { Terminal } from '../../collectors/show/terminal.ts';
import type { Roster } from '../../server/domain/roster.ts';
import { answer } from '../asa/cli/answer.ts';
import { pairOf, type Device } from '../asa/cli/device.ts';
import { serveHttps } from '../asa/cli/https-server.ts';
import { serveSsh } from '../asa/cli/ssh-server.ts';
import { releases } from '../asa/dialect.ts';
import { busyAsa, pollingOf, secrets } from '../collectors/show/lab.ts';

// Every transcript of the simulated ASA, cut at every byte and with a stray line at every line: what is taken for whole is whole, no row is wrong.
const PROMPT = 'asa# ';
const TOTALS = 'show vpn-sessiondb summary';
const strays = [
  '%ASA-6-302013: Built outbound TCP connection 12 for outside:192.0.2.9/443 (192.0.2.9/443) to inside:10.0.0.9/1985',
  'Nov 23 2026 12:00:00 asa : %ASA-4-113019: Group = g, Username = emmett, IP = 192.0.2.88, Session disconnected.',
  'Broadcast message: the lightning strikes at 22:04',
];
const sum = { transcripts: 0, cuts: 0, lastSessionShort: 0, partial: 0, strays: 0, straysPassedOver: 0, sockets: 0 };
const wrong: string[] = [];

for (const release of releases) {
  const asa = await busyAsa(release, 14);
  const { active } = pairOf(asa);
  const pool = asa.pools()[0]?.name ?? '';
  const totals = told(TOTALS, printed(active, TOTALS));
  for (const { command: row } of showCommands) {
    const command = commandFor(row, { pool }) ?? '';
    const text = printed(active, command);
    const whole = readShow(command, text);
    if (whole?.outcome !== 'read') continue;
    sum.transcripts += 1;
    const fail = (how: string): void => {
      if (wrong.length < 50) wrong.push(`${release} ${command}: ${how}`);
    };
    await cutOverSsh(command, text, fail);
    cutOverHttps(command, text, whole.facts, totals, fail);
    await strayLines(command, text, whole.facts, fail);
  }
}
await cutSockets();
console.log(`FIGURES ${JSON.stringify({ ...sum, wrong: wrong.length, first: wrong.slice(0, 10) })}`);
assert.deepEqual(wrong, []);

/** A conversation that ends within the transcript never has an answer; only the prompt's last blank may be missing. */
async function cutOverSsh(command: string, text: string, fail: (how: string) => void): Promise<void> {
  const transcript = `${command}\r\n${text.replaceAll('\n', '\r\n')}${PROMPT}\r\n${PROMPT}`;
  for (let end = 0; end < transcript.length - 1; end += 1) {
    sum.cuts += 1;
    const output = await overTerminal(command, transcript.slice(0, end));
    if (output !== undefined) fail(`cut at ${end} over SSH, and taken for whole`);
  }
}

/** What a terminal takes for the answer to the command, if the device says this and then is gone. */
async function overTerminal(command: string, said: string): Promise<string | undefined> {
  const terminal = new Terminal(() => undefined);
  const greeting = terminal.greet();
  terminal.hear(PROMPT);
  terminal.hear(`\r\n${PROMPT}`);
  await greeting;
  const asked = terminal.ask(command as Sendable); // of the list: `commandFor` has made it
  terminal.hear(said);
  terminal.end(new PollFault(command, 'cut', 'gone'));
  return asked.catch(() => undefined);
}

/** A body may end behind any line. Its rows are right, and it is complete only if it is whole. */
function cutOverHttps(
  command: string,
  text: string,
  whole: unknown,
  totals: Told | undefined,
  fail: (how: string) => void,
): void {
  for (let end = 0; end < text.length; end += 1) {
    sum.cuts += 1;
    const part = text.slice(0, end);
    const reading = readShow(command, part);
    // One that ends within a line is refused by the transport; it is read here all the same, for it must not crash.
    if (reading?.outcome !== 'read' || (part !== '' && !part.endsWith('\n'))) continue;
    const one: Told = {
      command,
      facts: reading.facts,
      answer: { text: part, startedAt: 1, finishedAt: 2, end: 'unknown' },
    };
    const { rosters } = gather(totals === undefined ? [one] : [totals, one, totals]);
    const mine = rosters[totals === undefined ? 0 : 1];
    const isRoster = mine !== undefined && rosters.length === (totals === undefined ? 1 : 3);
    const isWhole = isDeepStrictEqual(reading.facts, whole);
    sum.partial += isWhole ? 0 : 1;
    // Of the last session lines may be missing behind those that it must have: who is there is known all the same.
    if (isRoster && mine.complete && !isDeepStrictEqual(who(reading.facts), who(whole)))
      fail(`cut at ${end} over HTTPS, and taken for complete`);
    if (isRoster && mine.complete && !isWhole) sum.lastSessionShort += 1;
    if (!isPart(reading.facts, whole)) fail(`cut at ${end} over HTTPS: what is read is not what the whole says`);
  }
}

/** A stray line is passed over, or the whole output is not used. */
async function strayLines(command: string, text: string, whole: unknown, fail: (how: string) => void): Promise<void> {
  const lines = text.split('\n').slice(0, -1);
  for (const stray of strays) {
    for (let place = 0; place <= lines.length; place += 1) {
      sum.strays += 1;
      const disturbed = [...lines.slice(0, place), stray, ...lines.slice(place)].map((line) => `${line}\n`).join('');
      const said = `${command}\r\n${disturbed.replaceAll('\n', '\r\n')}${PROMPT}\r\n${PROMPT}`;
      for (const output of [disturbed, await overTerminal(command, said)]) {
        const reading = output === undefined ? undefined : readShow(command, output);
        if (reading?.outcome !== 'read') continue;
        sum.straysPassedOver += 1;
        if (!isDeepStrictEqual(unplaced(reading.facts), unplaced(whole)))
          fail(`${stray.slice(0, 20)} at line ${place} changes what is read`);
      }
    }
  }
}

/** The same by way of real connections: one listing, cut at every byte. */
async function cutSockets(): Promise<void> {
  const asa = await busyAsa('9.1', 5);
  const { active } = pairOf(asa);
  const list = 'show vpn-sessiondb anyconnect';
  const body = printed(active, list);
  const whole = readShow(list, body);
  const everybody = whole?.outcome === 'read' ? who(whole.facts) : assert.fail();
  const rows = [
    { command: TOTALS, every: 30, phase: 'totals' },
    { command: list, every: 30, phase: 'listing' },
  ] as const;
  for (const transport of ['ssh', 'https'] as const) {
    const server = await (transport === 'ssh' ? serveSsh : serveHttps)(active, { syslog: false });
    const length = transport === 'ssh' ? body.length + body.split('\n').length : body.length;
    for (let cut = 1; cut < length; cut += 1) {
      // The poller lets a device alone between two turns.
      while (server.counts.open > 0) await new Promise((resolve) => setImmediate(resolve));
      server.trouble = { cut, of: list };
      const { polled } = await poll({
        ...{ polling: pollingOf(server, 1, { transport }), secrets, memory: new DeviceMemory(), rows },
        ...{ now: Date.now, monotonic: () => performance.now() },
      });
      sum.sockets += 1;
      const listed = polled.rosters.filter(({ kind }) => kind === 'sessions.listed');
      const isWrong = ({ complete, ...facts }: Roster) =>
        complete && (transport === 'ssh' || !isDeepStrictEqual(who(facts), everybody));
      if (listed.some(isWrong)) wrong.push(`${transport} cut at ${cut}: taken for complete`);
      if (server.counts.mostOpen > 1) wrong.push(`${transport} cut at ${cut}: two sessions`);
    }
    await server.close();
  }
}

function printed(device: Device, command: string): string {
  return answer(device, command)
    .map((line) => `${line}\n`)
    .join('');
}

function told(command: string, text: string): Told | undefined {
  const reading = readShow(command, text);
  if (reading?.outcome !== 'read') return undefined;
  return { command, facts: reading.facts, answer: { text, startedAt: 1, finishedAt: 2, end: 'unknown' } };
}

/** Lines of a configuration have their number in the output as it came, stray lines and all. */
function unplaced(facts: unknown): unknown {
  if (Array.isArray(facts)) return facts.map(unplaced);
  if (typeof facts !== 'object' || facts === null) return facts;
  const isEvidence = 'line' in facts && 'text' in facts;
  return Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, isEvidence && key === 'line' ? 0 : unplaced(value)])); // prettier-ignore
}

/** Who is listed, by the numbers of the sessions; without sessions, all that is listed. */
function who(facts: unknown): unknown {
  if (typeof facts !== 'object' || facts === null || !('sessions' in facts) || !Array.isArray(facts.sessions))
    return facts;
  return facts.sessions.map((one: { readonly index?: unknown }) => one.index);
}

/** Whether a reading says nothing that the other does not: lists may be shorter, keys may be missing. */
function isPart(part: unknown, whole: unknown): boolean {
  if (Array.isArray(part) && Array.isArray(whole)) return part.every((one, place) => isPart(one, whole[place]));
  if (typeof part === 'object' && part !== null && typeof whole === 'object' && whole !== null)
    return Object.entries(part).every(([key, value]) => isPart(value, Reflect.get(whole, key)));
  return part === whole;
}
