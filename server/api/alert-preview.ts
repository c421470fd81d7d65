import { setImmediate } from 'node:timers/promises';
import { Type } from 'typebox';
import type { About, Observation, Severity } from '../domain/alert/alert.ts';
import type { AaaListed } from '../domain/alert/observer.ts';
import { createReplay, type Moment, type Replay, type WouldBe } from '../domain/alert/replay.ts';
import type { Setting } from '../domain/alert/rule.ts';
import type { RuleId } from '../domain/alert/rules.ts';
import { settingFor, settingKey, type RuleSetting, type RuleSettings, type Where } from '../domain/alert/scope.ts';
import { settingFault } from '../domain/alert/setting-fault.ts';
import { ReadTimeout, type Reads } from '../store/reads.ts';
import type { AlertDesk } from './alert-desk.ts';
import { ruleId, scope, setting, severity } from './alert-rows.ts';
import type { CommittedView } from './committed.ts';
import { ApiError, failures } from './errors.ts';
import type { Reader } from './message.ts';
import { eventMoments } from './past-events.ts';
import { pastChains, poolMoments } from './past-pools.ts';
import { byRecord, isUntold, untold, type Way } from './past-rules.ts';
import { sessionMoments } from './past-sessions.ts';
import type { Resource } from './resource.ts';
import { listOf, query, schemaOf, time } from './schema.ts';

const { Object: Row, Optional, Integer, String: Text } = Type;

/** How far back is looked, in milliseconds. */
const BACK = 7 * 24 * 3_600_000;
/** Longer than this nobody waits, in milliseconds: what cannot be told by then is not told. */
const WITHIN = 8_000;
/** For so long it is judged before others have their turn, in milliseconds. */
const AT_ONCE = 8;
/** Alerts that are told one by one. */
const MOST = 50;

/** One alert that would have been, for a page. */
export interface WouldRow {
  readonly severity: Severity;
  readonly text: string;
  readonly device?: string;
  readonly raisedAt: number;
  readonly clearedAt?: number;
}

/** The alerts that thresholds would have raised. */
export interface Would {
  readonly count: number;
  /** Milliseconds; of one that would still be open, until now. */
  readonly longest: number;
  /** The last ones. */
  readonly alerts: readonly WouldRow[];
}

/** What the thresholds that are asked about, and those that hold now, would have done. */
export interface Preview {
  readonly from: number;
  readonly to: number;
  /** Alerts of the rule that were raised in that time. */
  readonly raised: number;
  /** Absent where it cannot be told; `why` says so. */
  readonly now?: Would;
  readonly then?: Would;
  /** What the answer lacks, in words. */
  readonly why?: string;
}

const would = schemaOf<Would>()(
  Row({
    count: Integer(),
    longest: Integer({ description: 'Milliseconds.' }),
    alerts: listOf(
      schemaOf<WouldRow>()(
        Row({ severity, text: Text(), device: Optional(Text()), raisedAt: time, clearedAt: Optional(time) }),
      ),
    ),
  }),
);
const preview = schemaOf<Preview>()(
  Row({
    from: time,
    to: time,
    raised: Integer(),
    now: Optional(would),
    then: Optional(would),
    why: Optional(Text()),
  }),
);

interface Wanted {
  readonly rule: RuleId;
  readonly set: RuleSettings;
  readonly then: RuleSetting;
  readonly to: number;
}

/** What is kept, and how its messages are read. */
export interface Past {
  readonly reads: Reads;
  readonly book: CommittedView;
  readonly reader: Pick<Reader, 'claim' | 'claiming'>;
}

/** What thresholds would have done over the last 7 days, before they are saved. */
export function alertPreviewResource(past: Past, desk: AlertDesk): Resource {
  const { book } = past;
  let isBusy = false;
  return (app, _options, done) => {
    const schema = {
      summary:
        'What thresholds of a rule would have done over the last 7 days, and what those that hold now would have',
      querystring: query({}),
      params: Row({ rule: ruleId }),
      body: Row({ scope: Optional(scope), setting }, { additionalProperties: false }),
      response: { 200: preview, ...failures('invalid', 'elsewhere', 'busy') },
    };
    app.post('/api/alerts/rules/:rule/preview', { schema }, async ({ params: { rule }, body }) => {
      const fault = settingFault(rule, body.setting, body.scope?.kind);
      if (fault !== undefined) throw new ApiError('invalid', fault);
      if (isBusy) throw new ApiError('busy');
      isBusy = true;
      try {
        const to = book.summary().at;
        const set = new Map(desk.settings().map((one) => [settingKey(one), one]));
        return await previewOf(past, { rule, set, to, then: { rule, ...body, by: '', at: to } });
      } finally {
        isBusy = false;
      }
    });
    done();
  };
}

async function previewOf(past: Past, wanted: Wanted): Promise<Preview> {
  const { reads, book } = past;
  const { rule, set, then, to } = wanted;
  const from = to - BACK;
  const raised = (await reads.alerts({ rule, from, to, limit: 1000 })).alerts.length;
  const source = momentsOf(past, rule, { from, to });
  if ('untold' in source) return { from, to, raised, why: `Not enough is kept to tell. ${source.untold}` };
  const places = new Map(book.devices().map((device) => [device.id, device]));
  const whereOf = ({ device, pool, tunnelGroup }: About): Where => {
    const { name, place } = (device === undefined ? undefined : places.get(device)) ?? {};
    return {
      ...(pool !== undefined && { pool }),
      ...(tunnelGroup !== undefined && { tunnelGroup }),
      ...(name !== undefined && { device: name }),
      ...(place?.site !== undefined && { site: place.site }),
    };
  };
  const by = (settings: RuleSettings) =>
    createReplay(({ about }): Setting => settingFor(rule, whereOf(about), settings));
  const replays = [by(set), by(new Map([...set, [settingKey(then), then]]))] as const;
  const isThere = ({ about }: Observation): boolean =>
    then.scope === undefined || whereOf(about)[then.scope.kind] === then.scope.name;
  const rowOf = ({ severity: worst, text, about, raisedAt, clearedAt }: WouldBe): WouldRow => {
    const { device } = whereOf(about);
    return { severity: worst, text, raisedAt, ...(device !== undefined && { device }), ...(clearedAt !== undefined && { clearedAt }) }; // prettier-ignore
  };
  const told = (replay: Replay): Would => {
    const all = replay.end(to);
    const longest = Math.max(0, ...all.map(({ raisedAt, clearedAt = to }) => clearedAt - raisedAt));
    return { count: all.length, longest: Math.round(longest), alerts: all.slice(-MOST).reverse().map(rowOf) };
  };
  const isWhole = await judgeAll(source.moments, replays, isThere);
  if (!isWhole) return { from, to, raised, why: 'Too much has happened in 7 days to be told in time.' };
  const [now, next] = replays;
  return { from, to, raised, now: told(now), then: told(next), ...(source.why !== '' && { why: source.why }) };
}

type Moments = AsyncIterable<readonly Moment[]>;

interface Span {
  readonly from: number;
  readonly to: number;
}

function momentsOf(
  past: Past,
  rule: RuleId,
  span: Span,
): { readonly moments: Moments; readonly why: string } | { readonly untold: string } {
  const { reads, book } = past;
  if (rule === 'pool.chain' || rule === 'pool.member')
    return {
      moments: once(() => poolMoments(rule, reads, book, span)),
      why: 'Pools are taken as they are chained now; of what is older than 3 days, of each hour its fullest and its last minute.',
    };
  if (rule === 'limit.sessions')
    return {
      moments: once(() => sessionMoments(reads, book, span)),
      why: 'Held against what the head-ends take now; where no poll has told that, nothing is said.',
    };
  if (isUntold(rule)) return { untold: untold[rule] };
  return { why: byRecord[rule].why, moments: pastRecord(past, rule, byRecord[rule], span) };
}

async function* pastRecord({ reads, book, reader }: Past, rule: RuleId, way: Way, span: Span): Moments {
  const isOfPools = rule === 'pool.exhausted' || rule === 'address.none';
  const chains = isOfPools ? await pastChains(reads, book, span) : [];
  const groups = way.noEvents === true ? await groupsNow(reads) : [];
  yield* eventMoments(reads, reader, { rule, way, ...span, devices: book.devices(), chains, groups });
}

/** Which servers each group has by the last poll; not how they did. */
async function groupsNow(reads: Reads): Promise<readonly AaaListed[]> {
  return (await reads.polls()).flatMap(({ device, aaa }): readonly AaaListed[] =>
    [...new Set(aaa?.servers.map(({ group }) => group))].map((group) => ({
      ...{ device, group, at: 0 },
      servers: (aaa?.servers ?? []).flatMap(({ group: of, address }) =>
        of === group && address !== undefined ? [{ address, active: true }] : [],
      ),
    })),
  );
}

async function* once(moments: () => Promise<readonly Moment[]>): Moments {
  yield await moments();
}

/** Judges them all; false where that takes too long. */
async function judgeAll(
  pages: Moments,
  replays: readonly Replay[],
  isThere: (seen: Observation) => boolean,
): Promise<boolean> {
  const begun = performance.now();
  let turn = begun;
  try {
    for await (const page of pages)
      for (const { at, seen } of page) {
        const mine = seen.filter(isThere);
        for (const replay of replays) replay.take({ at, seen: mine });
        if (performance.now() - turn < AT_ONCE) continue;
        await setImmediate();
        turn = performance.now();
        if (turn - begun > WITHIN) return false;
      }
  } catch (fault) {
    if (fault instanceof ReadTimeout) return false;
    throw fault;
  }
  return true;
}
