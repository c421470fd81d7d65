import type { TopicName } from '../feed.ts';
import type { Role } from './role.ts';

/** Who may: everybody without logging in, or these roles. */
const permits = {
  everybody: 'everybody',
  /** Whoever is let in at all. */
  entered: ['wall', 'helpdesk', 'viewer', 'operator', 'admin'],
  /** Whoever has an account. */
  own: ['helpdesk', 'viewer', 'operator', 'admin'],
  screen: ['wall', 'viewer', 'operator', 'admin'],
  /** One user at a time, for helpdesk: only the one that it has given a reason for. */
  lookUp: ['helpdesk', 'viewer', 'operator', 'admin'],
  helpdesk: ['helpdesk'],
  read: ['viewer', 'operator', 'admin'],
  act: ['operator', 'admin'],
  govern: ['admin'],
} as const satisfies Record<string, 'everybody' | readonly Role[]>;

export type Permit = keyof typeof permits;

/** Their names: what a page is told that it may. */
export const permitNames = Object.keys(permits) as readonly Permit[]; // the keys of the table above

/** THE TABLE: which route is for whom. The program does not start with a route that is not in it. */
export const routePermits: Readonly<Record<string, Permit>> = {
  // The pages and their files hold no data.
  'GET /*': 'everybody',
  'GET /users/*': 'everybody',
  'GET /devices/*': 'everybody',
  // Coming in.
  'GET /api/alive': 'everybody',
  'GET /api/me': 'everybody',
  'POST /api/set-up': 'everybody',
  'POST /api/login': 'everybody',
  'POST /api/enter': 'everybody',
  'POST /api/oidc': 'everybody',
  'GET /api/oidc/back': 'everybody',
  'POST /api/pairings': 'everybody',
  'GET /api/pairings/mine': 'everybody',
  'POST /api/logout': 'entered',
  'POST /api/here': 'own',

  // The own account.
  'POST /api/me/password': 'own',
  'POST /api/me/seed': 'own',
  'POST /api/me/codes': 'own',
  'POST /api/me/codes/drop': 'own',
  'GET /api/me/visits': 'own',
  'POST /api/me/visits/:id/end': 'own',
  'POST /api/me/tokens': 'own',
  'POST /api/me/tokens/:id/revoke': 'own',

  // Others' accounts, and walls.
  'GET /api/accounts': 'govern',
  'POST /api/accounts': 'govern',
  'POST /api/accounts/:id': 'govern',
  'POST /api/accounts/:id/end': 'govern',
  'GET /api/pairings': 'govern',
  'GET /api/walls': 'govern',
  'POST /api/walls': 'govern',
  'POST /api/walls/:id/revoke': 'govern',

  // What hangs on a wall: figures. Whom an alert is about comes by the feed, where the wall may tell it.
  'GET /api/wall': 'screen',
  'GET /api/summary': 'screen',
  'GET /api/pools': 'screen',
  'GET /api/aaa': 'screen',

  // One user.
  'POST /api/look-ups': 'helpdesk',
  'GET /api/users/:name': 'lookUp',
  'GET /api/users/:name/earlier': 'lookUp',
  'GET /api/sessions': 'lookUp',
  'GET /api/sessions/:id': 'lookUp',
  'GET /api/attempts': 'lookUp',
  'GET /api/attempts/:id': 'lookUp',
  'GET /api/verdicts': 'lookUp',

  // Everything there is to see.
  'GET /metrics': 'read',
  'GET /api/addresses/:address': 'read',
  'GET /api/alerts': 'read',
  'GET /api/alerts/:id': 'read',
  'GET /api/alerts/channels': 'read',
  'GET /api/alerts/deliveries': 'read',
  'GET /api/alerts/rules': 'read',
  'GET /api/alerts/silences': 'read',
  'GET /api/alerts/windows': 'read',
  'GET /api/arrivals': 'read',
  'GET /api/attempts/groups': 'read',
  'GET /api/attempts/over-time': 'read',
  'GET /api/attempts/patterns': 'read',
  'GET /api/census': 'read',
  'GET /api/devices': 'read',
  'GET /api/devices/:name': 'read',
  'GET /api/devices/:name/findings': 'read',
  'GET /api/devices/:name/unstored': 'read',
  'GET /api/health': 'read',
  'GET /api/hidden': 'read',
  'GET /api/ledger': 'read',
  'GET /api/listening': 'read',
  'GET /api/load': 'read',
  'GET /api/management': 'read',
  'GET /api/message-ids/:messageId': 'read',
  'GET /api/messages': 'read',
  'GET /api/messages.csv': 'read',
  'GET /api/messages.json': 'read',
  'GET /api/messages/:id': 'read',
  'GET /api/minutes': 'read',
  'GET /api/pools/history': 'read',
  'GET /api/series': 'read',
  'GET /api/series/lately': 'read',
  'GET /api/sessions.csv': 'read',
  'GET /api/sessions.json': 'read',
  'GET /api/sources': 'read',
  'GET /api/trend': 'read',
  'GET /api/unknown': 'read',
  'GET /api/users': 'read',

  // What people do about alerts.
  'POST /api/alerts/:id/acknowledge': 'act',
  'POST /api/alerts/:id/release': 'act',
  'POST /api/alerts/silences': 'act',
  'POST /api/alerts/silences/:id/expire': 'act',
  'POST /api/alerts/windows': 'act',
  'POST /api/alerts/windows/:id/cancel': 'act',
  'POST /api/alerts/deliveries/:id/resend': 'act',
  'POST /api/alerts/deliveries/:id/dismiss': 'act',
  'POST /api/alerts/rules/:rule/preview': 'act',
  'POST /api/alerts/rules/:rule': 'govern',
  'POST /api/alerts/rules/:rule/reset': 'govern',
  'POST /api/alerts/channels/:name/test': 'govern',
};

/** What whoever is bound to sites may ask: each of these tells of the head-ends at them alone, or of nobody. Whatever is not here is closed to them. */
const sited: ReadonlySet<string> = new Set([
  ...['GET /*', 'GET /users/*', 'GET /devices/*', 'GET /api/alive', 'GET /api/me'],
  ...[
    'POST /api/login',
    'POST /api/enter',
    'POST /api/oidc',
    'GET /api/oidc/back',
    'POST /api/logout',
    'POST /api/here',
  ],
  ...['POST /api/me/password', 'POST /api/me/seed', 'POST /api/me/codes', 'POST /api/me/codes/drop'],
  ...['GET /api/me/visits', 'POST /api/me/visits/:id/end', 'POST /api/me/tokens', 'POST /api/me/tokens/:id/revoke'],
  ...[
    'POST /api/look-ups',
    'GET /api/sessions',
    'GET /api/sessions/:id',
    'GET /api/sessions.csv',
    'GET /api/sessions.json',
  ],
  ...['GET /api/attempts', 'GET /api/attempts/:id', 'GET /api/attempts/groups', 'GET /api/attempts/over-time'],
  ...['GET /api/attempts/patterns', 'GET /api/verdicts', 'GET /api/devices', 'GET /api/devices/:name'],
  ...[
    'GET /api/devices/:name/findings',
    'GET /api/devices/:name/unstored',
    'GET /api/sources',
    'GET /api/pools',
    'GET /api/pools/history',
    'GET /api/aaa',
    'GET /api/wall',
  ],
  ...['GET /api/summary', 'GET /api/minutes', 'GET /api/census', 'GET /api/load', 'GET /api/trend'],
  ...['GET /api/series', 'GET /api/series/lately'],
  ...['GET /api/alerts', 'GET /api/alerts/:id', 'GET /api/alerts/silences', 'GET /api/alerts/windows'],
  ...['POST /api/alerts/:id/acknowledge', 'POST /api/alerts/:id/release'],
  ...['POST /api/alerts/silences', 'POST /api/alerts/silences/:id/expire'],
  ...['POST /api/alerts/windows', 'POST /api/alerts/windows/:id/cancel'],
  ...['GET /api/users', 'GET /api/users/:name', 'GET /api/users/:name/earlier', 'GET /api/addresses/:address'],
  ...['GET /api/messages', 'GET /api/messages.csv', 'GET /api/messages.json'],
  ...['GET /api/messages/:id', 'GET /api/message-ids/:messageId'],
]);

/** Whether a route is open to whoever is bound to sites. */
export function isSited(method: string, url: string): boolean {
  return sited.has(`${method === 'HEAD' ? 'GET' : method} ${url}`);
}

/** Which topic of the live feed is for whom. */
export const topicPermits: Readonly<Record<TopicName, Permit>> = {
  summary: 'screen',
  pools: 'screen',
  chains: 'screen',
  devices: 'screen',
  minutes: 'screen',
  gaps: 'screen',
  health: 'screen',
  alerts: 'screen',
  sessions: 'read',
  messages: 'read',
  logins: 'read',
};

/** Whether the permit lets a role do it; without a role only what is for everybody. */
export function isPermitted(permit: Permit, role: Role | undefined): boolean {
  const who: 'everybody' | readonly Role[] = permits[permit];
  return who === 'everybody' || (role !== undefined && who.includes(role));
}
