import type { Circumstances, Notification, NotificationKind, Told } from '../domain/alert/notification.ts';
import { plain } from '../domain/plain.ts';

/** Where our pages are for those who are told, such as `https://noc.example` without a slash at its end; `undefined`: nobody has said. */
export type Pages = string | undefined;

const LONGEST_SUBJECT = 200;
const LONGEST_LINE = 400;

const beginnings: Readonly<Record<NotificationKind, string>> = {
  raised: '',
  cleared: 'Over: ',
  escalated: 'Nobody has acknowledged: ',
  test: 'Test: ',
  digest: 'Daily: ',
};

/** What it is about in one line, without control characters. */
export function subjectOf({ kind, severity, title, alertsInAll }: Notification): string {
  const many = alertsInAll > 1 ? ` (${alertsInAll} alerts)` : '';
  return cut(`[${severity}] ${beginnings[kind]}${plain(title)}${many}`, LONGEST_SUBJECT);
}

/** All of it as lines of plain text. Text of the network is in it with what cannot be seen written out; nothing in it is markup. */
export function bodyOf(notification: Notification, circumstances: Circumstances, pages: Pages): readonly string[] {
  const { alerts, alertsInAll, events, at, kind } = notification;
  const more = alertsInAll - alerts.length;
  return [
    `${beginnings[kind]}${plain(notification.title)}`,
    `${stamp(at)}, ${counted(alertsInAll, 'alert')} for ${counted(events, 'event')}`,
    ...alerts.flatMap((told) => ['', ...linesOf(told, circumstances, pages)]),
    ...(more > 0 ? ['', `and ${counted(more, 'alert')} more${link(pages, '/alerts', ': ')}`] : []),
  ];
}

/** A page of ours as others reach it; `undefined` where nobody has said how. */
export function pageOf(pages: Pages, path: string): string | undefined {
  return pages === undefined ? undefined : `${pages}${path}`;
}

/** The first so many characters, no pair of surrogates cut apart. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** When, to the second, in UTC. */
export function stamp(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

function linesOf(told: Told, { lines, headEnds }: Circumstances, pages: Pages): readonly string[] {
  const { device, site, contact, connected, alsoOn, paths, messages } = told;
  const { failing, lastChange } = headEnds[device ?? ''] ?? {};
  const where = [device, site].filter((one) => one !== undefined).map(plain);
  const until = told.clearedAt === undefined ? 'still open' : `over since ${stamp(told.clearedAt)}`;
  return [
    `${told.severity.toUpperCase()} ${plain(told.title)}${where.length > 0 ? ` - ${where.join(', ')}` : ''}`,
    `  ${plain(told.text)}`,
    `  since ${stamp(told.raisedAt)}, ${until}; ${counted(told.count, 'event')}`,
    `  value ${measured(told.value, told.unit)}, threshold ${measured(told.threshold, told.unit)}`,
    `  ${counted(connected, 'user')} connected then${failing === undefined ? '' : `, ${counted(failing, 'user')} failing to log in now`}`,
    ...(alsoOn.length > 0 ? [`  the same on ${alsoOn.map(plain).join(', ')}`] : []),
    ...(lastChange === undefined ? [] : [`  last change of the configuration: ${plain(lastChange)}`]),
    ...(contact === undefined ? [] : [`  contact: ${plain(contact)}`]),
    ...messages.flatMap((id) => lines[id] ?? []).map((line) => `  > ${plain(cut(line, LONGEST_LINE))}`),
    ...[paths.alert, paths.about, paths.runbook].flatMap((path) =>
      path === undefined || pages === undefined ? [] : [link(pages, path, '  ')],
    ),
  ];
}

function measured(value: number, unit: string): string {
  if (unit === 'share') return `${Math.round(value * 1000) / 10} %`;
  const rounded = Math.round(value * 100) / 100;
  return unit === 'seconds' ? `${rounded} s` : unit === 'times' ? `${rounded} times` : String(rounded);
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

function link(pages: Pages, path: string, before: string): string {
  const page = pageOf(pages, path);
  return page === undefined ? '' : `${before}${page}`;
}
