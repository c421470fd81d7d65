import { LONGEST_LINE } from '../syslog/line.ts';
import { namedObjects, trapOf } from './traps.ts';
import { snmpTrapCommunity } from './trap-objects.ts';
import type { Proof, Trap, Varbind } from './trap.ts';
import { QUOTED, readValue, unquoted, writeValue } from './trap-value.ts';

const named = namedObjects.flatMap((one) => (one.oid === undefined ? [] : [{ ...one, oid: one.oid }]));
const byOid = new Map(named.map((one) => [one.oid, one]));
const byName = new Map(named.map((one) => [one.name, one]));

/** Characters of an OID or a user that are kept: RFC 2578 has 128 arcs, RFC 3414 has 32 octets. */
const LONGEST_OID = 1408;
const LONGEST_USER = 64;
/** What is left for the count of the varbinds that had no room. */
const ROOM = LONGEST_LINE - 32;

/**
 * A trap as the line that is kept of it, of at most `LONGEST_LINE` bytes: its name where we know it, its OID, what it proves of its sender,
 * and its varbinds in their order, as far as there is room. No community is in it, not even one that a proxy passes on.
 */
export function trapLine(trap: Trap): string {
  const oid = trap.oid.slice(0, LONGEST_OID);
  const row = trapOf(oid);
  let line = `trap${row === undefined ? '' : ` ${row.name}`} ${writeOid(oid)} ${writeProof(trap.proof)}`;
  if (trap.uptime !== undefined && Number.isSafeInteger(trap.uptime) && trap.uptime >= 0)
    line += ` uptime=${trap.uptime}`;
  let bytes = Buffer.byteLength(line);
  for (const [i, varbind] of trap.varbinds.entries()) {
    const more = ` ${writeVarbind(varbind)}`;
    bytes += Buffer.byteLength(more);
    if (bytes > ROOM) return `${line} and ${trap.varbinds.length - i} more`;
    line += more;
  }
  return line;
}

const DOTTED = '\\d+(?:\\.\\d+)*';
const OID = `${DOTTED}|${QUOTED}`;
const HEAD = new RegExp(
  `trap (?:[A-Za-z]\\w* )?(${OID}) (?:(v1|v2c) community=(known|unknown)|v3 (noAuthNoPriv|authNoPriv|authPriv) user=(${QUOTED}))(?: uptime=(\\d{1,16}))?`,
  'y',
);
const VARBIND = new RegExp(` ([A-Za-z]\\w*(?:\\.${DOTTED})?|${OID})=((?:oid:)?${QUOTED}|[\\w.:-]+)(?= |$)`, 'y');
const MORE = / and \d{1,9} more$/y;

/** The trap of a line, as far as `trapLine` kept it; `undefined` if it wrote no such line. */
export function readTrapLine(line: string): Trap | undefined {
  HEAD.lastIndex = 0;
  const [head, written, version, community, level, user, uptime] = HEAD.exec(line) ?? [];
  if (head === undefined || written === undefined) return undefined;
  const oid = readOid(written);
  const proof = readProof(version, community, level, user);
  const varbinds = readVarbinds(line, head.length);
  if (oid === undefined || proof === undefined || varbinds === undefined) return undefined;
  return { oid, ...(uptime !== undefined && { uptime: Number(uptime) }), varbinds, proof };
}

function readVarbinds(line: string, from: number): readonly Varbind[] | undefined {
  const varbinds: Varbind[] = [];
  let at = from;
  while (at < line.length) {
    VARBIND.lastIndex = at;
    const [whole, object, value] = VARBIND.exec(line) ?? [];
    if (whole === undefined || object === undefined || value === undefined) break;
    const oid = readObject(object);
    const held = readValue(value);
    if (oid === undefined || held === undefined) return undefined;
    varbinds.push({ oid, value: held.value });
    at += whole.length;
  }
  MORE.lastIndex = at;
  return at === line.length || MORE.test(line) ? varbinds : undefined;
}

function writeProof(proof: Proof): string {
  if (proof.version !== 'v3') return `${proof.version} community=${proof.known ? 'known' : 'unknown'}`;
  return `v3 ${proof.level} user=${JSON.stringify(proof.user.slice(0, LONGEST_USER))}`;
}

function readProof(version?: string, community?: string, level?: string, user?: string): Proof | undefined {
  if (version === 'v1' || version === 'v2c') return { version, known: community === 'known' };
  const name = user === undefined ? undefined : unquoted(user);
  if (level !== 'noAuthNoPriv' && level !== 'authNoPriv' && level !== 'authPriv') return undefined;
  return name === undefined ? undefined : { version: 'v3', level, user: name };
}

function writeVarbind({ oid, value }: Varbind): string {
  for (let end = oid.length; end > 0; end = oid.lastIndexOf('.', end - 1)) {
    const known = byOid.get(oid.slice(0, end));
    if (known === undefined || !/^(?:\.\d+)*$/.test(oid.slice(end))) continue;
    const kept = known.oid === snmpTrapCommunity.oid ? null : value;
    return `${known.name}${oid.slice(end)}=${writeValue(kept, known.syntax)}`;
  }
  return `${writeOid(oid)}=${writeValue(value)}`;
}

function readObject(text: string): string | undefined {
  if (!/^[A-Za-z]/.test(text)) return readOid(text);
  const dot = text.indexOf('.');
  const end = dot < 0 ? text.length : dot;
  const oid = byName.get(text.slice(0, end))?.oid;
  return oid === undefined ? undefined : oid + text.slice(end);
}

function writeOid(oid: string): string {
  return /^\d+(?:\.\d+)*$/.test(oid) ? oid : JSON.stringify(oid);
}

function readOid(text: string): string | undefined {
  return text.startsWith('"') ? unquoted(text) : text;
}
