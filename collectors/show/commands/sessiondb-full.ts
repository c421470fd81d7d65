import type { ListedSession, ListedTunnel } from '../../../server/domain/roster.ts';
import type { Reading, ShowCommand } from '../command.ts';
import { firstLabel, tell, type Label, type Labels, type Told } from '../labels.ts';
import { int, ip, word } from '../values.ts';
import { records } from '../wrapped.ts';
import { sessionLabels, tunnelKinds } from './sessiondb-labels.ts';
import { labelsOf } from './sessiondb-list.ts';
import { heads, listings, saysEmpty, session, tunnel, type ListingRow, type SessionsListed } from './sessiondb-record.ts'; // prettier-ignore

/** `show vpn-sessiondb [detail] full remote | anyconnect | ...`: one record a line, ` | ` between its fields, `||` behind it. */
export const fullSessionLists: readonly ShowCommand<SessionsListed>[] = listings.flatMap((row) =>
  ['show vpn-sessiondb full', 'show vpn-sessiondb detail full'].map((command) => ({
    command: `${command} ${row.word}`,
    read: (lines) => readFull(row, lines),
  })),
);

/** A session and the tunnels whose records followed it. */
interface Draft {
  readonly told: readonly Told[];
  readonly tunnels: ListedTunnel[];
  /** Its records. */
  readonly texts: string[];
}

// What `detail full` calls the Index.
const labels: Labels = new Map([...sessionLabels, ['Session ID', { field: 'index', read: int }]]);

function readFull(row: ListingRow, lines: readonly string[]): Reading<SessionsListed> {
  const [cut, found] = records(lines);
  const drafts: Draft[] = [];
  for (const { line, text } of found) {
    const misfit: Reading<never> = { outcome: 'misfit', line, text };
    if (saysEmpty(text) && found.length === 1 && cut === undefined)
      return { outcome: 'read', facts: { kind: 'sessions.listed', listing: row.listing, sessions: [] }, printed: [] };
    const label = firstLabel(text);
    if (label === 'Session Type') {
      if (!heads(row, text.slice(text.indexOf(':') + 1).trim())) return misfit;
    } else if (label === 'Type') {
      const one = tunnelOf(text.split(' | '));
      if (one === undefined || drafts.length === 0) return misfit;
      drafts.at(-1)?.tunnels.push(one);
      drafts.at(-1)?.texts.push(text);
    } else {
      const told = label === undefined ? undefined : sessionOf(text);
      if (told === undefined) return misfit;
      drafts.push({ told, tunnels: [], texts: [text] });
    }
  }
  const sessions = drafts.map(({ told, tunnels }) => session(told, tunnels));
  if (cut === undefined && drafts.length > 0 && sessions.every((one): one is ListedSession => one !== undefined)) {
    const printed = drafts.map(({ texts }) => texts.join('\n'));
    return { outcome: 'read', facts: { kind: 'sessions.listed', listing: row.listing, sessions }, printed };
  }
  return { outcome: 'misfit', ...(cut ?? { line: Math.max(1, lines.length), text: 'the output ends too early' }) };
}

const MOST_READINGS = 8;

/** The fields of a session, if they can be read in one way only: its name may hold ` | Index: 5` itself. */
function sessionOf(text: string): readonly Told[] | undefined {
  const parts = text.split(' | ');
  const named = parts.findIndex((part) => firstLabel(part) === 'Username');
  if (named < 0) return whole(parts.map((part) => field(part, labels)));
  const behind = parts.flatMap((part, place) => (place > named && firstLabel(part) === 'Index' ? [place] : []));
  // `detail full` has told the number before the name.
  const ends = behind.length === 0 ? [named + 1] : behind;
  if (ends.length > MOST_READINGS) return undefined;
  const readings = ends.flatMap((end) => {
    const user = parts.slice(named, end).join(' | ');
    const told = whole([...parts.slice(0, named), user, ...parts.slice(end)].map((part) => field(part, labels)));
    return told === undefined ? [] : [told];
  });
  return readings.length === 1 ? readings[0] : undefined;
}

function tunnelOf(parts: readonly string[]): ListedTunnel | undefined {
  const kind = (parts[0] ?? '').slice('Type:'.length).trim();
  const told = tunnelKinds.has(kind.toLowerCase())
    ? whole(parts.slice(1).map((part) => field(part, labelsOf(kind))), ['tunnelId']) // prettier-ignore
    : undefined;
  return told === undefined ? undefined : tunnel(kind, told);
}

/** All fields, if each was read, none came twice, no two contradict each other, and what is needed is among them. */
function whole(fields: readonly (Told | undefined)[], needed = ['index']): readonly Told[] | undefined {
  const told = fields.filter((one): one is Told => one !== undefined);
  const facts = new Map<string, unknown>();
  for (const { field: fact, value } of told) {
    if (fact === undefined || value === undefined) continue;
    if (facts.has(fact) && facts.get(fact) !== value) return undefined;
    facts.set(fact, value);
  }
  const once = new Set(told.map(({ label }) => label)).size === told.length;
  return told.length === fields.length && once && needed.every((fact) => facts.has(fact)) ? told : undefined;
}

/** One field. Behind some labels the ASA forgets the colon: `Assigned IP 172.16.1.100`, `UDP Source Port 500`. */
function field(part: string, known: Labels): Told | undefined {
  const label = firstLabel(part);
  if (label !== undefined && known.has(label)) return tell(label, known.get(label), part.slice(part.indexOf(':') + 1));
  const [bare] = [...known.keys()]
    .filter((one) => part.trimStart().startsWith(`${one} `) && mayLackColon(known.get(one)))
    .sort((a, b) => b.length - a.length);
  return bare === undefined ? undefined : tell(bare, known.get(bare), part.trimStart().slice(bare.length));
}

function mayLackColon(label: Label | undefined): boolean {
  return label !== undefined && (label.read === int || label.read === ip || label.read === word);
}
