import { Type } from 'typebox';
import { severities, type Acknowledgement, type AlertEvent, type Severity } from '../domain/alert/alert.ts';
import type { Ended, Maintenance, Matchers, Silence } from '../domain/alert/mute.ts';
import { deliveryStates, type Dismissal } from '../domain/alert/notification.ts';
import type { AlertRow } from '../domain/alert/row.ts';
import { scopeKinds, type Setting } from '../domain/alert/rule.ts';
import { rules, type RuleId } from '../domain/alert/rules.ts';
import type { RuleSetting } from '../domain/alert/scope.ts';
import type { AlertDelivery } from './alert-desk.ts';
import { listOf, schemaOf, time } from './schema.ts';

const { Object: Row, Optional, Enum, Integer, Number: Real, String: Text, Boolean } = Type;

export const severity = schemaOf<Severity>()(Enum([...severities]));
// The border: the keys of a record that the compiler has checked.
export const ruleId = schemaOf<RuleId>()(Enum(Object.keys(rules) as RuleId[]));

const about = schemaOf<AlertRow['about']>()(
  Row({
    user: Optional(Text()),
    source: Optional(Text({ description: 'A public address that clients come from.' })),
    tunnelGroup: Optional(Text()),
    pool: Optional(Text()),
    aaaServer: Optional(Text()),
    session: Optional(Integer()),
    collector: Optional(Text()),
  }),
);

const acknowledgement = schemaOf<Acknowledgement>()(Row({ by: Text(), note: Text(), at: time }));

export const alertRowSchema = schemaOf<AlertRow>()(
  Row({
    id: Integer(),
    rule: ruleId,
    subject: Text({ description: 'There is never more than one open alert of a rule about it.' }),
    about,
    device: Optional(Text()),
    site: Optional(Text()),
    severity,
    raisedAt: time,
    changedAt: time,
    clearedAt: Optional(time),
    value: Real({ description: 'In the unit of the rule.' }),
    threshold: Real({ description: 'What it was held against when the severity was last judged.' }),
    peak: Real(),
    text: Text(),
    count: Integer({ description: 'How many events it stands for.' }),
    evidence: listOf(Integer({ description: 'The id of a message.' })),
    announcedAt: Optional(time),
    announced: Optional(severity),
    announcedIn: Optional(Text({ description: 'The group that it was told in; its end is told there, too.' })),
    muted: Optional(Enum(['silenced', 'maintenance', 'inhibited'])),
    acknowledged: Optional(acknowledgement),
    escalatedAt: Optional(time),
  }),
);

export const alertEvent = schemaOf<AlertEvent>()(
  Row({
    alert: Integer(),
    at: time,
    kind: Enum(['raised', 'changed', 'acknowledged', 'released', 'muted', 'unmuted', 'escalated', 'cleared']),
    detail: Text(),
    by: Optional(Text()),
  }),
);

export const deliveryState = Enum([...deliveryStates], {
  description: '`dead`: given up, until somebody sends it again or dismisses it.',
});
export const dismissal = schemaOf<Dismissal>()(Row({ by: Text(), note: Text(), at: time }));

export const delivery = schemaOf<AlertDelivery>()(
  Row({
    id: Integer(),
    channelName: Text(),
    state: deliveryState,
    tries: Integer(),
    since: time,
    doneAt: Optional(time),
    result: Optional(Text()),
    dismissed: Optional(dismissal),
  }),
);

const level = Row(
  { raise: Real({ minimum: 0, maximum: 1e12 }), clear: Real({ minimum: 0, maximum: 1e12 }) },
  { additionalProperties: false },
);
export const setting = schemaOf<Setting>()(
  Row(
    {
      enabled: Boolean(),
      levels: Row(
        { information: Optional(level), warning: Optional(level), critical: Optional(level) },
        { additionalProperties: false },
      ),
      raiseAfter: Real({ minimum: 0, maximum: 604_800, description: 'Seconds.' }),
      clearAfter: Real({ minimum: 0, maximum: 604_800, description: 'Seconds.' }),
    },
    { additionalProperties: false },
  ),
);

/** A text that a person types: one line. */
function typed(least: number, most: number, description: string) {
  const some = least > 0 ? '[^\\u0000-\\u001f\\u007f]*\\S' : '';
  return Text({ minLength: least, maxLength: most, pattern: `^${some}[^\\u0000-\\u001f\\u007f]*$`, description });
}
export const note = typed(0, 500, 'Why, in one line.');
export const reason = typed(1, 500, 'Why, in one line.');
export const placeName = typed(1, 256, 'The name of a head-end, a site, a pool or a connection profile.');

const matcher = Optional(placeName);
export const matchers = schemaOf<Matchers>()(
  Row(
    {
      rule: matcher,
      device: matcher,
      site: matcher,
      user: matcher,
      source: matcher,
      pool: matcher,
      tunnelGroup: matcher,
    },
    { additionalProperties: false, minProperties: 1 },
  ),
);
export const scope = schemaOf<NonNullable<RuleSetting['scope']>>()(
  Row({ kind: Enum([...scopeKinds]), name: placeName }, { additionalProperties: false }),
);

const ended = Optional(
  schemaOf<Ended>()(Row({ by: Text(), at: time }, { description: 'Who ended it before its time, and when.' })),
);
export const silenceRow = schemaOf<Silence>()(
  Row({ id: Integer(), matchers, reason: Text(), by: Text(), at: time, until: time, ended }),
);

export const windowRow = schemaOf<Maintenance>()(
  Row({
    id: Integer(),
    devices: listOf(Text()),
    sites: listOf(Text()),
    reason: Text(),
    by: Text(),
    at: time,
    from: time,
    until: time,
    every: Optional(Enum(['day', 'week'])),
    endsAt: Optional(time),
    ended,
  }),
);
