import { createHash } from 'node:crypto';

import { severities, type Severity } from '../domain/alert/alert.ts';
import type { Circumstances, Delivery, Notification, Told } from '../domain/alert/notification.ts';
import { plain } from '../domain/plain.ts';
import { bodyOf, cut, pageOf, subjectOf, type Pages } from './words.ts';

/** What a body is made of. */
export interface Written {
  readonly notification: Notification;
  readonly circumstances: Circumstances;
  readonly key: Delivery['key'];
  readonly pages: Pages;
  /** Of PagerDuty: its integration key. */
  readonly routingKey: string | undefined;
}

/** How a webhook wants it; each gives the JSON of its one request. */
export const templates = {
  own: ({ notification, circumstances, key, pages }) => ({
    ...{ version: 1, key, text: subjectOf(notification), ...notification, circumstances },
    ...(pages !== undefined && { pages }),
  }),
  slack: ({ notification, circumstances, pages }) => {
    const subject = subjectOf(notification);
    // Plain text all of it: names of the network are no links, and call nobody.
    const part = (text: string) => ({ type: 'section', text: { type: 'plain_text', text, emoji: false } });
    return {
      text: escapedForSlack(subject),
      blocks: [part(subject), part(cut(textOf(notification, circumstances, pages), 2_900))],
    };
  },
  teams: ({ notification, circumstances, pages }) => {
    // Runs of text, where a block of text would be read as Markdown.
    const run = (text: string, more: object = {}) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, ...more }] }); // prettier-ignore
    const lines = bodyOf(notification, circumstances, pages).slice(1, 80);
    const body = [run(subjectOf(notification), { weight: 'bolder' }), ...lines.filter((one) => one !== '').map((one) => run(cut(one, 1_000)))]; // prettier-ignore
    const content = { type: 'AdaptiveCard', $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', version: '1.4', body }; // prettier-ignore
    return {
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
    };
  },
  pagerduty: ({ notification, circumstances, key, pages, routingKey }) => {
    const { alerts, group, severity, at, open } = notification;
    const page = pageOf(pages, alerts.length === 1 ? (alerts[0]?.paths.alert ?? '/alerts') : '/alerts');
    const action = { routing_key: routingKey ?? '', dedup_key: incidentOf(notification) };
    if (open === 0 && notification.kind !== 'test') return { ...action, event_action: 'resolve' };
    return {
      ...action,
      event_action: 'trigger',
      client: 'Tunnelwatch',
      payload: {
        summary: cut(subjectOf(notification), 1_024),
        source: cut(plain(alerts.find(({ device }) => device !== undefined)?.device ?? 'tunnelwatch'), 255),
        severity: levels[severity],
        timestamp: new Date(at).toISOString(),
        group: plain(group),
        custom_details: { key, text: cut(textOf(notification, circumstances, pages), 20_000) },
      },
      ...(page !== undefined && { links: [{ href: page, text: 'Tunnelwatch' }] }),
    };
  },
  alertmanager: ({ notification, pages }) =>
    notification.alerts.flatMap((told) => severities.map((severity) => labelled(notification, told, severity, pages))),
} as const satisfies Readonly<Record<string, (written: Written) => unknown>>;

export type Template = keyof typeof templates;

/** PagerDuty keeps one incident a group: its alerts come and go in it, and with the last one it is over. */
function incidentOf({ group, kind, id }: Notification): string {
  const of = kind === 'test' ? `test ${id}` : group;
  return `tunnelwatch-${createHash('sha256').update(of).digest('hex').slice(0, 40)}`;
}

/** PagerDuty's words for it. */
const levels: Readonly<Record<Severity, string>> = { information: 'info', warning: 'warning', critical: 'critical' };

/** How long Alertmanager believes that an alert goes on without hearing of it, in milliseconds: its end is told, but may be late. */
const BELIEVED = 7 * 24 * 60 * 60_000;

/**
 * An alert of Alertmanager is what its labels are, the severity among them. So all three are told each time: the one it has, as open, and those
 * that it may have had, as over.
 */
function labelled({ at }: Notification, told: Told, severity: Severity, pages: Pages): unknown {
  const { alert, rule, device, site, title, text, raisedAt, clearedAt } = told;
  const isOpen = told.state === 'open' && severity === told.severity;
  const page = pageOf(pages, told.paths.alert);
  return {
    labels: {
      ...{ alertname: rule, severity, tunnelwatch_alert: String(alert) },
      ...(device !== undefined && { device: plain(device) }),
      ...(site !== undefined && { site: plain(site) }),
    },
    annotations: { summary: plain(title), description: plain(text) },
    startsAt: new Date(raisedAt).toISOString(),
    endsAt: new Date(isOpen ? at + BELIEVED : Math.max(raisedAt, clearedAt ?? at)).toISOString(),
    ...(page !== undefined && { generatorURL: page }),
  };
}

function textOf(notification: Notification, circumstances: Circumstances, pages: Pages): string {
  return bodyOf(notification, circumstances, pages).join('\n');
}

/** The three signs that Slack reads (`<!channel>` would call everybody). */
function escapedForSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
