import type { Claim, Claimed } from '../../server/domain/claim.ts';
import type { Outcome } from '../../server/domain/feed.ts';
import { flatten } from './compile.ts';
import { header } from './header.ts';
import { rowsOf } from './tables.ts';
import { match, type Match, type Named, type Row } from './template.ts';

/** How the line of a syslog message begins that came in a trap. */
export const IN_TRAP = 'trap: ';

/** What became of a line. */
export interface Parsed {
  readonly outcome: Outcome;
  /** Told where it is not syslog. */
  readonly source?: 'trap';
  /** Of a trap that carries no syslog message: its snmpTrapOID. */
  readonly oid?: string;
  /** The six digits. */
  readonly messageId?: number;
  /** 0-7, of the tag. */
  readonly severity?: number;
  /** The device-id or a relay's host, as printed. */
  readonly device?: string;
  /** The ASA's own clock, as printed. */
  readonly deviceTime?: string;
  readonly claim?: Claim;
  /** Whom and what addresses a message names that claims nothing, where its row reads that. */
  readonly named?: Named;
  /** The message without its header; of a foreign line, the line. */
  readonly text: string;
}

/** Reads a line. Total: whatever the line holds, it has an outcome. */
export function parse(line: string): Parsed {
  const inTrap = line.startsWith(IN_TRAP);
  const source = inTrap ? ({ source: 'trap' } as const) : {};
  const head = header(inTrap ? line.slice(IN_TRAP.length) : line);
  if (head === undefined) return { outcome: 'foreign', ...source, text: line };
  const { messageId, severity, device, deviceTime, text } = head;
  const found = meaning(messageId, text);
  // Field by field: this is done for each message that comes.
  const parsed: Building = { outcome: found.outcome, ...source, messageId, severity, text };
  if (device !== undefined) parsed.device = device;
  if (deviceTime !== undefined) parsed.deviceTime = deviceTime;
  if (found.outcome === 'claim') parsed.claim = found.claim;
  else if (found.outcome === 'noted' && found.named !== undefined) parsed.named = found.named;
  return parsed;
}

type Building = { -readonly [F in keyof Parsed]: Parsed[F] };

/** Whether a row of the tables reads messages of this ID. */
export function isRead(messageId: number): boolean {
  return rowsOf.has(messageId);
}

/** Whether a line is of a message that claims nothing, whatever its text: no session and no alert is made of it. */
export function isChatter(line: string): boolean {
  const head = header(line.startsWith(IN_TRAP) ? line.slice(IN_TRAP.length) : line);
  if (head === undefined) return true;
  return rowsOf.get(head.messageId)?.some(({ kind }) => kind !== undefined) !== true;
}

/** The claim of a line, if it makes one, with its evidence: the id of the message, its arrival and its sender. */
export function claimedOf(
  { claim, source, messageId, deviceTime }: Parsed,
  evidence: Pick<Claimed, 'message' | 'at' | 'from'>,
): Claimed | undefined {
  if (claim === undefined) return undefined;
  const { message, at, from } = evidence;
  const claimed: { -readonly [F in keyof Claimed]: Claimed[F] } = {
    message,
    at,
    from,
    source: source ?? 'syslog',
    claim,
  };
  if (messageId !== undefined) claimed.messageId = messageId;
  if (deviceTime !== undefined) claimed.deviceTime = deviceTime;
  return claimed;
}

function meaning(messageId: number, text: string): Match | { readonly outcome: 'unlisted' } {
  const rows = rowsOf.get(messageId);
  if (rows === undefined) return { outcome: 'unlisted' };
  const found = meaningOf(rows, text);
  // What comes last is empty, and the blank before it is gone with the end of the line.
  return found.outcome === 'misfit' && /[=:]$/.test(text) ? meaningOf(rows, `${text} `) : found;
}

function meaningOf(rows: readonly Row[], text: string): Match {
  const flat = flatten(text);
  let found: Match = { outcome: 'misfit' };
  for (const row of rows) {
    found = match(row, flat);
    if (found.outcome !== 'misfit') break;
  }
  return found;
}
