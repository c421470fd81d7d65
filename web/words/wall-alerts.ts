import { byUrgency, type AlertRow } from '../../server/domain/alert/row.ts';
import type { RuleId } from '../../server/domain/alert/rules.ts';
import { many } from './bytes.ts';
import { plain } from './plain.ts';
import { age } from './time.ts';
import type { Condition } from './wall-conditions.ts';
import { isMaintained, type WallFacts } from './wall-facts.ts';
import { named } from './wall-fit.ts';
import type { WallLine, WallTile } from './wall-tile.ts';

/** What each rule is called where there is little room: in the 15 characters that a line of a tile holds at least. */
const shortTitles: Readonly<Record<RuleId, string>> = {
  'xauth.ratio': 'users fail',
  'xauth.lockout': 'user locked out',
  'xauth.spray_succeeded': 'spray got in',
  'xauth.new_source': 'new source in',
  'xauth.spray': 'spray',
  'xauth.saved_password': 'old password',
  'psk.probing': 'group probed',
  'pool.chain': 'pools fill up',
  'pool.member': 'pool full',
  'pool.exhausted': 'pools are full',
  'address.none': 'no address',
  'aaa.group': 'no AAA server',
  'aaa.server': 'AAA failed',
  'limit.sessions': 'near the limit',
  'limit.refused': 'limit reached',
  'sessions.dropped': 'many dropped',
  'device.restarted': 'restarted',
  'device.silent': 'silent',
  'device.quiet': 'quiet',
  'device.unreachable': 'no polls',
  'device.clock': 'clock wrong',
  'collector.drops': 'messages lost',
  'collector.stuck': 'not writing',
  'collector.disk': 'disk full',
  'collector.unparsed': 'not understood',
  'collector.certificate': 'certificate',
};

/** What the wall finds by itself from the same figures: as an alert it would stand there twice. */
const foundAnyway: ReadonlySet<RuleId> = new Set([
  'pool.chain',
  'aaa.group',
  'aaa.server',
  'limit.sessions',
  'device.silent',
  'device.quiet',
  'device.unreachable',
  'device.clock',
  'xauth.spray',
]);

const states = { critical: 'crit', warning: 'warn' } as const;

/** The open alerts of a wall, the worst first: what nobody is told of, and what is for information, does not hang there. */
export function alertsOnWall({ alerts = [], devices }: Pick<WallFacts, 'alerts' | 'devices'>): readonly AlertRow[] {
  const maintained = new Set(devices.filter(isMaintained).map(({ name }) => name));
  return alerts
    .filter(({ clearedAt, muted }) => clearedAt === undefined && muted === undefined)
    .filter(({ severity, device }) => severity !== 'information' && !maintained.has(device ?? ''))
    .sort(byUrgency);
}

/**
 * Alerts as conditions: what each is about is told by its rule and head-end, and by the user where the wall may name them; never by its
 * text, which names more.
 */
export function alertConditions(facts: WallFacts): readonly Condition[] {
  return alertsOnWall(facts).flatMap((row): readonly Condition[] => {
    const { id, rule, severity, device, raisedAt } = row;
    if (severity === 'information' || foundAnyway.has(rule)) return [];
    const shared = { key: `alert ${id}`, state: states[severity], since: raisedAt };
    return [{ ...shared, said: wordings(row, facts), ...(device !== undefined && { device }) }];
  });
}

/**
 * The tile of alerts: each with its age and who has it. None while all that is open hangs there anyway, no milder, and nobody has taken it
 * on: the other tiles need the room.
 */
export function alertTile(facts: WallFacts, all: readonly Condition[], now: number): readonly WallTile[] {
  const open = alertsOnWall(facts);
  const isTold = ({ rule, severity, device, acknowledged }: AlertRow): boolean =>
    acknowledged === undefined &&
    foundAnyway.has(rule) &&
    (severity !== 'critical' || all.some((one) => one.state === 'crit' && one.device === device));
  if (open.every(isTold)) return [];
  const lines = open.map((row): WallLine => {
    const { severity, raisedAt, acknowledged } = row;
    const old = age(now - raisedAt);
    const owner = acknowledged === undefined ? 'nobody has it' : plain(acknowledged.by);
    const said = wordings(row, facts);
    return {
      ...(severity !== 'information' && { state: states[severity] }),
      said: [...said.map((one) => `${one}, ${old}, ${owner}`), ...said.map((one) => `${one}, ${old}`), ...said],
    };
  });
  const critical = open.filter(({ severity }) => severity === 'critical').length;
  const unit = critical > 0 ? `${critical} critical` : many(open.length, 'warning').replace(/^\S+ /, '');
  const state = open.some(({ severity }) => severity === 'critical') ? 'crit' : 'warn';
  return [{ id: 'alerts', name: ['Alerts'], state, hero: { value: String(open.length), unit }, lines }];
}

function wordings({ rule, device, about: { user } }: AlertRow, { mayName = false }: WallFacts): readonly string[] {
  const title = shortTitles[rule];
  const at = device === undefined ? [] : named([plain(device)], (on = '') => [`${on}: ${title}`]);
  if (!mayName || user === undefined) return [...at, title];
  const place = device === undefined ? [] : [plain(device)];
  const whom = named([plain(user), ...place], (who = '', ...on) => [[...on, `${title}, ${who}`].join(': ')]);
  return [...whom, ...at, title];
}
