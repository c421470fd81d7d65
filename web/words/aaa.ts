import type { AaaRow } from '../../server/domain/aaa.ts';
import { plain } from './plain.ts';
import { age } from './time.ts';
import type { State } from './verdict.ts';

/** Without an answer for so long (milliseconds) an AAA server counts as down. */
const SILENT_FOR = 120_000;

/** Whether nobody gets an answer of it. */
export function isDown({ state, since }: AaaRow, now: number): boolean {
  return state === 'failed' || (state === 'silent' && now - (since ?? now) > SILENT_FOR);
}

/** Whether no server of its group on its head-end answers, of those that are known. One whose group nobody has told may be of any. */
export function isDead({ device, group }: AaaRow, known: readonly AaaRow[], now: number): boolean {
  const rows = known.filter((row) => row.device === device && (row.group === group || row.group === undefined));
  return rows.every((row) => isDown(row, now));
}

/** An AAA server with the state that a screen shows: of one of which nothing is heard any more nothing is known. */
export function aaaState(row: AaaRow, known: readonly AaaRow[], isOld: boolean, now: number): State {
  if (isOld || row.state === 'unknown') return 'unknown';
  if (row.state === 'active') return 'ok';
  return isDead(row, known, now) ? 'crit' : 'warn';
}

/** What is said of it beside its state: `FAILED`, `no answer for 2 m 10 s`. */
export function aaaWords({ state, since }: AaaRow, isOld: boolean, now: number): string {
  if (isOld) return `${state} when last heard`;
  switch (state) {
    case 'active':
      return 'answers';
    case 'failed':
      return 'marked FAILED';
    case 'silent':
      return since === undefined ? 'no answer' : `no answer for ${age(now - since)}`;
    case 'unknown':
      return 'no state is listed';
    default:
      return state satisfies never;
  }
}

/** Who it is: its address, or what the head-end calls its own database. */
export function aaaName({ server, protocol, group }: AaaRow): string {
  return plain(server ?? protocol ?? group ?? 'local database');
}
