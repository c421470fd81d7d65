import type { IkeSa } from '../../../server/domain/roster.ts';
import { printed, type Line, type Section } from './ike-section.ts';

/** IKEv1 in its three forms: blocks of labels (7.0 and later), a table (as documents of 8.4 show `detail`), and that of a PIX 6. */
export const ikeV1: Section = (lines, end) => {
  const [first = end] = lines;
  if (TABLE.test(first.text)) return table(lines);
  if (/^Total +: \d+$/.test(first.text)) return pix6(lines, end);
  return blocks(lines, end);
};

const COUNTS = /^(Active SA|Standby SA|Rekey SA|Total IKE SA) *: (\d{1,9})(?: +\(A tunnel will report 1 Active and 1 Rekey SA during rekey\))?$/; // prettier-ignore
const PEER = /^\d{1,9} +IKE Peer *: (\S{1,255})$/;
/** Two labels on a line, the longer ones first. */
const PAIRS = [
  /^(Type) +: (\S+) +(Role) +: (\S+)$/,
  /^(Rekey) +: (\S+) +(State) +: (\S+)$/,
  /^(Encrypt) +: (\S+) +(Hash) +: (\S+)$/,
  /^(Auth) +: (\S+) +(Lifetime) *: (\d{1,9})$/,
  /^(Lifetime Remaining) *: (\d{1,9})$/,
];

function blocks(lines: readonly Line[], end: Line): ReturnType<Section> {
  const counts = new Map<string, number>();
  const found: { readonly peer: string; readonly told: Map<string, string> }[] = [];
  for (const line of lines) {
    const [, count, number] = COUNTS.exec(line.text) ?? [];
    const [, peer] = PEER.exec(line.text) ?? [];
    const last = found.at(-1);
    if (count !== undefined && last === undefined && !counts.has(count)) counts.set(count, Number(number));
    else if (peer !== undefined && (last === undefined || last.told.has('State')))
      found.push({ peer, told: new Map() });
    else if (last === undefined || !tell(line.text, last.told)) return { wrong: line };
  }
  const sas = found.map(({ peer, told }) => sa(peer, told));
  const whole = found.every(({ told }) => told.has('Type') && told.has('State'));
  return whole && counts.get('Total IKE SA') === sas.length ? { sas } : { wrong: end };
}

function tell(text: string, told: Map<string, string>): boolean {
  for (const pair of PAIRS) {
    const [, one, value, other, second] = pair.exec(text) ?? [];
    if (one === undefined || value === undefined) continue;
    if (told.has(one)) return false;
    told.set(one, value);
    if (other !== undefined && second !== undefined) told.set(other, second);
    return true;
  }
  return false;
}

function sa(peer: string, told: ReadonlyMap<string, string>): IkeSa {
  const number = (label: string): number | undefined => (told.has(label) ? Number(told.get(label)) : undefined);
  return printed<IkeSa>({
    ...{ version: 1, peer, type: typeOf(told.get('Type')), role: roleOf(told.get('Role')) },
    ...{
      state: told.get('State') ?? '',
      rekey: told.has('Rekey') ? told.get('Rekey')?.toLowerCase() === 'yes' : undefined,
    },
    ...{ encryption: told.get('Encrypt'), hashing: told.get('Hash'), authentication: told.get('Auth') },
    ...{ lifetime: number('Lifetime'), lifetimeLeft: number('Lifetime Remaining'), dhGroup: undefined },
  });
}

const TABLE = /^IKE Peer +Type +Dir +Rky +State +Encrypt +Hash +Auth +Lifetime$/;
const ROW = /^\d{1,9} +(\S+) +(\S+) +(\S+) +(\S+) +(\S+) +(\S+) +(\S+) +(\S+) +(\d{1,9})$/;

/** The heading may stand over each row anew. */
function table(lines: readonly Line[]): ReturnType<Section> {
  const sas: IkeSa[] = [];
  for (const line of lines) {
    if (TABLE.test(line.text)) continue;
    const [, peer, type, role, rekey, state, encryption = '', hashing = '', authentication = '', lifetime] =
      ROW.exec(line.text) ?? [];
    if (peer === undefined || state === undefined) return { wrong: line };
    sas.push({
      ...{ version: 1, peer, type: typeOf(type), role: roleOf(role), state, rekey: rekey?.toLowerCase() === 'yes' },
      ...{ encryption, hashing, authentication, lifetime: Number(lifetime) },
    });
  }
  return { sas };
}

const PIX_ROW = /^(\S+) +(\S+) +([A-Z_]{1,32}) +\d{1,9} +\d{1,9}$/;

/** The client is the source, for it began. What type it is nobody says. */
function pix6(lines: readonly Line[], end: Line): ReturnType<Section> {
  const [total, embryonic = end, head = end, ...rows] = lines;
  if (!/^Embryonic +: \d+$/.test(embryonic.text)) return { wrong: embryonic };
  if (!/^dst +src +state +pending +created$/.test(head.text)) return { wrong: head };
  const sas: IkeSa[] = [];
  for (const line of rows) {
    const [, , peer, state] = PIX_ROW.exec(line.text) ?? [];
    if (peer === undefined || state === undefined) return { wrong: line };
    sas.push({ version: 1, peer, type: 'unknown', role: 'unknown', state });
  }
  return Number(/\d+$/.exec(total?.text ?? '')?.[0]) === sas.length ? { sas } : { wrong: end };
}

function typeOf(printedType: string | undefined): IkeSa['type'] {
  const type = printedType?.toLowerCase();
  if (type === 'user') return 'user';
  return type === 'l2l' ? 'lan-to-lan' : 'unknown';
}

function roleOf(printedRole: string | undefined): IkeSa['role'] {
  const role = printedRole?.toLowerCase() ?? '';
  if (/^init/.test(role)) return 'initiator';
  return /^resp/.test(role) ? 'responder' : 'unknown';
}
