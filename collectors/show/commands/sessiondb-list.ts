import type { ListedSession, ListedTunnel } from '../../../server/domain/roster.ts';
import type { Reading, ShowCommand } from '../command.ts';
import { linesOf } from '../printed.ts';
import { firstLabel, readLabels, type Labels, type Told } from '../labels.ts';
import {
  ikeLabels,
  l2tpLabels,
  nacLabels,
  postureBlocks,
  sessionLabels,
  tunnelKinds,
  tunnelLabels,
} from './sessiondb-labels.ts';
import { heads, listings, saysEmpty, session, tunnel, type ListingRow, type SessionsListed } from './sessiondb-record.ts'; // prettier-ignore

/** `show vpn-sessiondb [detail] remote | anyconnect | ...`: sessions as blocks of labelled lines, with their tunnels in `detail`. */
export const sessionLists: readonly ShowCommand<SessionsListed>[] = listings.flatMap((row) =>
  ['show vpn-sessiondb', 'show vpn-sessiondb detail'].map((command) => ({
    command: `${command} ${row.word}`,
    read: (lines) => readList(row, lines),
  })),
);

/** A block of labelled lines that is being read: of a session, or of one of its tunnels. */
interface Block {
  /** `undefined` for that of the session itself, empty for one that is no tunnel. */
  readonly kind: string | undefined;
  readonly labels: Labels;
  readonly told: Told[];
}

/** A session that is being read: its own block, then those of its tunnels. */
interface Draft {
  /** Its first line, from 1. */
  readonly line: number;
  readonly blocks: Block[];
  /** How many tunnels it said that there are. */
  tunnels: number | undefined;
}

function readList(row: ListingRow, printed: readonly string[]): Reading<SessionsListed> {
  const lines = printed.flatMap((text, place) => (text.trim() === '' ? [] : [{ text: text.trim(), line: place + 1 }]));
  const sessions: ListedSession[] = [];
  const own: string[] = [];
  let headed = false;
  /** Since the last heading: a heading without a session is half of a listing. */
  let draft: Draft | undefined;
  const misfit = (place: number): Reading<never> => ({
    outcome: 'misfit',
    line: lines[place]?.line ?? Math.max(1, printed.length),
    text: lines[place]?.text ?? 'the output ends too early',
  });
  const [only] = lines;
  if (lines.length === 1 && only !== undefined && saysEmpty(only.text)) return listed(row, [], []);

  for (const [place, { text, line }] of lines.entries()) {
    const label = firstLabel(text);
    const type = label === 'Session Type' ? text.slice(text.indexOf(':') + 1).trim() : undefined;
    if (type !== undefined || begins(label, text, draft)) {
      if (draft !== undefined) {
        const done = finish(draft);
        if (done === undefined) return misfit(place);
        sessions.push(done);
        own.push(linesOf(printed, draft.line, line));
      } else if (headed && type !== undefined) return misfit(place);
      draft = type === undefined ? { line, blocks: [block(undefined)], tunnels: undefined } : undefined;
    }
    if (type !== undefined) {
      if (!heads(row, type)) return misfit(place);
      headed = true;
      continue;
    }
    if (!headed || draft === undefined || !take(draft, text, lines[place + 1]?.text)) return misfit(place);
  }
  const last = draft === undefined ? undefined : finish(draft);
  if (last === undefined || draft === undefined) return misfit(lines.length);
  return listed(row, [...sessions, last], [...own, linesOf(printed, draft.line)]);
}

function listed(
  { listing }: ListingRow,
  sessions: readonly ListedSession[],
  printed: readonly string[],
): Reading<SessionsListed> {
  return { outcome: 'read', facts: { kind: 'sessions.listed', listing, sessions }, printed };
}

/** Whether a session begins here. The tunnel of L2TP has a `Username` of its own, without an `Index` beside it. */
function begins(label: string | undefined, text: string, draft: Draft | undefined): boolean {
  if (label === 'Connection') return true;
  if (label !== 'Username') return false;
  const block = draft?.blocks.at(-1);
  const own = block?.labels === l2tpLabels && !block.told.some((one) => one.label === 'Username');
  return !own || text.indexOf(':', text.indexOf(':') + 1) >= 0;
}

/** Takes one line into the session; `false` if it does not fit there. */
function take(draft: Draft, text: string, next: string | undefined): boolean {
  const counted = countOf(text);
  if (counted !== undefined) {
    if (draft.blocks.length > 1) return false;
    draft.tunnels = (draft.tunnels ?? 0) + counted;
    return true;
  }
  if (text.endsWith(':')) {
    const kind = text.slice(0, -1).trimEnd();
    if (postureBlocks.has(kind)) return draft.blocks.push({ kind: '', labels: nacLabels, told: [] }) > 0;
    if (tunnelKinds.has(kind.toLowerCase())) return draft.blocks.push(block(kind)) > 0;
  }
  const current = draft.blocks.at(-1);
  const told = current === undefined ? undefined : readLabels(text, next, current.labels);
  if (current === undefined || told === undefined) return false;
  if (told.some(({ label }) => current.told.some((one) => one.label === label))) return false;
  current.told.push(...told);
  return true;
}

function block(kind: string | undefined): Block {
  return { kind, labels: labelsOf(kind), told: [] };
}

/** The labels of a tunnel by its heading, or of the session itself. */
export function labelsOf(kind: string | undefined): Labels {
  if (kind === undefined) return sessionLabels;
  if (/^IKE(?:v1)?$/i.test(kind)) return ikeLabels;
  return /^L2TP/i.test(kind) ? l2tpLabels : tunnelLabels;
}

/** `IKE Sessions: 1 IPSec Sessions: 2`, `AnyConnect-Parent Tunnels: 1`: how many together; `undefined` if the line is another. Admission is no tunnel. */
function countOf(text: string): number | undefined {
  let sum = 0;
  const words = text.split(/\s+/);
  for (let at = 0; at < words.length; at += 3) {
    const [kind = '', what = '', count = ''] = words.slice(at, at + 3);
    const isTunnel = tunnelKinds.has(kind.toLowerCase());
    const fits = (isTunnel || kind === 'NAC') && (what === 'Tunnels:' || what === 'Sessions:');
    if (!fits || !/^\d{1,6}$/.test(count)) return undefined;
    sum += isTunnel ? Number(count) : 0;
  }
  return sum;
}

function finish({ blocks: [own, ...rest], tunnels: said }: Draft): ListedSession | undefined {
  const tunnels = rest.flatMap(({ kind, told }) => (kind === '' || kind === undefined ? [] : [tunnel(kind, told)]));
  const whole = tunnels.filter((one): one is ListedTunnel => one !== undefined);
  if (whole.length !== tunnels.length || (said !== undefined && said !== tunnels.length)) return undefined;
  return own === undefined ? undefined : session(own.told, whole);
}
