import type { IkeSa } from '../../../server/domain/roster.ts';
import { printed, type Line, type Section } from './ike-section.ts';

/** IKEv2: one or more IKE SAs a session, each with its algorithms, then the child SAs. The counts of the session's head must come true. */
export const ikeV2: Section = (lines, end) => {
  const sas: IkeSa[] = [];
  let expected = { ike: 0, child: 0 };
  let headed = false;
  for (const line of lines) {
    const [, ike, child] = SESSION.exec(line.text) ?? [];
    if (ike !== undefined) {
      if (expected.ike !== 0 || expected.child !== 0 || isOpen(sas)) return { wrong: line };
      expected = { ike: Number(ike), child: Number(child) };
      headed = true;
      continue;
    }
    const [, peer, state, role] = ROW.exec(line.text) ?? [];
    if (!headed) return { wrong: line };
    if (peer !== undefined && state !== undefined) {
      if (expected.ike === 0 || isOpen(sas)) return { wrong: line };
      expected = { ...expected, ike: expected.ike - 1 };
      const common = { version: 2, peer, type: 'unknown', state } as const;
      sas.push({ ...common, role: role === 'INITIATOR' ? 'initiator' : 'responder' });
    } else if (/^ESP spi in\/out: /.test(line.text)) {
      if (expected.child === 0) return { wrong: line };
      expected = { ...expected, child: expected.child - 1 };
    } else if (!PASSED.some((form) => form.test(line.text))) {
      const last = sas.at(-1);
      const learned = last === undefined ? undefined : learn(last, line);
      if (learned === undefined) return { wrong: line };
      sas[sas.length - 1] = learned;
    }
  }
  return expected.ike === 0 && expected.child === 0 && !isOpen(sas) ? { sas } : { wrong: end };
};

const SESSION = /^Session-id: ?\d{1,12}, Status: ?[\w-]{1,32}, IKE count: ?(\d{1,6}), CHILD count: ?(\d{1,6})$/;
const ROW =
  /^\d{1,12} +\S{1,255}\/\d{1,5} +(\S{1,255})\/\d{1,5} +(?:\S+\/\S+ +)?([A-Z-]{1,16}) +(INITIATOR|RESPONDER)$/;
const ALGORITHMS = /^Encr: ([\w-]+)(?:, keysize: (\d+))?, Hash: (\w+), DH Grp: ?(\d+), Auth sign: ([\w-]+), Auth verify: ([\w-]+)$/; // prettier-ignore
const LIFE = /^Life\/Active Time: (\d{1,9})\/(\d{1,9}) sec$/;

/** Known lines that tell nothing we follow; most of them are those of `detail`. */
const PASSED = [
  /^Tunnel-id +Local +Remote +(?:fvrf\/ivrf +|IVRF +)?Status +Role$/,
  /^Child sa: local selector +\S+ - \S+$/,
  /^remote selector +\S+ - \S+$/,
  /^(?:Session-id|Status Description|Local spi|Local id|Remote id|Local req m\w+ id|Remote req m\w+ id): /,
  /^(?:Local next m\w+ id|Local req queued|Local window|Remote next m\w+ id|Remote req queued|Remote window): /,
  /^(?:DPD configured for|NAT-T is (?:not )?detected|IKEv2 Fragmentation|Parent SA Extended Status|Delete in progress)/,
  /^(?:AH spi in\/out|CPI in\/out|Encr: [\w-]+, keysize: \d+, esp_hmac|ah_hmac|comp|Initiator of SA|Assigned host addr)/,
];

/** Whether the last SA still lacks its algorithms: all that are up have them. */
function isOpen(sas: readonly IkeSa[]): boolean {
  const last = sas.at(-1);
  return last?.state === 'READY' && (last.encryption === undefined || last.lifetime === undefined);
}

function learn(sa: IkeSa, { text }: Line): IkeSa | undefined {
  const [, cipher, size, hashing, dhGroup, sign, verify] = ALGORITHMS.exec(text) ?? [];
  if (cipher !== undefined) {
    if (sa.encryption !== undefined) return undefined;
    const encryption = size === undefined ? cipher : `${cipher}-${size}`;
    return printed<IkeSa>({ ...sa, encryption, hashing, dhGroup, authentication: `${sign ?? ''}/${verify ?? ''}` });
  }
  const [, life, active] = LIFE.exec(text) ?? [];
  if (life === undefined || sa.lifetime !== undefined) return undefined;
  return { ...sa, lifetime: Number(life), lifetimeLeft: Math.max(0, Number(life) - Number(active)) };
}
