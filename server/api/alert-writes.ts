import { Type } from 'typebox';
import type { AlertAction } from '../domain/alert/action.ts';
import { isSilenceWithin, isWindowWithin, type Reach } from '../domain/alert/reach.ts';
import { settingFault } from '../domain/alert/setting-fault.ts';
import type { Reads } from '../store/reads.ts';
import type { AlertDesk } from './alert-desk.ts';
import { matchers, note, placeName, reason, ruleId, scope, setting } from './alert-rows.ts';
import { silencesSeen, windowsSeen } from './alert-settings.ts';
import { alertId } from './alerts.ts';
import type { CommittedView } from './committed.ts';
import { ApiError, failures, type ApiErrorCode } from './errors.ts';
import { nameOf } from './gate.ts';
import type { Resource } from './resource.ts';
import { query, time } from './schema.ts';
import { isBound, mustSee, reachOf } from './scope.ts';

const { Object: Row, Optional, Enum, Array: List, Boolean } = Type;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How long a silence, and one maintenance window, may be (milliseconds). */
const LONGEST_SILENCE = 366 * DAY;
const LONGEST_WINDOW = 31 * DAY;
const spans = { day: DAY, week: 7 * DAY } as const;

const closed = { additionalProperties: false };
const done200 = Row({ done: Boolean() });
const nothing = Row({}, closed);

/** What a route that changes something shares: its body is closed, and it may be refused. */
function posted<C extends ApiErrorCode = never>(summary: string, ...codes: readonly C[]) {
  return {
    summary,
    querystring: query({}),
    response: {
      200: done200,
      ...failures<C | 'invalid' | 'elsewhere' | 'notNow'>('invalid', 'elsewhere', 'notNow', ...codes),
    },
  };
}

/** What people do about alerts: take them on, silence them, announce work. Only pages of this server may. */
export function alertWritesResource(reads: Reads, book: CommittedView, desk: AlertDesk, now: () => number): Resource {
  const mustReach = async (alert: number): Promise<void> => {
    if (isBound()) mustSee(book, (await reads.alert(alert))?.alert.about.device, 'noAlert');
  };
  const mustBeWithin = (isWithin: (reach: Reach) => boolean): void => {
    const reach = reachOf(book);
    if (reach !== undefined && !isWithin(reach)) throw new ApiError('tooWide');
  };
  const act = async (action: AlertAction, missing: ApiErrorCode): Promise<{ done: boolean }> => {
    if (desk.act === undefined) throw new ApiError('notNow');
    if (!(await desk.act(action))) throw new ApiError(missing);
    return { done: true };
  };
  return (app, _options, done) => {
    const acknowledge = {
      ...posted('Takes an open alert on: nobody else is disturbed by it', 'noAlert'),
      params: alertId,
      body: Row({ note: Optional(note) }, closed),
    };
    app.post(
      '/api/alerts/:id/acknowledge',
      { schema: acknowledge },
      async ({ params: { id: alert }, body, caller }) => {
        await mustReach(alert);
        return act({ kind: 'acknowledge', alert, by: nameOf(caller), note: body.note ?? '' }, 'noAlert');
      },
    );
    const release = {
      ...posted('Lets go of an alert that was acknowledged', 'noAlert'),
      params: alertId,
      body: nothing,
    };
    app.post('/api/alerts/:id/release', { schema: release }, async ({ params: { id: alert }, caller }) => {
      await mustReach(alert);
      return act({ kind: 'release', alert, by: nameOf(caller) }, 'noAlert');
    });

    const silence = {
      ...posted('Silences what matches until a moment: it is raised and kept, but nobody is told'),
      body: Row({ matchers, reason, until: time }, closed),
    };
    app.post('/api/alerts/silences', { schema: silence }, ({ body, caller }) => {
      if (body.until <= now() || body.until > now() + LONGEST_SILENCE) throw new ApiError('invalid', '"until" must lie ahead, by a year at most'); // prettier-ignore
      mustBeWithin((reach) => isSilenceWithin(body.matchers, reach));
      return act({ kind: 'silence', by: nameOf(caller), ...body }, 'ours');
    });
    const expire = {
      ...posted('Ends a silence now', 'noSilence'),
      params: alertId,
      body: nothing,
    };
    app.post('/api/alerts/silences/:id/expire', { schema: expire }, ({ params: { id }, caller }) => {
      if (isBound()) {
        const seen = silencesSeen(desk, book).find((one) => one.id === id);
        if (seen === undefined) throw new ApiError('noSilence');
        mustBeWithin((reach) => isSilenceWithin(seen.matchers, reach));
      }
      return act({ kind: 'expire', silence: id, by: nameOf(caller) }, 'noSilence');
    });

    const places = List(placeName, { maxItems: 200 });
    const maintain = {
      ...posted('Announces work on head-ends or sites, once or again and again; on none named: on all', 'noDevice'),
      body: Row(
        {
          ...{ devices: places, sites: places, reason, from: time, until: time },
          every: Optional(Enum(['day', 'week'])),
          endsAt: Optional(time),
        },
        closed,
      ),
    };
    app.post('/api/alerts/windows', { schema: maintain }, ({ body, caller }) => {
      const fault = windowFault(body, now());
      if (fault !== undefined) throw new ApiError('invalid', fault);
      if (body.devices.some((name) => book.deviceByName(name) === undefined)) throw new ApiError('noDevice');
      mustBeWithin((reach) => isWindowWithin(body, reach));
      return act({ kind: 'maintain', by: nameOf(caller), ...body }, 'ours');
    });
    const cancel = {
      ...posted('Ends a maintenance window now, or before it begins: it stays among those that ended', 'noWindow'),
      params: alertId,
      body: nothing,
    };
    app.post('/api/alerts/windows/:id/cancel', { schema: cancel }, ({ params: { id }, caller }) => {
      if (isBound()) {
        // As it is, not as it is told: it may name other places, too.
        const whole = desk.maintenance().find((one) => one.id === id);
        if (whole === undefined || !windowsSeen(desk, book).some((one) => one.id === id)) throw new ApiError('noWindow'); // prettier-ignore
        mustBeWithin((reach) => isWindowWithin(whole, reach));
      }
      return act({ kind: 'cancel', maintenance: id, by: nameOf(caller) }, 'noWindow');
    });

    const set = {
      ...posted('Sets the thresholds of a rule, everywhere or in one place'),
      params: Row({ rule: ruleId }),
      body: Row({ scope: Optional(scope), setting }, closed),
    };
    app.post('/api/alerts/rules/:rule', { schema: set }, ({ params: { rule }, body, caller }) => {
      const fault = settingFault(rule, body.setting, body.scope?.kind);
      if (fault !== undefined) throw new ApiError('invalid', fault);
      return act({ kind: 'set', rule, by: nameOf(caller), ...body }, 'ours');
    });
    const reset = {
      ...posted('Lets a rule be as shipped again, everywhere or in one place'),
      params: Row({ rule: ruleId }),
      body: Row({ scope: Optional(scope) }, closed),
    };
    app.post('/api/alerts/rules/:rule/reset', { schema: reset }, ({ params: { rule }, body, caller }) =>
      act({ kind: 'unset', rule, by: nameOf(caller), ...body }, 'ours'),
    );
    done();
  };
}

type Window = Omit<Extract<AlertAction, { kind: 'maintain' }>, 'kind' | 'by'>;

function windowFault({ from, until, every, endsAt }: Window, now: number): string | undefined {
  if (until <= from) return '"until" must be after "from"';
  if (every === undefined) {
    if (endsAt !== undefined) return '"endsAt" is of windows that come again';
    if (until <= now) return 'the window is over already';
    return until - from > LONGEST_WINDOW ? 'a window is 31 days long at most' : undefined;
  }
  if (until - from >= spans[every]) return `a window that comes each ${every} must be shorter than that`;
  return endsAt !== undefined && endsAt <= Math.max(from, now) ? '"endsAt" must lie ahead' : undefined;
}
