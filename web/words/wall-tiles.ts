import type { ChainRow, DeviceRow } from '../../server/domain/feed.ts';
import { isDown } from './aaa.ts';
import { bitRate, bytes, count, many } from './bytes.ts';
import { freshness, heardOf, messagesOf } from './freshness.ts';
import { plain } from './plain.ts';
import { percent, WARNING_AT } from './pools.ts';
import { age } from './time.ts';
import { worst, type State } from './verdict.ts';
import { alertTile } from './wall-alerts.ts';
import { loadOf, seenSessions, unusual, type Condition } from './wall-conditions.ts';
import {
  aaaFreshness,
  chainFreshness,
  isMaintained,
  isOld,
  pollInterval,
  unseen,
  watched,
  type WallFacts,
} from './wall-facts.ts';
import { named } from './wall-fit.ts';
import { aged, byHearing, stateOf, type WallLine, type WallTile } from './wall-tile.ts';

/** The tiles of the wall, in the order in which they stand. */
export function wallTiles(facts: WallFacts, all: readonly Condition[], now: number): readonly WallTile[] {
  return [
    sessions(facts, now),
    pools(facts, now),
    failed(facts, now),
    traffic(facts, now),
    headEnds(facts, all),
    aaa(facts, all, now),
    ...alertTile(facts, all, now),
    abnormal(facts, all, now),
  ];
}

function sessions(facts: WallFacts, now: number): WallTile {
  const { told } = facts;
  const total = seenSessions(facts, now);
  const isPart = unseen(facts.devices, now).length > 0;
  const load = loadOf(facts, now);
  const { limit = null, told: known = 0, of = 0 } = told?.limit ?? {};
  const last = told?.usual.sessionsLastWeek ?? null;
  const week: WallLine = {
    said: last === null ? ['last week: not known', 'week: not known'] : [...(isPart ? [] : [`last week ${count(last)} (${change(total, last)})`]), `last week ${count(last)}`, `week ${count(last)}`], // prettier-ignore
  };
  const most: WallLine =
    limit === null || load === undefined
      ? {
          said:
            of === 0 || known === 0 ? ['limit: not known'] : [`limit: known of ${known} of ${of}`, 'limit: not known'],
        }
      : {
          said: [
            `${isPart ? 'at least ' : ''}${percent(load)} of limit ${count(limit)}`,
            `${percent(load)} of limit`,
            `limit ${percent(load)}`,
          ],
          bar: load,
          ...stateOf(load),
        };
  const state = most.state ?? 'ok';
  const lines = state === 'ok' ? [week, most] : [most, week];
  return byHearing(
    facts,
    { id: 'sessions', name: ['Sessions', 'Sess.'], state, hero: { value: count(total) }, lines },
    now,
  );
}

function change(now: number, before: number): string {
  if (before === 0) return now === 0 ? 'as now' : `now ${count(now)}`;
  const part = Math.round((now / before - 1) * 100);
  return part === 0 ? 'as now' : `now ${part > 0 ? '+' : '−'}${count(Math.abs(part))} %`;
}

function pools(facts: WallFacts, now: number): WallTile {
  const tile = { id: 'pools', name: ['Pools'] } as const;
  const { chains } = facts;
  if (chains === undefined)
    return { ...tile, state: 'unknown', lines: [{ said: ['no answer of the server yet', 'no answer yet'] }] };
  const shown = chains.filter(({ device }) => !facts.devices.some((one) => one.name === device && isMaintained(one)));
  if (shown.length === 0) return { ...tile, state: 'unknown', lines: [{ said: ['no pool is known yet', 'none known'] }] }; // prettier-ignore
  const aging = (chain: ChainRow) => chainFreshness(chain, facts, now);
  const seen = shown.filter((chain) => !isOld(aging(chain))).sort((one, other) => (other.utilization ?? -1) - (one.utilization ?? -1)); // prettier-ignore
  const [fullest] = seen;
  if (fullest === undefined) {
    // Nothing of any is heard: the tile tells how old the fullest of them is.
    const last = [...shown].sort((one, other) => (other.utilization ?? -1) - (one.utilization ?? -1))[0];
    const hero = { value: last?.utilization == null ? '?' : percent(last.utilization) };
    const at = last === undefined ? null : last.source === 'polled' ? last.at : heardOf(watched(facts.devices), now).at;
    const fresh = last === undefined ? 'unknown' : aging(last);
    return aged({ ...tile, state: 'unknown', hero, lines: last === undefined ? [] : [use(last)] }, at, fresh, now);
  }
  const sized = seen.filter(({ utilization }) => utilization !== null);
  const bad = sized.filter(({ utilization }) => (utilization ?? 0) >= WARNING_AT);
  const below = sized.length - bad.length;
  const [unsized, blind] = [seen.length - sized.length, shown.length - seen.length];
  const state = worst([
    ...(blind > 0 || sized.length === 0 ? (['unknown'] as const) : []),
    ...sized.map(({ utilization }) => stateOf(utilization ?? 0).state ?? 'ok'),
  ]);
  const rest: readonly WallLine[] = [
    ...(blind > 0
      ? [{ state: 'unknown' as const, said: [`${many(blind, 'chain')} not seen`, `${blind} not seen`] }]
      : []),
    ...(bad.length > 0 && below > 0 ? [{ said: [`${many(below, 'chain')} below 80 %`, `${below} below 80 %`] }] : []),
    ...(unsized > 0
      ? [{ said: [`${many(unsized, 'chain')} of unknown size`, `${unsized} of unknown size`, `${unsized} size ?`] }]
      : []),
  ];
  const lines = [...(bad.length > 0 ? bad : sized).slice(0, 3).map(use), ...rest];
  const hero = { value: fullest.utilization === null ? '?' : percent(fullest.utilization), unit: 'fullest' };
  return { ...tile, state, hero, lines };
}

function use({ tunnelGroup, device, utilization }: ChainRow): WallLine {
  const part = utilization === null ? 'size ?' : percent(utilization);
  const said = named([plain(tunnelGroup), plain(device)], (group = '', on = '') => [`${group} on ${on} ${part}`, `${group} ${part}`]); // prettier-ignore
  return utilization === null ? { said } : { said, bar: utilization, ...stateOf(utilization) };
}

/** Failed logins, of which messages alone tell. */
export function failed(facts: WallFacts, now: number): WallTile {
  const { summary, told } = facts;
  const { sources = 0, names = 0 } = told?.usual.sprays ?? {};
  const { usual = null, days = 0 } = told?.usual.failed ?? {};
  const more = unusual(facts);
  const normal: WallLine = {
    said: usual === null || more === undefined ? [`usual: not known yet, ${days} of 7 days`, 'usual: not known', 'usual: ?'] : [`usual are ${count(Math.round(usual))}`], // prettier-ignore
    ...(more === true && { state: 'warn' }),
  };
  const spray: readonly WallLine[] = sources === 0 ? [] : [{ state: 'warn', said: [`${many(sources, 'source')}, ${names} names`, `spray: ${names} names`, `${names} names`] }]; // prettier-ignore
  const refused: readonly WallLine[] = summary.refused15m === 0 ? [] : [{ state: 'warn', said: [`${many(summary.refused15m, 'client')} got no address`, `${count(summary.refused15m)} no address`] }]; // prettier-ignore
  const lines = [...spray, ...refused, normal];
  const state = worst(['ok', ...lines.flatMap((line) => line.state ?? [])]);
  const hero = { value: count(summary.failed15m), unit: 'in 15 min' };
  return byHearing(facts, { id: 'failed', name: ['Failed logins', 'Failed'], state, hero, lines }, now, messagesOf);
}

function traffic(facts: WallFacts, now: number): WallTile {
  const { remoteAccess, bytes: sum } = facts.summary;
  const tile = { id: 'traffic', name: ['To clients', 'Traffic', 'Out'] } as const;
  if (remoteAccess === undefined) {
    const [tx, rx] = [bytes(sum.tx), bytes(sum.rx)];
    const lines: readonly WallLine[] = [
      { said: [`in 24 h; from clients ${rx.value} ${rx.unit}`, `from them ${rx.value} ${rx.unit}`, `from ${rx.value} ${rx.unit}`] }, // prettier-ignore
      { said: ['in 24 h, of ended sessions only', 'ended sessions, 24 h', 'ended, in 24 h'] },
      { said: ['a rate needs polling', 'no rate: polls'] },
    ];
    return byHearing(
      facts,
      { ...tile, state: 'ok', hero: { value: tx.value, unit: tx.unit, measure: true }, lines },
      now,
    );
  }
  const { rateTx, rateRx, at } = remoteAccess;
  const fresh = freshness({ at, interval: pollInterval(facts.told) }, now);
  if (rateTx === undefined || rateRx === undefined)
    return aged({ ...tile, state: 'unknown', hero: { value: '?' }, lines: [{ said: ['a rate needs two polls', 'no rate yet'] }] }, at, fresh, now); // prettier-ignore
  const [tx, rx] = [bitRate(rateTx), bitRate(rateRx)];
  const lines: readonly WallLine[] = [
    { said: [`from clients ${rx.value} ${rx.unit}`, `from them ${rx.value} ${rx.unit}`, `from ${rx.value} ${rx.unit}`, `in ${rx.value} ${rx.unit}`] }, // prettier-ignore
  ];
  const { polls = [] } = facts.told ?? {};
  const unpolled = watched(facts.devices).filter(({ name }) => !polls.some(({ device }) => device === name));
  const part: readonly WallLine[] = unpolled.length === 0 || facts.told === undefined ? [] : [{ said: [`without ${many(unpolled.length, 'head-end')}, not polled`, `${unpolled.length} not polled`] }]; // prettier-ignore
  return aged({ ...tile, state: 'ok', hero: { ...tx, measure: true }, lines: [...lines, ...part] }, at, fresh, now);
}

function headEnds({ devices }: WallFacts, all: readonly Condition[]): WallTile {
  const adopted = devices.filter(({ state }) => state === 'adopted');
  const of = (state: State) => adopted.filter((device) => headEndState(device, all) === state);
  const ok = of('ok').length;
  const lines = (['crit', 'unknown', 'warn', 'maint'] as const).flatMap((state): readonly WallLine[] => {
    const names = of(state).map(({ name }) => plain(name));
    const word = stateNames[state];
    const [first = ''] = names;
    const short = names.length === 1 ? '' : ' …';
    const said = [`${names.length} ${word}: ${names.join(', ')}`, ...named([first], (one = '') => [`${names.length} ${word}: ${one}${short}`]), `${names.length} ${word}`]; // prettier-ignore
    return names.length === 0 ? [] : [{ state, said }];
  });
  const pending = devices.length - adopted.length;
  const wait: readonly WallLine[] = pending === 0 ? [] : [{ state: 'warn', said: [`${pending} to adopt`] }];
  const counted = worst([...(adopted.length === 0 ? (['unknown'] as const) : (['ok'] as const)), ...lines.flatMap(({ state }) => (state === undefined || state === 'maint' ? [] : state)), ...wait.flatMap(({ state }) => state ?? [])]); // prettier-ignore
  const state = counted === 'ok' && ok === 0 ? 'maint' : counted;
  const hero = { value: `${ok} OK`, unit: `of ${adopted.length}` };
  return { id: 'head-ends', name: ['Head-ends', 'ASAs'], state, hero, lines: [...lines, ...wait] };
}

/** The state of a head-end on the wall: the worst that is known of it. */
export function headEndState(device: DeviceRow, all: readonly Condition[]): State {
  if (isMaintained(device)) return 'maint';
  return worst(['ok', ...all.filter((one) => one.device === device.name).map(({ state }) => state)]);
}

const stateNames = { crit: 'critical', unknown: 'unknown', warn: 'warning', maint: 'maintenance' } as const;

function aaa(facts: WallFacts, all: readonly Condition[], now: number): WallTile {
  const tile = { id: 'aaa', name: ['AAA servers', 'AAA'] } as const;
  const rows = facts.aaa;
  if (rows === undefined)
    return { ...tile, state: 'unknown', lines: [{ said: ['no answer of the server yet', 'no answer yet'] }] };
  const servers = rows.filter(({ server }) => server !== undefined);
  if (servers.length === 0) {
    const local = rows.length > 0;
    const said = local ? ['only the local database', 'local database'] : ['none was told of: local, or not polled', 'none was told of', 'none told of']; // prettier-ignore
    return { ...tile, state: local ? 'ok' : 'unknown', lines: [{ said }] };
  }
  const seen = servers.filter((row) => !isOld(aaaFreshness(row, facts, now)));
  const blind = servers.length - seen.length;
  const at = Math.max(...servers.map((row) => row.at));
  if (seen.length === 0) {
    const value = `${servers.filter(({ state }) => state === 'active').length} up`;
    const [fresh = 'unknown'] = servers.map((row) => aaaFreshness(row, facts, now)).sort();
    return aged({ ...tile, state: 'unknown', hero: { value }, lines: [] }, at, fresh, now);
  }
  // One that several head-ends ask is one server: it is down where any of them says so.
  const addresses = [...new Set(seen.map(({ server = '' }) => server))];
  const bad = addresses.filter((one) => seen.some((row) => row.server === one && (isDown(row, now) || row.state === 'silent'))); // prettier-ignore
  const told = all.filter(({ key }) => key.startsWith('aaa ')).map(({ state: one }) => one);
  const down = worst([...told, 'warn']);
  const lines: readonly WallLine[] = [
    ...bad.map((one): WallLine => ({
      state: down,
      said: named([one], (address = '') => [`${address} gives no answer`, `${address} down`]),
    })),
    ...(blind > 0 ? [{ state: 'unknown' as const, said: [`${blind} not seen`] }] : []),
  ];
  const state = worst(['ok', ...lines.flatMap((line) => line.state ?? [])]);
  const hero = { value: `${addresses.length - bad.length} up`, unit: `of ${addresses.length}` };
  return { ...tile, state, hero, lines };
}

function abnormal({ devices }: WallFacts, all: readonly Condition[], now: number): WallTile {
  const lines = all.map(({ said, state, device, since, longer }): WallLine => {
    const old = since === undefined ? '' : `, ${longer === true ? '> ' : ''}${age(now - since)}`;
    const owner = devices.find(({ name }) => name === device)?.place?.owner;
    const of = owner === undefined ? '' : ` (${plain(owner)})`;
    // What it is weighs more than whose it is, and since when.
    return { state, said: said.flatMap((one) => [...(of === '' ? [] : [`${one}${of}${old}`]), `${one}${old}`, one]) };
  });
  const state = worst(['ok', ...all.map((one) => one.state)]);
  return {
    ...{ id: 'abnormal', name: ['Abnormal now', 'Abnormal', 'Wrong'], state },
    lines: lines.length > 0 ? lines : [{ said: ['Nothing that is known.', 'nothing known'] }],
  };
}
