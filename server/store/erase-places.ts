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
  delivery: { group: 'text', key: 'text', result: 'text', dismissed: 'json' },
  erasure: { reason: 'text' },
  archive: { name: 'text' },
  archive_open: { body: 'json' },
};

/** Columns of text in which no name of a VPN user stands, by their tables, and why. */
export const namelessColumns: Readonly<Record<string, readonly [columns: string, why: string]>> = {
  device: [
    'name state hostname version zone site owner phone circuit tags storing',
    'what a person said of a head-end; whom to call is an employee in office',
  ],
  device_address: ['address', 'addresses'],
  pool: ['name first last mask', 'of the configuration'],
  chain: ['tunnelGroup groupPolicy pools', 'of the configuration'],
  user: ['name folded bare', 'the names themselves, which are exchanged by their ids'],
  event: ['source kind evidence', 'kinds, sources and ids of messages'],
  session: [
    'publicIp protocol state startIs endIs assignedIp tunnels from auditSessionId assignedIpv6 protocols license encryption hashing dhGroup',
    'words of ours, addresses, algorithms',
  ],
  attempt: ['publicIp stage outcome cause sure hint refused', 'words of ours, addresses'],
  verdict: ['cause publicIp service', 'words of ours, addresses'],
  lease: ['address pool', 'addresses and pools'],
  device_seen: ['usualGap', 'counts'],
  collector: ['name', 'words of ours'],
  secret: ['owner field keyId nonce ciphertext', 'sealed'],
  device_user: ['name', 'deleted, not exchanged'],
  unknown: ['outcome oid', 'words of ours and OIDs'],
  hidden: ['told publicIp', 'addresses'],
  polling: ['transport host user fingerprint', 'our own account on a head-end'],
  unit: ['facts totals beat', 'facts of a chassis'],
  meter: ['listing latest previous carried sas', 'counters'],
  peer: ['connection publicIp protocols encryption', 'head-ends of others'],
  pool_poll: ['pool first last mask heldAddresses', 'addresses and pools'],
  stray: ['address pool', 'addresses'],
  configuration: ['part source', 'words of ours'],
  unread: ['command', 'commands'],
  snmp: ['version user auth priv host', 'our own account on a head-end'],
  snmp_engine: ['engineId', 'of a chassis'],
  sample: ['metric instance kind value previousValue', 'metrics'],
  session_listing: ['what', 'words of ours'],
  pool_minute: ['pool', 'pools'],
  session_text: ['which', 'words of ours'],
  series: ['metric instance', 'metrics, and names of interfaces and pools'],
  alert: ['rule severity', 'rules and severities'],
  alert_event: ['kind by', 'words of ours; who acknowledges is an account'],
  alert_memory: ['observer', 'names of observers'],
  channel: ['name kind settings from rules sites', 'what a person set up'],
  notification: ['kind severity', 'words of ours'],
  delivery: ['state', 'words of ours'],
  audit: [
    'by from kind about said saidHash hash',
    'accounts, and users as pseudonyms; words that name the user are deleted, which leaves the chain whole',
  ],
  event_release: ['why', 'always empty'],
  purge: ['what', 'words of ours'],
  erasure: ['pseudonym by counts', 'pseudonyms, accounts and counts'],
  archive: ['head device before counts', 'hashes, names of head-ends, spans of time and counts'],
  archive_open: ['kind key', 'words of ours, ids and addresses'],
  account: ['name role sites password', 'who uses the dashboard: accounts, not users'],
  visit: ['hash from agent', 'hashes, addresses, browsers'],
  token: ['hash name role', 'hashes, and what an account calls its own'],
  wall: ['hash name sites by', 'hashes, what an administrator calls a screen, and sites'],
};
