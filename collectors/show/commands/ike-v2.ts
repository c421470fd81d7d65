import type { ChildSa, IkeSa } from '../../../server/domain/roster.ts';
import { printed, type Line, type Section } from './ike-section.ts';

/** IKEv2: one or more IKE SAs a session, each with its algorithms, then the child SAs. The counts of the session's head must come true. */
export const ikeV2: Section = (lines, end) => {
  const sas: IkeSa[] = [];
  let session: Session | undefined;
  let children: ChildSa[] = [];
  let child: Partial<ChildSa> = {};
  /** Whether the session that is being told lacks nothing; its child SAs are told with the first of its IKE SAs. */
  const isWhole = (): boolean => {
    if (session === undefined) return true;
    if (session.ike !== 0 || session.child !== 0 || isOpen(sas)) return false;
    const first = sas[session.first];
    if (first !== undefined && children.length > 0) sas[session.first] = { ...first, children };
    children = [];
    return true;
  };
  for (const line of lines) {
    const [, id = '', status = '', ike, childs] = SESSION.exec(line.text) ?? [];
    if (ike !== undefined) {
      if (!isWhole()) return { wrong: line };
      session = { id, status, ike: Number(ike), child: Number(childs), first: sas.length };
      continue;
    }
    if (session === undefined) return { wrong: line };
    const row = ROW.exec(line.text)?.groups;
    const [, ...spis] = SPIS.exec(line.text) ?? [];
    const [, side, selector] = SELECTOR.exec(line.text) ?? [];
    if (row !== undefined) {
      if (session.ike === 0 || isOpen(sas)) return { wrong: line };
      session.ike -= 1;
      sas.push(started(session, row));
    } else if (selector !== undefined) {
      child = side === 'local' ? { localSelector: selector } : { ...child, remoteSelector: selector };
    } else if (spis.length > 0) {
      const { localSelector, remoteSelector } = child;
      if (session.child === 0 || localSelector === undefined || remoteSelector === undefined) return { wrong: line };
      session.child -= 1;
      const [inboundSpi = '', outboundSpi = ''] = spis;
      children.push({ localSelector, remoteSelector, inboundSpi, outboundSpi });
      child = {};
    } else if (!PASSED.some((form) => form.test(line.text))) {
      const last = sas.at(-1);
      const learned = last === undefined ? undefined : learn(last, line);
      if (learned === undefined) return { wrong: line };
      sas[sas.length - 1] = learned;
    }
  }
  return isWhole() ? { sas } : { wrong: end };
};

/** What the head of a session has told: how many SAs are still to come, and where its first IKE SA stands. */
interface Session {
  readonly id: string;
  readonly status: string;
  ike: number;
  child: number;
  readonly first: number;
}

const SESSION = /^Session-id: ?(\d{1,12}), Status: ?([\w-]{1,32}), IKE count: ?(\d{1,6}), CHILD count: ?(\d{1,6})$/;
const ROW =
  /^(?<tunnelId>\d{1,12}) +(?<local>\S{1,255}\/\d{1,5}) +(?<peer>\S{1,255})\/(?<port>\d{1,5}) +(?:\S+\/\S+ +)?(?<state>[A-Z-]{1,16}) +(?<role>INITIATOR|RESPONDER)$/;
const SELECTOR = /^(?:Child sa: )?(local|remote) selector +(\S+ - \S+)$/;
const SPIS = /^ESP spi in\/out: 0x([0-9a-f]{1,8})\/0x([0-9a-f]{1,8}) *$/i;
/** `N/A` where the cipher protects what it hides (AES-GCM); `Unknown - 0` while they are not agreed on. */
const WORD = String.raw`([\w-]+|N\/A|Unknown - \d+)`;
const ALGORITHMS = new RegExp(
  `^Encr: ${WORD}(?:, keysize: (\\d+))?, Hash: ${WORD}, DH Grp: ?(\\d+), Auth sign: ${WORD}, Auth verify: ${WORD}$`,
);
const LIFE = /^Life\/Active Time: (\d{1,9})\/(\d{1,9}) sec$/;

function started({ id, status }: Session, row: Readonly<Record<string, string | undefined>>): IkeSa {
  const { tunnelId = '', local = '', peer = '', port = '', state = '', role } = row;
  const names = { session: id, tunnelId, status, localEndpoint: local, remoteEndpoint: `${peer}/${port}` };
  return { version: 2, peer, type: 'unknown', state, role: role === 'INITIATOR' ? 'initiator' : 'responder', ...names };
}

/** Known lines that tell nothing we follow; most of them are those of `detail`. */
const PASSED = [
  /^Tunnel-id +Local +Remote +(?:fvrf\/ivrf +|IVRF +)?Status +Role$/,
  /^(?:Session-id|Status Description|Local spi|Local id|Remote id|Local req m\w+ id|Remote req m\w+ id): /,
  /^(?:Local next m\w+ id|Local req queued|Local window|Remote next m\w+ id|Remote req queued|Remote window): /,
  /^(?:DPD configured for|NAT-T is (?:not )?detected|IKEv2 Fragmentation|Parent SA Extended Status|Delete in progress|Marked for delete)/,
  /^(?:AH spi in\/out|CPI in\/out|Encr: [\w-]+(?:, keysize: \d+)?, esp_hmac|ah_hmac|comp|Initiator of SA|Assigned host addr)/,
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
    // Nothing is agreed on yet.
    if (cipher.startsWith('Unknown')) return sa;
    const encryption = size === undefined ? cipher : `${cipher}-${size}`;
    return printed<IkeSa>({
      ...{ ...sa, encryption, dhGroup, authentication: `${sign ?? ''}/${verify ?? ''}` },
      hashing: hashing === 'N/A' ? undefined : hashing,
    });
  }
  const [, life, active] = LIFE.exec(text) ?? [];
  if (life === undefined || sa.lifetime !== undefined) return undefined;
  return { ...sa, lifetime: Number(life), lifetimeLeft: Math.max(0, Number(life) - Number(active)) };
}
