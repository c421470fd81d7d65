import { ABOUT_WHAT_WAS_TYPED, LOOKED_AT, MANY, MANY_HIDDEN, REPEATED } from '../domain/patterns.ts';
import type { NamelessTally, NameTally, SourceTally, Tallies } from '../domain/patterns.ts';
import { conditionsOf } from './attempts.ts';
import type { Cell } from './cell.ts';
import { beforeRecord, gapsWithin } from './minutes.ts';
import type { Condition } from './newest.ts';
import type { Ask } from './readers.ts';
import type { Row } from './sqlite.ts';
import type { OverTime, StepRow, TallyKey, TallyPage, TallyQuery, TallyRow } from './tally-reads.ts';

/** What stands for each key in a row `t` of tries. */
const columns: Readonly<Record<TallyKey, string>> = {
  user: 't.user',
  source: 't.publicIp',
  tunnelGroup: 't.tunnelGroup',
  device: 't.device',
  cause: 't.cause',
  stage: 't.stage',
};

/** Tries by one of their keys, the groups of most tries first. */
export async function tallyOf(ask: Ask, main: string, query: TallyQuery, by: TallyKey, limit: number): Promise<TallyPage> {
  const { where, values } = which(query);
  const rows = await ask<TallyRow & { groups: number; all: number } & Row>(
    main,
    `SELECT ${by === 'user' ? '(SELECT name FROM user WHERE id = key)' : 'key'} AS key, tries, users, sources, first, last, groups, "all" FROM (
       SELECT ${columns[by]} AS key, count(*) AS tries, count(DISTINCT t.user) AS users, count(DISTINCT t.publicIp) AS sources,
         min(t.start) AS first, max(t.start) AS last, count(*) OVER () AS groups, sum(count(*)) OVER () AS "all"
       FROM attempt t WHERE ${where} GROUP BY 1 ORDER BY tries DESC, last DESC, key LIMIT ?)`,
    [...values, limit],
  );
  const [first] = rows;
  return {
    rows: rows.map(({ key, tries, users, sources, first: began, last }) => ({ key, tries, users, sources, first: began, last })), // prettier-ignore
    groups: first?.groups ?? 0,
    tries: first?.all ?? 0,
  };
} // prettier-ignore

/** Tries by steps of so many milliseconds from `from` on, by cause or stage. */
export async function triesOverTime(
  ask: Ask,
  main: string,
  query: TallyQuery,
  by: 'cause' | 'stage',
  step: number,
): Promise<OverTime> {
  const { where, values } = which(query);
  const { from, to } = query;
  // Great numbers are bound as fractions: these divide whole ones.
  const steps = await ask<StepRow & Row>(
    main,
    `SELECT CAST(? AS INTEGER) + (t.start - CAST(? AS INTEGER)) / CAST(? AS INTEGER) * CAST(? AS INTEGER) AS at, ${columns[by]} AS key, count(*) AS tries
     FROM attempt t WHERE ${where} GROUP BY 1, 2 ORDER BY 1, 2`,
    [from, from, step, step, ...values],
  );
  const before = await beforeRecord(ask, main, { from, to }, steps[0]?.at);
  return { steps, gaps: [...before, ...(await gapsWithin(ask, main, from, to))] };
}

/** So many sources, names and pairs are told at most, those of most tries first. */
const MOST = 50;

/** Of the tries that failed over what was typed, or got in: the sources, names and pairs that may be a pattern. */
export async function suspects(ask: Ask, main: string, query: Omit<TallyQuery, 'outcome' | 'cause'>): Promise<Tallies> {
  const { where, values } = which(query);
  const failed = `t.outcome = 'failed' AND t.cause IN (${ABOUT_WHAT_WAS_TYPED.map((cause) => `'${cause}'`).join(', ')})`;
  const rows = await ask<Suspect>(
    main,
    `WITH pair AS MATERIALIZED (
       SELECT t.publicIp, t.user, max(t.outcome = 'succeeded') AS gotIn, count(*) FILTER (WHERE t.outcome = 'failed') AS tries,
         min(t.start) FILTER (WHERE t.outcome = 'failed') AS first, max(t.start) FILTER (WHERE t.outcome = 'failed') AS last,
         max(ifnull((SELECT max(v.at) FROM verdict v WHERE v.attempt = t.id), t.seenAt)) FILTER (WHERE t.outcome = 'failed' AND t.user IS NULL) AS seen,
         sum(max(1, (SELECT count(*) FROM verdict v WHERE v.attempt = t.id))) FILTER (WHERE t.outcome = 'failed' AND t.user IS NULL) AS rejections
       FROM attempt t WHERE ${where} AND (t.outcome = 'succeeded' OR (${failed})) GROUP BY t.publicIp, t.user)
     SELECT * FROM (SELECT publicIp AS source, NULL AS user, count(*) FILTER (WHERE tries > 0 AND NOT gotIn AND user IS NOT NULL) AS refused,
         count(*) FILTER (WHERE tries > 0 AND gotIn AND user IS NOT NULL) AS mistyped, count(*) FILTER (WHERE gotIn AND user IS NOT NULL) AS gotIn,
         sum(tries) AS tries, min(first) AS first, max(last) AS last
       FROM pair GROUP BY publicIp HAVING refused >= ${MANY} ORDER BY tries DESC LIMIT ${MOST})
     UNION ALL
     SELECT * FROM (SELECT NULL, user, count(*) FILTER (WHERE tries > 0 AND NOT gotIn) AS sources, NULL, sum(gotIn),
         sum(tries) AS tries, min(first), max(last)
       FROM pair WHERE user IS NOT NULL GROUP BY user HAVING sources >= ${MANY} ORDER BY tries DESC LIMIT ${MOST})
     UNION ALL
     SELECT * FROM (SELECT publicIp, NULL, NULL, NULL, (SELECT count(*) FROM pair o WHERE o.publicIp = p.publicIp AND o.gotIn AND o.user IS NOT NULL),
         rejections AS tries, first, seen
       FROM pair p WHERE user IS NULL AND rejections >= ${MANY_HIDDEN} ORDER BY tries DESC LIMIT ${MOST})
     UNION ALL
     SELECT * FROM (SELECT publicIp, user, NULL, NULL, NULL, tries, first, last
       FROM pair WHERE user IS NOT NULL AND tries >= ${REPEATED} ORDER BY tries DESC LIMIT ${MOST})`,
    values,
  );
  const asked = rows.flatMap(({ user, source }) => (user === null || source === null ? [] : [[user, source]]));
  const times = await ask<Times>(
    main,
    `SELECT t.user, t.publicIp AS source, json_group_array(t.start) AS times FROM attempt t WHERE ${where} AND ${failed}
       AND (t.user, t.publicIp) IN (SELECT value->>0, value->>1 FROM json_each(?)) GROUP BY t.user, t.publicIp`,
    [...values, JSON.stringify(asked)],
  );
  const ids = JSON.stringify([...new Set(rows.flatMap(({ user }) => user ?? []))]);
  const names = await ask<{ id: number; name: string }>(
    main,
    'SELECT id, name FROM user WHERE id IN (SELECT value FROM json_each(?))',
    [ids],
  );
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  return {
    sources: rows.flatMap((row) => (row.user === null ? sourceTally(row) : [])),
    names: rows.flatMap((row) => (row.source === null ? nameTally(row, nameOf.get(row.user ?? 0) ?? '') : [])),
    nameless: rows.flatMap((row) => (row.user === null && row.refused === null ? namelessTally(row) : [])),
    pairs: times.map(({ user, source, times: told }) => ({
      ...{ user: nameOf.get(user) ?? '', source },
      times: (JSON.parse(told) as number[]).sort((a, b) => a - b).slice(-LOOKED_AT), // border: made by the line above
    })),
  };
}

interface Times extends Row {
  readonly user: number;
  readonly source: string;
  readonly times: string;
}

interface Suspect extends Row {
  readonly source: string | null;
  readonly user: number | null;
  /** Absent of a pair, and of a source whose failures have no name. */
  readonly refused: number | null;
  readonly mistyped: number;
  readonly gotIn: number;
  readonly tries: number;
  readonly first: number;
  readonly last: number;
}

function sourceTally({ source, refused, mistyped, gotIn, tries, first, last }: Suspect): readonly SourceTally[] {
  return refused === null ? [] : [{ source: source ?? '', refused, mistyped, gotIn, tries, first, last }];
}

function nameTally({ refused: sources, gotIn: own, tries, first, last }: Suspect, user: string): readonly NameTally[] {
  return sources === null ? [] : [{ user, sources, own, tries, first, last }];
}

function namelessTally({ source, gotIn, tries, first, last }: Suspect): NamelessTally {
  return { source: source ?? '', gotIn, tries, first, last };
}

/** Who is asked for by name is looked up by every form of the name. */
function which({ user, orUser = [], ...query }: TallyQuery): {
  readonly where: string;
  readonly values: readonly Cell[];
} {
  const names = user === undefined ? [] : [user, ...orUser];
  const all: readonly Condition[] = [
    ...(user === undefined
      ? []
      : [['t.user IN (SELECT id FROM user WHERE name IN (SELECT value FROM json_each(?)))', JSON.stringify(names)] as const]), // prettier-ignore
    ...conditionsOf(query),
  ];
  return { where: all.map(([sql]) => sql).join(' AND '), values: all.flatMap(([, ...told]) => told) };
}
