const REMOVED = '<removed>';

/** Words after which the rest of a line is secret; each may end a longer word (`ldap-login-password`, `radius-common-pw`). */
const words = [
  'pre-shared-key',
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'pw',
  'key',
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
];

// The head of a block of bytes (certificate, key, PKCS #12), and the lines of one: hex in groups, or base64.
const blockHead = /^\s*(?:certificate(?:\s+\S+)*\s+[0-9a-f]{2,}|key-string|crypto\s+ca\s+(?:import|export)\s.*)\s*$/i;
const blockLine = /^\s*(?:(?:[0-9a-f]{1,8}\s+)*[0-9a-f]{1,8}|[a-z0-9+/]+={0,2})\s*$/i;
/** Lines that are bytes wherever they stand, so that a block whose head is cut off is dropped as well. */
const bytes = /^\s*(?:(?:[0-9a-f]{8}\s+)+[0-9a-f]{1,8}|[a-z0-9+/]{40,}={0,2})\s*$/i;

/**
 * The lines of what a device printed, without what its pager left: `<--- More --->`, and the 14 blanks between
 * carriage returns that wipe it away. What is left of the line keeps its own indentation.
 */
export function lines(text: string): readonly string[] {
  return text
    .replace(/<--- More --->(?:\r {0,14}\r?(?!\n)| {1,14})?/g, '')
    .split(/\r\n\r|\r\r\r\n|\r\r\n|\r\n|\n\r|\n|\r/);
}

/** What a device printed, without its passwords, keys, communities, certificates and credentials in addresses. */
export function redact(text: string): string {
  const kept: string[] = [];
  let inside: 'block' | 'pem' | undefined;
  for (const line of lines(text)) {
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

/** One line without its secrets. */
export function redactLine(line: string): string {
  // Up to the last @ of the word: a password may hold an @ or a slash.
  let kept = line.replace(/\S+/g, (word) => {
    const start = word.indexOf('//');
    const end = word.lastIndexOf('@');
    return start < 0 || end < start ? word : `${word.slice(0, start)}//${REMOVED}${word.slice(end)}`;
  });
  for (const form of forms) kept = kept.replace(form, `$1${REMOVED}`);
  return kept.replace(keyword, `$1${REMOVED}`);
}
