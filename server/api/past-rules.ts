import { observers } from '../domain/alert/observe/observers.ts';
import type { Observer } from '../domain/alert/observer.ts';
import type { RuleId } from '../domain/alert/rules.ts';
import type { Claim } from '../domain/claim.ts';

/** By which observer a rule is looked for in what is kept, and what that does not tell. */
export interface Way {
  readonly look: Observer;
  readonly why: string;
  /** What messages claim, of which no event tells: read from the messages that are kept. */
  readonly claims?: readonly Claim['kind'][];
  /** Its observer asks for claims alone. */
  readonly noEvents?: true;
  /** What it says grows while nothing comes: so often it is asked, in milliseconds. */
  readonly idle?: number;
}

/** Rules whose measure is kept by the minute. */
type Counted = 'pool.chain' | 'pool.member' | 'limit.sessions';

const MESSAGES = 'Messages are looked at as far back as they are kept.';
const restarts = {
  look: observers.drops,
  claims: ['device.restarted', 'failover.switched'],
  idle: 10_000,
  why: MESSAGES,
} as const satisfies Way;
const servers = {
  look: observers.aaa,
  claims: ['aaa.failed', 'aaa.active', 'aaa.accepted', 'aaa.rejected', 'aaa.silent'],
  noEvents: true,
  idle: 10_000,
  why: `Groups have the servers that the last poll listed; that an earlier poll found one failed, or active again, is not kept. ${MESSAGES}`,
} as const satisfies Way;
const knownSince = 'Names count as known from their first login within these 7 days on.';

/** Rules that are looked for in events and messages. */
export const byRecord: Readonly<Record<Exclude<RuleId, Counted | keyof typeof untold>, Way>> = {
  'xauth.ratio': { look: observers.logins, why: knownSince },
  'xauth.lockout': { look: observers.logins, why: `${knownSince} ${MESSAGES}`, claims: ['user.locked'] },
  'xauth.spray_succeeded': { look: observers.logins, why: 'What failed before these 7 days is not looked at.' },
  'xauth.new_source': {
    look: observers.logins,
    why: 'Addresses count as new from the beginning of these 7 days on.',
  },
  'xauth.spray': { look: observers.logins, why: 'Refusals that name nobody (713167) are not among the events.' },
  'xauth.saved_password': { look: observers.logins, why: knownSince },
  'psk.probing': { look: observers.psk, why: '' },
  'pool.exhausted': { look: observers.refusals, why: 'Pools are taken as they are chained now.' },
  'address.none': { look: observers.refusals, why: 'Pools are taken as they are chained now.' },
  'limit.refused': { look: observers.limits, why: '' },
  'aaa.group': servers,
  'aaa.server': servers,
  'sessions.dropped': restarts,
  'device.restarted': restarts,
};

/** Why the past of other rules cannot be told: what of it is not kept. */
export const untold = {
  'device.silent': 'When each head-end was last heard is kept, but not when it was heard before.',
  'device.quiet': 'When each head-end was last heard is kept, but not when it was heard before.',
  'device.unreachable': 'Of each head-end the last poll is kept, but not when the others succeeded or failed.',
  'device.clock': 'How wrong the clock of a head-end is, is kept as it is now alone.',
  'collector.drops': 'How many messages were lost is counted since the start of this process, but not when.',
  'collector.stuck': 'How far what is committed is behind is not kept.',
  'collector.disk': 'How full the disk was is not kept.',
  'collector.unparsed': 'Messages in words that are not known are counted in all, but not by the minute.',
  'collector.certificate': 'Which certificates there were is not kept.',
} as const satisfies Readonly<Partial<Record<RuleId, string>>>;

/** Whether nothing can be told of the rule's past. */
export function isUntold(rule: RuleId): rule is keyof typeof untold {
  return Object.hasOwn(untold, rule);
}
