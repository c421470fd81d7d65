import { isWorse, type About, type Alert, type Severity } from './alert.ts';
import type { Notification, Told } from './notification.ts';
import { rules } from './rules.ts';
import type { Due } from './tell.ts';

/** What is known of the head-end that an alert is about. */
export interface HeadEnd {
  readonly name: string;
  readonly site?: string;
  /** Whom to call there. */
  readonly contact?: string;
  readonly connected: number;
}

/** What messages are made with. */
export interface Surroundings {
  readonly headEnd: (device: number) => HeadEnd | undefined;
  /** Users connected on all head-ends. */
  readonly connected: number;
  /** Names of other head-ends on which that rule is open. */
  readonly alsoOn: (alert: Alert) => readonly string[];
  readonly nextId: () => number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** How many alerts stand in a message. */
const MOST = 10;

/** The message that is due. */
export function messageOf({ kind, group, alerts, open }: Due, surroundings: Surroundings): Notification {
  const [worst] = alerts;
  const severity = alerts.map(severityOf).reduce((one, other) => (isWorse(one, other) ? one : other), 'information');
  return {
    id: surroundings.nextId(),
    at: surroundings.now,
    kind,
    group,
    severity,
    title: worst === undefined ? group : rules[worst.rule].title,
    alerts: alerts.slice(0, MOST).map((alert) => told(alert, surroundings)),
    alertsInAll: alerts.length,
    events: alerts.reduce((sum, { count }) => sum + count, 0),
    open,
  };
}

/** Of what is over it is the one that was announced: its end goes where its beginning went. */
function severityOf({ severity, clearedAt, announced }: Alert): Severity {
  return clearedAt === undefined ? severity : (announced ?? severity);
}

function told(alert: Alert, { headEnd, connected, alsoOn }: Surroundings): Told {
  const { id, rule, about, text, raisedAt, clearedAt, value, threshold, count, evidence } = alert;
  const place = about.device === undefined ? undefined : headEnd(about.device);
  const { title, unit, runbook } = rules[rule];
  const page = pageOf(about, place?.name);
  return {
    ...{
      alert: id,
      rule,
      title,
      severity: severityOf(alert),
      escalated: alert.escalatedAt !== undefined,
      state: clearedAt === undefined ? 'open' : 'cleared',
      text,
      raisedAt,
    },
    ...(clearedAt !== undefined && { clearedAt }),
    ...(place !== undefined && { device: place.name }),
    ...(place?.site !== undefined && { site: place.site }),
    ...(place?.contact !== undefined && { contact: place.contact }),
    ...{ value, threshold, unit, count, connected: place?.connected ?? connected },
    alsoOn: alsoOn(alert),
    messages: evidence,
    paths: { alert: `/alerts/${id}`, ...(page !== undefined && { about: page }), runbook },
  };
}

/** The page of what an alert is about. */
export function pageOf(
  { session, user, source, pool, tunnelGroup, collector }: About,
  device: string | undefined,
): string | undefined {
  const part = encodeURIComponent;
  if (session !== undefined) return `/sessions/${session}`;
  if (user !== undefined) return `/users/${part(user)}`;
  if (source !== undefined) return `/attempts?q=${part(source)}`;
  if (pool !== undefined || tunnelGroup !== undefined)
    return device === undefined ? '/pools' : `/pools?device=${part(device)}`;
  if (device !== undefined) return `/devices/${part(device)}`;
  return collector === undefined ? undefined : '/devices';
}
