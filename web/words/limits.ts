import type { Summary } from '../../server/domain/feed.ts';
import type { Earlier } from '../../server/domain/earlier.ts';
import type { LoadRow } from '../../server/domain/load.ts';
import type { Protocol } from '../../server/domain/session.ts';
import { count, many } from './bytes.ts';
import { protocols } from './names.ts';
import { CRITICAL_AT, percent, WARNING_AT } from './pools.ts';
import { changeWords } from './trend.ts';
import type { State } from './verdict.ts';

/** How many sessions of a protocol go on, against what is licensed. */
export interface LimitLine {
  /** Of all protocols together, without one. */
  readonly protocol?: Protocol;
  readonly name: string;
  readonly value: number;
  readonly change: string;
  /** What limits it, or why that is not known. */
  readonly limit: string;
  /** The part that is in use, 0 to 1, where it is known. */
  readonly use?: number;
  readonly state: State;
}

/** The limit of all head-ends together: `undefined` while not every one has told its own. */
export function sessionLimit(rows: readonly LoadRow[]): { readonly most?: number; readonly said: string } {
  const told = rows.flatMap((row) => row.sessionLimit?.most ?? []);
  return summed(told, rows.length, 'the platform');
}

function summed(told: readonly number[], of: number, what: string): { readonly most?: number; readonly said: string } {
  const most = told.reduce((sum, one) => sum + one, 0);
  if (told.length === 0) return { said: 'limit not known' };
  if (told.length < of) return { said: `limit known of ${count(told.length)} of ${many(of, 'head-end')}` };
  return { most, said: `of ${count(most)} by ${what}` };
}

/** A line for each protocol that is used, and one of all. */
export function limitLines(
  { total, byProtocol }: Summary['sessions'],
  rows: readonly LoadRow[],
  earlier: Earlier | undefined,
): readonly LimitLine[] {
  // The border: Object.keys knows strings only.
  const used = (Object.keys(protocols) as Protocol[]).filter((one) => byProtocol[one] > 0 || (earlier?.byProtocol[one] ?? 0) > 0); // prettier-ignore
  const lines = used.map((protocol): LimitLine => {
    const limits = rows.flatMap((row) =>
      row.protocolLimits.filter((one) => one.protocols.includes(protocol)).slice(0, 1),
    );
    const names = new Set(limits.map(({ licence }) => licence));
    const { most, said } = summed(limits.map((one) => one.most), rows.length, [...names].join(', ')); // prettier-ignore
    // One licence is for several protocols: what counts against it is all of them.
    const [first] = limits;
    const shared = first?.protocols ?? [protocol];
    const sum = shared.reduce((all, one) => all + byProtocol[one], 0);
    const before = earlier === undefined ? undefined : (earlier.byProtocol[protocol] ?? 0);
    return {
      ...{ protocol, name: protocols[protocol].name, value: byProtocol[protocol] },
      ...{ change: changeWords(byProtocol[protocol], before), limit: said },
      ...useOf(most === undefined || names.size > 1 ? undefined : sum / most),
    };
  });
  const { most, said } = sessionLimit(rows);
  const all: LimitLine = {
    ...{ name: 'All', value: total, change: changeWords(total, earlier?.sessions), limit: said },
    ...useOf(most === undefined ? undefined : total / most),
  };
  return [...lines, all];
}

function useOf(use: number | undefined): Pick<LimitLine, 'use' | 'state'> {
  if (use === undefined || !Number.isFinite(use)) return { state: 'unknown' };
  return { use, state: use >= CRITICAL_AT ? 'crit' : use >= WARNING_AT ? 'warn' : 'ok' };
}

/** The bar in words. */
export function useWords({ use, limit }: LimitLine): string {
  return use === undefined ? limit : `${percent(use)} ${limit}`;
}
