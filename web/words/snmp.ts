import type { RatedSample } from '../../server/domain/sample-rates.ts';
import { levelOf, type SnmpAccess } from '../../server/domain/snmp.ts';
import { bytesText, count } from './bytes.ts';
import { plain } from './plain.ts';

/** How a device's SNMP is spoken with, in words; its community and passphrases are not known here. */
export function accessWords(access: Omit<SnmpAccess, 'device'>): string {
  if (access.version === 'v2c') return 'version 2c, with a community: whoever reads one message knows it';
  const protocols = [access.auth, access.priv].filter((one) => one !== undefined).join(' and ');
  return `version 3 as ${plain(access.user ?? '')}, ${levels[levelOf(access)]}${protocols === '' ? '' : ` (${protocols})`}`;
}

const levels = {
  noAuthNoPriv: 'not authenticated: its traps prove nothing',
  authNoPriv: 'authenticated',
  authPriv: 'authenticated and encrypted',
} as const;

/** What of the samples is shown, in this order, and how it is said. */
const shown: readonly (readonly [metric: string, words: string, unit: 'count' | 'octets' | 'packets'])[] = [
  ['sessions.active', 'Sessions', 'count'],
  ['sessions.most', 'Sessions it takes', 'count'],
  ['ike.tunnels', 'IKE tunnels', 'count'],
  ['ipsec.tunnels', 'IPsec tunnels', 'count'],
  ['ipsec.in.octets', 'IPsec in', 'octets'],
  ['ipsec.out.octets', 'IPsec out', 'octets'],
  ['ipsec.in.drops', 'IPsec dropped, in', 'packets'],
  ['ipsec.out.drops', 'IPsec dropped, out', 'packets'],
  ['failures.all', 'Remote access failed', 'packets'],
  ['connections', 'Connections', 'count'],
  ['interface.in.octets', 'In', 'octets'],
  ['interface.out.octets', 'Out', 'octets'],
];

/** The figures worth a line, in words: a counter by its rate, where that can be told. */
export function figures(samples: readonly RatedSample[]): readonly (readonly [name: string, value: string])[] {
  return shown.flatMap(([metric, words, unit]) =>
    samples
      .filter((sample) => sample.metric === metric)
      .map((sample) => [
        sample.instance === '' ? words : `${plain(sample.instance)} ${words.toLowerCase()}`,
        said(sample, unit),
      ]),
  );
}

function said({ value, rate }: RatedSample, unit: 'count' | 'octets' | 'packets'): string {
  if (unit === 'count') return count(Number(value));
  const all = unit === 'octets' ? bytesText(Number(value)) : count(Number(value));
  if (rate === undefined) return `${all} in all, how fast is not known yet`;
  return `${unit === 'octets' ? bytesText(rate) : count(Math.round(rate * 10) / 10)}/s, ${all} in all`;
}
