import type { Claim, Claimed } from '../../server/domain/claim.ts';
import type { Outcome } from '../../server/domain/feed.ts';
import { flatten } from './compile.ts';
import { header } from './header.ts';
import { rowsOf } from './tables.ts';
import { match, type Match, type Row } from './template.ts';

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
  const { outcome, claim } = meaning(messageId, text);
  return {
    outcome,
    ...source,
    messageId,
    severity,
    ...(device === undefined ? {} : { device }),
    ...(deviceTime === undefined ? {} : { deviceTime }),
    ...(claim === undefined ? {} : { claim }),
    text,
  };
}

/** The claim of a line, if it makes one, with its evidence: the id of the message, its arrival and its sender. */
export function claimedOf(
  { claim, source, messageId, deviceTime }: Parsed,
  evidence: Pick<Claimed, 'message' | 'at' | 'from'>,
): Claimed | undefined {
  if (claim === undefined) return undefined;
  return {
    ...evidence,
    source: source ?? 'syslog',
    ...(messageId === undefined ? {} : { messageId }),
    ...(deviceTime === undefined ? {} : { deviceTime }),
    claim,
  };
}

function meaning(messageId: number, text: string): { readonly outcome: Outcome; readonly claim?: Claim } {
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
