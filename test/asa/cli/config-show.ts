import { runningConfig } from '../lab/running-config.ts';
import { generation, versions } from './device.ts';
import type { Device } from './device.ts';

/** `show running-config [WORDS]`: the lab's, in this release's words, with the pools that the model has; `undefined`: no such section. */
export function config(device: Device, words: readonly string[]): readonly string[] | undefined {
  const lines = whole(device);
  if (words.length === 0) return lines;
  if (words[0] === 'all') return all(device, words.slice(1), lines);
  const start = words.join(' ');
  const heads = sections[start] ?? (sectionWords.has(words[0] ?? '') ? [start] : undefined);
  return heads === undefined ? undefined : section(lines, heads);
}

/** A section is every line that begins so, with the lines that are indented below it. */
function section(lines: readonly string[], heads: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let inside = false;
  for (const line of lines) {
    if (!/^[ \t]/.test(line)) {
      const text = line.replace(/^no /, '');
      inside = heads.some((head) => text === head || text.startsWith(`${head} `));
    }
    if (inside) kept.push(line);
  }
  return kept;
}

/** What a word shows that is not how the lines begin. */
const sections: Readonly<Record<string, readonly string[]>> = {
  names: ['names', 'name'],
  ip: ['ip local pool'],
  isakmp: ['crypto isakmp', 'isakmp'],
  aaa: ['aaa'],
  vpn: ['vpn-addr-assign', 'vpn-sessiondb'],
};

const sectionWords = new Set(
  (
    'aaa aaa-server access-list banner clock crypto dhcp-server failover global group-policy hostname http icmp interface ip ' +
    'ikev1 isakmp ldap logging mtu name names nat ntp object object-group pager prompt router route service-policy snmp-server ' +
    'ssh ssl static sysopt telnet threat-detection timeout tunnel-group url-list username vpn-addr-assign vpn-sessiondb webvpn'
  ).split(' '),
);

/** `all` adds what the release has by default. */
function all(device: Device, words: readonly string[], lines: readonly string[]): readonly string[] | undefined {
  const [word] = words;
  if (word === undefined || (word !== 'crypto' && word !== 'sysopt')) return undefined;
  const own = section(lines, [words.join(' ')]);
  const first = (line: string) => line.replace(/^no /, '').replace(/ (\d+|enable|disable|auto|address)$/, '');
  const told = new Set(own.map(first));
  const added = defaults(device)[word].filter((line) => !told.has(first(line)));
  return words.length === 1 ? [...added, ...own] : own;
}

function defaults(device: Device): Readonly<Record<'crypto' | 'sysopt', readonly string[]>> {
  const shape = generation(device);
  const ike = shape > 8 ? 'crypto ikev1' : 'crypto isakmp';
  return {
    sysopt: [
      'no sysopt connection timewait',
      'sysopt connection tcpmss 1380',
      'sysopt connection tcpmss minimum 0',
      device.asa.dialect.release === '7.0' ? 'sysopt connection permit-ipsec' : 'sysopt connection permit-vpn',
      ...(shape > 7 ? ['sysopt connection reclassify-vpn'] : []),
      'no sysopt radius ignore-secret',
      'no sysopt noproxyarp outside',
      'no sysopt noproxyarp inside',
    ],
    crypto: [
      'crypto ipsec security-association lifetime seconds 28800',
      'crypto ipsec security-association lifetime kilobytes 4608000',
      'crypto ipsec security-association replay window-size 64',
      'crypto ipsec df-bit copy-df outside',
      'crypto ipsec fragmentation before-encryption outside',
      ...(shape > 8
        ? ['crypto isakmp identity auto', 'crypto isakmp nat-traversal 20']
        : ['crypto isakmp identity auto']),
      `no ${ike} ipsec-over-tcp port 10000`,
      `no ${ike} disconnect-notify`.replace('ikev1', 'isakmp'),
      `no ${ike} am-disable`,
    ],
  };
}

/** All of it. */
function whole(device: Device): readonly string[] {
  if (device.config !== undefined) return device.config.replace(/\n$/, '').split('\n');
  const shape = generation(device);
  const [own] = versions[device.asa.dialect.release];
  const range = (name: string) => device.asa.pools().find((pool) => pool.name === name)?.range;
  const [vpnpool, acpool] = [range('vpnpool'), range('acpool')];
  if (vpnpool === undefined || acpool === undefined)
    throw new Error('this ASA has other pools than the lab: give its config');
  const key = `${device.asa.dialect.release} ${device.hostname} ${device.mate === undefined} ${JSON.stringify([vpnpool, acpool])}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const lines = runningConfig({ vpnpool, acpool })
    .replace('ASA Version 8.2(5)', `ASA Version ${own} `)
    .replace('hostname ASA-AIP-CLI', `hostname ${device.hostname}`)
    .replace(/\n$/, '')
    .split('\n')
    .filter((line) => device.mate !== undefined || !line.startsWith('failover'))
    .flatMap((line): readonly string[] => {
      const change = changes.find(([from, pattern]) => from(shape) && pattern.test(line));
      if (change === undefined) return [line];
      const text = line.replace(change[1], change[2]);
      return text === '' ? [] : text.split('\n');
    });
  made.set(key, lines);
  return lines;
}

const made = new Map<string, readonly string[]>();
const since84 = (shape: number) => shape > 8;
const in7 = (shape: number) => shape === 7;

/** What the lab's 8.2 says otherwise in other releases; nothing: the line is not there. */
const changes: readonly (readonly [when: (shape: number) => boolean, pattern: RegExp, text: string])[] = [
  [since84, /^crypto isakmp (policy|enable)/, 'crypto ikev1 $1'],
  [since84, /^crypto ipsec transform-set/, 'crypto ipsec ikev1 transform-set'],
  [since84, /set transform-set/, 'set ikev1 transform-set'],
  [since84, /^ pre-shared-key .*$/, ' ikev1 pre-shared-key *****'],
  [since84, /^ vpn-tunnel-protocol IPSec svc webvpn$/, ' vpn-tunnel-protocol ikev1 ssl-client ssl-clientless'],
  [since84, /^ vpn-tunnel-protocol IPSec$/, ' vpn-tunnel-protocol ikev1'],
  [since84, /^( +)svc (image|enable|keep-installer|dpd-interval|ask)/, '$1anyconnect $2'],
  [
    since84,
    /^global .*$/,
    'object network OUTBOUND\n subnet 172.16.1.0 255.255.255.0\n nat (inside,outside) dynamic interface',
  ],
  [
    since84,
    /^nat \(inside\) 0 .*$/,
    'nat (inside,outside) source static INSIDE-NETS INSIDE-NETS destination static VPN-NETS VPN-NETS no-proxy-arp',
  ],
  [since84, /^nat \(inside\) 1 .*$/, ''],
  [since84, /^access-list NONAT .*$/, 'object network VPN-NETS\n subnet 172.16.0.0 255.255.0.0'],
  [since84, /^( isakmp keepalive .*)$/, '$1'],
  [in7, /^(tunnel-group \S+ type) remote-access$/, '$1 ipsec-ra'],
  [in7, /^logging list VPNMON (level informational class svc|message 73.*)$/, ''],
  [in7, /^dynamic-access-policy-record .*$/, ''],
  [in7, /^ tunnel-group-list enable$/, ''],
];
