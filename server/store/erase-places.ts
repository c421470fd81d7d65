/** How a column is read when a name is taken out of it: as text, as JSON, or as JSON where it is such. */
type Read = 'text' | 'json';

/** Where names may stand beside the users themselves, and how each column is read. */
export type Places = Readonly<Record<string, Readonly<Record<string, Read>>>>;

/** Large, and changed by every line that comes: read by a handle that only looks, and rewritten in steps. */
export const largePlaces: Places = {
  event: { body: 'json' },
  session: {
    ...{ endReason: 'text', closingReason: 'text', tunnelGroup: 'text', groupPolicy: 'text', clientType: 'text' },
    ...{ clientVersion: 'text', sessionType: 'text', firewall: 'text', firewallMismatch: 'text', authMode: 'text' },
  },
  attempt: {
    ...{ tunnelGroup: 'text', groupPolicy: 'text', aaaServer: 'text', detail: 'text', clientType: 'text' },
    ...{ clientVersion: 'text', firewall: 'text', firewallMismatch: 'text' },
  },
  verdict: { reason: 'text', aaaServer: 'text', tunnelGroup: 'text' },
  session_text: { text: 'text' },
  session_listing: { listed: 'json' },
};

/** What their rows are told apart by, where they have no number. */
export const largeKeys: Readonly<Record<string, readonly [string, string]>> = {
  session_text: ['session', 'which'],
  session_listing: ['session', 'what'],
};

/** Of the small ones those whose rows have no number: each is written anew. */
export const withoutRowId: ReadonlySet<string> = new Set([
  ...['configuration', 'unread', 'alert_episode', 'alert_group', 'alert_setting'],
]);

/** Small, or held in memory by whoever judges alerts: rewritten at once, while nothing else is. */
export const smallPlaces: Places = {
  unknown: { sample: 'text' },
  poll: { facts: 'json', failures: 'json' },
  snmp_poll: { facts: 'json', failures: 'json' },
  configuration: { told: 'json' },
  unread: { failure: 'json' },
  alert: { subject: 'text', body: 'json' },
  alert_event: { detail: 'text' },
  alert_episode: { key: 'text', body: 'json' },
  alert_memory: { key: 'text', body: 'json' },
  alert_group: { key: 'text', body: 'json' },
  alert_setting: { key: 'text', body: 'json' },
  silence: { body: 'json' },
  maintenance: { body: 'json' },
  notification: { group: 'text', title: 'text', alerts: 'json' },
  delivery: { group: 'text', key: 'text', result: 'text' },
  erasure: { reason: 'text' },
};

/** Columns of text in which no name of a VPN user stands, and why. */
export const namelessColumns: Readonly<Record<string, string>> = {
  'user.*': 'the names themselves, which are exchanged by their ids',
  'device_user.name': 'deleted, not exchanged',
  'device.*': 'what a person said of a head-end; whom to call is an employee in office',
  'device_address.*': 'addresses',
  'pool.*': 'of the configuration',
  'chain.*': 'of the configuration',
  'event.*': 'kinds, sources and ids of messages',
  'event_release.*': 'always empty',
  'session.*': 'words of ours, addresses, algorithms',
  'attempt.*': 'words of ours, addresses',
  'verdict.*': 'words of ours, addresses',
  'lease.*': 'addresses and pools',
  'collector.*': 'words of ours',
  'secret.*': 'sealed',
  'audit.*': 'accounts, and users as pseudonyms; words that name the user are deleted, which leaves the chain whole',
  'account.*': 'who uses the dashboard: accounts, not users',
  'visit.*': 'hashes, addresses, browsers',
  'token.*': 'hashes, and what an account calls its own',
  'wall.*': 'hashes, and what an administrator calls a screen',
  'unknown.*': 'words of ours and OIDs',
  'hidden.*': 'addresses',
  'polling.*': 'our own account on a head-end',
  'unit.*': 'facts of a chassis',
  'meter.*': 'counters',
  'peer.*': 'head-ends of others',
  'pool_poll.*': 'addresses and pools',
  'pool_minute.*': 'pools',
  'stray.*': 'addresses',
  'configuration.*': 'words of ours',
  'unread.*': 'commands',
  'snmp.*': 'our own account on a head-end',
  'snmp_engine.*': 'of a chassis',
  'sample.*': 'metrics',
  'device_seen.*': 'counts',
  'session_listing.*': 'words of ours',
  'session_text.*': 'words of ours',
  'alert.*': 'rules and severities',
  'alert_event.*': 'words of ours; who acknowledges is an account',
  'alert_memory.*': 'names of observers',
  'channel.*': 'what a person set up',
  'notification.*': 'words of ours',
  'delivery.*': 'words of ours',
  'purge.*': 'words of ours',
  'erasure.*': 'pseudonyms, accounts and counts',
};
