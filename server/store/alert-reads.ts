import type { Alert, AlertEvent, Severity } from '../domain/alert/alert.ts';
import type { StoredMessage } from '../domain/batch.ts';
import type { Days } from './days.ts';
import { messagesById } from './messages.ts';
import { onDevices, type Condition } from './newest.ts';
import type { Ask } from './readers.ts';
import { BadCursor } from './reads.ts';

/** Which alerts; what is absent does not restrict. Times are epoch milliseconds, `from` included, `to` not. */
export interface AlertQuery {
  readonly state?: 'open' | 'ended';
  /** The whole id of a rule, or with a dot at its end the beginning of several. */
  readonly rule?: string;
  /** None of these. */
  readonly noRules?: readonly string[];
  readonly severity?: Severity;
  readonly device?: number;
  /** One of these; an empty list finds nothing. */
  readonly devices?: readonly number[];
  /** The exact name. */
  readonly user?: string;
  /** Part of what it says, or of what it is about, in any case. */
  readonly text?: string;
  /** Of the raise. */
  readonly from?: number;
  readonly to?: number;
  /** Open, or ended then or later: with `to`, all that were there in a span. */
  readonly thereFrom?: number;
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** A page of alerts, and the cursor of the one after it. */
export interface AlertPage {
  readonly alerts: readonly Alert[];
  readonly next: string | null;
}

/** An alert, what happened to it in order, and the messages of its evidence that are still kept. */
export interface AlertWithHistory {
  readonly alert: Alert;
  readonly history: readonly AlertEvent[];
  readonly evidence: readonly StoredMessage[];
}

/** A page of alerts, the one raised last first: ids are given in that order. */
export async function pageOfAlerts(ask: Ask, main: string, query: AlertQuery): Promise<AlertPage> {
  const { limit, cursor } = query;
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : /^\d{1,16}$/.test(cursor) ? Number(cursor) : NaN;
  if (!Number.isSafeInteger(before))
    throw new BadCursor(`${JSON.stringify((cursor ?? '').slice(0, 40))}: not a cursor of a page of alerts`);
  const all: readonly Condition[] = [...conditionsOf(query), ['t.id < ?', before]];
  const rows = await ask<{ body: string }>(
    main,
    `SELECT body FROM alert t WHERE ${all.map(([sql]) => sql).join(' AND ')} ORDER BY t.id DESC LIMIT ?`,
    // One more than asked for: it tells whether there is a next page.
    [...all.flatMap(([, ...values]) => values), limit + 1],
  );
  const alerts = rows.slice(0, limit).map(({ body }) => readAlert(body));
  const last = alerts.at(-1);
  return { alerts, next: rows.length > alerts.length && last !== undefined ? String(last.id) : null };
}

/** How many events of one alert are told: one that goes up and down all the time has the last so many. */
const MOST_EVENTS = 500;

/** One alert with its history and evidence. */
export async function alertById(ask: Ask, main: string, days: Days, id: number): Promise<AlertWithHistory | undefined> {
  const [row] = await ask<{ body: string }>(main, 'SELECT body FROM alert WHERE id = ?', [id]);
  if (row === undefined) return undefined;
  const alert = readAlert(row.body);
  const events = await ask<{ at: number; kind: AlertEvent['kind']; detail: string; by: string | null }>(
    main,
    'SELECT at, kind, detail, "by" FROM alert_event WHERE alert = ? ORDER BY seq DESC LIMIT ?',
    [id, MOST_EVENTS],
  );
  return {
    alert,
    history: events.map(({ by, ...event }) => ({ alert: id, ...event, ...(by !== null && { by }) })).reverse(),
    evidence: await messagesById(ask, days, new Set(alert.evidence)),
  };
}

function conditionsOf(query: AlertQuery): readonly Condition[] {
  const { state, rule, noRules, severity, device, devices, user, text, from, to, thereFrom } = query;
  const all: Condition[] = [];
  if (state !== undefined) all.push([`t.clearedAt IS ${state === 'open' ? '' : 'NOT '}NULL`]);
  if (rule !== undefined) all.push(rule.endsWith('.') ? ['substr(t.rule, 1, length(?)) = ?', rule, rule] : ['t.rule = ?', rule]); // prettier-ignore
  if (noRules !== undefined) all.push(['t.rule NOT IN (SELECT value FROM json_each(?))', JSON.stringify(noRules)]);
  if (severity !== undefined) all.push(['t.severity = ?', severity]);
  if (device !== undefined) all.push(['t.device = ?', device]);
  if (devices !== undefined) all.push(onDevices(devices));
  if (user !== undefined) all.push([`t.body->>'$.about.user' = ?`, user]);
  if (text !== undefined) all.push([`instr(lower(t.body->>'text' || ' ' || t.subject), lower(?)) > 0`, text]);
  if (from !== undefined) all.push(['t.raisedAt >= ?', from]);
  if (to !== undefined) all.push(['t.raisedAt < ?', to]);
  if (thereFrom !== undefined) all.push(['(t.clearedAt IS NULL OR t.clearedAt >= ?)', thereFrom]);
  return all;
}

function readAlert(body: string): Alert {
  return JSON.parse(body) as Alert; // as `putAlerts` wrote it
}
