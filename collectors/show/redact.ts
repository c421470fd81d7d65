const REMOVED = '<removed>';

/** Words after which the rest of a line is secret; each may end a longer word (`ldap-login-password`, `radius-common-pw`). */
const words = [
  'pre-shared-key',
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'pw',
  // `sa timing: remaining key lifetime (sec): 28590` of an IPsec SA is none.
  '(?<!sa timing: remaining )key',
  'key-string',
  'community',
  'secret',
  'pkcs12',
  'idtoken',
  'publickey',
  'pkf',
  'hidden-parameter',
];
const keyword = new RegExp(`(?<![^\\s"'=])([\\w-]*?(?<![a-z0-9])(?:${words.join('|')})["']?[\\s=:]+)\\S.*`, 'i');

/** Forms whose secret has no such word before it: what stays, then what goes. */
const forms: readonly RegExp[] = [
  // `aaa-server G (inside) host A KEY timeout N`: PIX 6 and early 7.0 have the key right behind the address.
  /(\baaa-server\s+\S+\s+(?:\(\S*\)\s+)?host\s+\S+\s+)\S.*/i,
  // `snmp-server user U G v3 ... auth md5 X priv aes 128 Y`
  /(\bsnmp-server\s+user\s.*?\s(?:auth|priv)\s+)\S.*/i,
  // `snmp-server host I A COMMUNITY`: the word `community` came later.
  /(\bsnmp-server\s+host\s+\S+\s+\S+\s+)(?!(?:trap|poll|version|udp-port|community)\b)\S.*/i,
  // `logging ftp-server A PATH USER PASSWORD`
  /(\bftp-server\s+\S+\s+\S+\s+)\S.*/i,
  // `ldap-dn NAME PASSWORD` of a trustpoint's list of revocations: the name may have blanks.
  /(\bldap-dn\s+)\S.*/i,
  // `authentication meticulous-sha-1 KEY key-id N` of BFD
  /(\bauthentication\s+(?:meticulous-)?(?:md5|sha-1)\s+)\S.*/i,
];

/** Words before a secret as they are typed, with the letters that are enough of them. */
const typedWords = [
  ['password', 2],
  ['passwd', 2],
  ['pre-shared-key', 2],
  ['community', 3],
  ['secret', 3],
  ['ldap-login-password', 12],
  ['authentication-key', 16],
  ['message-digest-key', 8],
  ['key-string', 5],
  ['pkcs12', 2],
  ['idtoken', 2],
  ['encpass', 7],
] as const;

/** Words before `key`. */
const keyed = [
  ['failover', 2],
  ['isakmp', 2],
  ['authentication', 2],
  ['cluster', 2],
  ['tacacs-server', 3],
  ['radius-server', 3],
] as const;

/** Forms of commands as they are typed: what stays, then what goes. Rather too much goes than too little. */
const typedForms: readonly RegExp[] = [
  new RegExp(
    `(?<![^\\s"'=])((?:${typedWords.map(([word, least]) => short(word, least)).join('|')})["']?[\\s=:]+)\\S.*`,
    'i',
  ),
  // `username U p X`, `vpngroup G p X`, `enable p X`
  new RegExp(`(?<![\\w-])((?:${short('username', 2)}|${short('vpngroup', 4)})\\s+\\S+\\s+p[a-z]*\\s+)\\S.*`, 'i'),
  new RegExp(`(?<![\\w-])(${short('enable', 2)}\\s+p[a-z]*\\s+)\\S.*`, 'i'),
  // `key X` and `radius-common-pw X` of a mode begin their command; elsewhere their letters may stand for anything.
  new RegExp(`^(\\s*(?:no\\s+)?(?:ke?|${short('radius-common-pw', 2)})\\s+)\\S.*`, 'i'),
  new RegExp(`(?<![\\w-])((?:${keyed.map(([word, least]) => short(word, least)).join('|')})\\s+ke?\\s+)\\S.*`, 'i'),
  // `ntp authentication-key N md5 X`, and routing protocols
  /(\bmd5\s+)\S.*/i,
  new RegExp(`(${short('aaa-server', 5)}\\s+\\S+\\s+(?:\\(\\S*\\)\\s+)?${short('host', 1)}\\s+\\S+\\s+)\\S.*`, 'i'),
  // What is no flag, or stands behind one that takes it, is a community.
  new RegExp(
    `(${short('snmp-server', 6)}\\s+${short('host', 1)}\\s+\\S+\\s+\\S+\\s+)` +
      `(?!(?:(?:${short('trap', 1)}|${short('poll', 1)}|${short('udp-port', 1)}\\s+\\d+|${short('version', 1)}\\s+[123]c?(?:\\s+\\S+)?)(?:\\s+|$))+$)\\S.*`,
    'i',
  ),
  new RegExp(`(${short('snmp-server', 6)}\\s+${short('user', 1)}\\s+\\S+\\s+\\S+\\s+)\\S.*`, 'i'),
  new RegExp(`(${short('ftp-server', 5)}\\s+\\S+\\s+\\S+\\s+)\\S.*`, 'i'),
];

// The head of a block of bytes (certificate, key, PKCS #12), and the lines of one: hex in groups, or base64.
const blockHead = /^\s*(?:certificate(?:\s+\S+)*\s+[0-9a-f]{2,}|key-string|crypto\s+ca\s+(?:import|export)\s.*)\s*$/i;
const blockLine = /^\s*(?:(?:[0-9a-f]{1,8}\s+)*[0-9a-f]{1,8}|[a-z0-9+/]+={0,2})\s*$/i;
/** Lines that are bytes wherever they stand, so that a block whose head is cut off is dropped as well. */
const bytes = /^\s*(?:(?:[0-9a-f]{8}\s+)+[0-9a-f]{1,8}|[a-z0-9+/]{40,}={0,2})\s*$/i;

/**
 * The lines of what a device printed, without what its pager left: `<--- More --->`, and the 14 blanks between
 * carriage returns that wipe it away; `mark` takes their place. What is left of the line keeps its own indentation.
 */
export function lines(text: string, mark = ''): readonly string[] {
  return text
    .replace(/<--- More --->(?:\r {0,14}\r?(?!\n)| {1,14})?/g, mark)
    .split(/\r\n\r|\r\r\r\n|\r\r\n|\r\n|\n\r|\n|\r/);
}

/** What every secret that is taken out here has in it or before it; nearly all output has none of it, and is not gone through line by line. */
const suspicious = new RegExp(
  `(?<![a-z0-9])(?:${words.join('|')})["']?[\\s=:]|token=|//|(?:aaa|snmp|ftp)-server|ldap-dn|authentication|-----BEGIN` +
    '|^\\s*(?:certificate|crypto|[0-9a-f]{8}\\s|[a-z0-9+/]{40})',
  'im',
);

/** What a device printed, without its passwords, keys, communities, certificates and credentials in addresses. */
export function redact(text: string): string {
  const whole = lines(text).join('\n');
  return suspicious.test(whole) ? redactLines(whole) : whole;
}

function redactLines(text: string): string {
  const kept: string[] = [];
  let inside: 'block' | 'pem' | undefined;
  for (const line of text.split('\n')) {
    if (inside === 'pem') {
      if (/-----END /.test(line)) inside = undefined;
    } else if (/-----BEGIN /.test(line)) {
      inside = 'pem';
      kept.push(REMOVED);
    } else if (inside === 'block' && blockLine.test(line) && line.trim() !== 'quit') {
      continue;
    } else {
      inside = blockHead.test(line) ? 'block' : undefined;
      kept.push(bytes.test(line) ? REMOVED : redactLine(line));
    }
  }
  return kept.join('\n');
}

/** `Redirect URL : https://ise/portal?sessionId=S&token=T`: what lets a client into its portal. */
const token = /([?&][\w-]*token=)\S+/i;

/** One line without its secrets. */
export function redactLine(line: string): string {
  // Up to the last @ of the word: a password may hold an @ or a slash. A token may, too, so it goes before.
  let kept = line.replace(token, `$1${REMOVED}`).replace(/\S+/g, (word) => {
    const start = word.indexOf('//');
    const end = word.lastIndexOf('@');
    return start < 0 || end < start ? word : `${word.slice(0, start)}//${REMOVED}${word.slice(end)}`;
  });
  for (const form of forms) kept = kept.replace(form, `$1${REMOVED}`);
  return kept.replace(keyword, `$1${REMOVED}`);
}

/** A command as it was typed, without its secrets: its words may be abbreviated as far as the ASA takes them. */
export function redactCommand(command: string): string {
  return command.replace(/[^\r\n]+/g, (line) =>
    typedForms.reduce((kept, form) => kept.replace(form, `$1${REMOVED}`), redactLine(line)),
  );
}

/** A pattern for the word and its beginnings of at least so many letters. */
function short(word: string, least: number): string {
  const rest = Array.from(word.slice(least)).reduceRight((inner, letter) => `(?:${letter}${inner})?`, '');
  return `${word.slice(0, least)}${rest}`;
}
