import type { CryptoMapLine, IkePolicy, IpsecProposal } from '../configuration.ts';
import { isFrom, type Release } from '../release.ts';
import type { Stated } from '../stated.ts';
import { commandsWith, migrate, type Mend, type Patient } from './finding.ts';

const ADD =
  'It puts what is stronger in front of what is there, and takes nothing away: who can will use it from the next login on. Take the old one away when no session uses it any more.';
const TAKE_AWAY =
  'Something stronger is there already, so this takes the weak one away: look before that no session uses it any more.';

/** What is weak in one version of IKE: the policies and the proposals that have it. */
export interface Weak {
  readonly version: 1 | 2;
  readonly of: 'encryption' | 'hash';
  readonly pattern: RegExp;
  readonly ike: readonly IkePolicy[];
  readonly ipsec: readonly IpsecProposal[];
}

/** What mends it: AES and SHA in front of the weak ones or, where those are there already, the weak ones taken away. */
export function stronger(patient: Patient, found: Weak): Mend {
  if (found.version === 2) return strongerIkev2(found);
  const policies = strongerPolicies(patient, found);
  if (policies === undefined) return migrate('a new order of the IKE policies: there is no free number in front of the weak one, so that a stronger one can only be added behind it.'); // prettier-ignore
  const lines = [...policies, ...strongerSets(patient, found)];
  if (lines.length > 0) return commandsWith(ADD, ...lines);
  const away = found.ike.map(({ priority }) => `no ${spelling(patient)} policy ${priority}`);
  return commandsWith(TAKE_AWAY, ...away, ...setsWithoutWeak(patient, found));
}

/** IKEv2 policies and proposals list what they take, in order. */
export function strongerIkev2({ of, pattern, ike, ipsec }: Weak): Mend {
  const strong = of === 'encryption' ? /^aes(?:-gcm)?-(?:192|256)$/ : /^(?:sha-?(?:256|384|512)|null)$/;
  const changes = [
    ...ike.map((one) => ({ head: `crypto ikev2 policy ${one.priority}`, key: of === 'hash' ? 'integrity' : of, told: one[of], add: of === 'hash' ? 'sha256' : 'aes-256' })), // prettier-ignore
    ...ipsec.map((one) => ({ head: `crypto ipsec ikev2 ipsec-proposal ${one.name}`, key: of === 'hash' ? 'protocol esp integrity' : 'protocol esp encryption', told: one[of], add: of === 'hash' ? 'sha-256' : 'aes-256' })), // prettier-ignore
  ];
  return listed(changes, strong, pattern);
}

/** Group 14 in front of the weak ones, or these taken away. */
export function ikev2Groups(policies: readonly IkePolicy[]): Mend {
  const changes = policies.map(({ priority, dhGroups }) => ({ head: `crypto ikev2 policy ${priority}`, key: 'group', told: dhGroups, add: '14' })); // prettier-ignore
  return listed(changes, /^(?:1[4-9]|2[0-9]|3[0-9])$/, /^[125]$/);
}

/** How the release spells what belongs to IKEv1. */
export function spelling({ release }: Patient): string {
  if (release === undefined || isFrom(release, 8, 4)) return 'crypto ikev1';
  return isFrom(release, 7, 2) ? 'crypto isakmp' : 'isakmp';
}

interface Change {
  readonly head: string;
  readonly key: string;
  readonly told: Stated<readonly string[]> | undefined;
  readonly add: string;
}

/** The lists with something strong in front; first those only that lack it, and when none does, those without what is weak. */
function listed(changes: readonly Change[], strong: RegExp, weak: RegExp): Mend {
  const lacking = changes.filter(({ told }) => told?.value.some((one) => strong.test(one)) !== true);
  if (lacking.length > 0)
    return commandsWith(ADD, ...lacking.flatMap(({ head, key, told, add }) => [head, ` ${key} ${[add, ...(told?.value ?? [])].join(' ')}`])); // prettier-ignore
  return commandsWith(TAKE_AWAY, ...changes.flatMap(({ head, key, told }) => [head, ` ${key} ${(told?.value ?? []).filter((one) => !weak.test(one)).join(' ')}`])); // prettier-ignore
}

/** Those who have the weak policy may know its DH group and its way of proving who they are, and no other. */
function suitsSame(one: IkePolicy, other: IkePolicy): boolean {
  return authenticationOf(one) === authenticationOf(other) && groupOf(one) === groupOf(other);
}

function authenticationOf({ authentication }: IkePolicy): string {
  return authentication?.value ?? 'pre-share';
}

function groupOf({ dhGroups }: IkePolicy): string {
  return dhGroups?.value[0] ?? '2';
}

/** Cisco's VPN Client knows AES with 128 and 256 bits, not with 192. */
function isStrong({ encryption, hash }: Pick<IkePolicy, 'encryption' | 'hash'>): boolean {
  return /^aes(?:-256)?$/.test(encryption?.value[0] ?? '') && hash?.value[0] === 'sha';
}

/** The lines of the policies that have to stand in front of the weak ones; none where all stand there, `undefined` where there is no room. */
function strongerPolicies(patient: Patient, { ike }: Weak): readonly string[] | undefined {
  const all = patient.configuration.crypto.ikePolicies.filter(({ version }) => version === 1);
  const taken = new Set(all.map(({ priority }) => priority));
  const added: IkePolicy[] = [];
  const lines: string[] = [];
  for (const one of [...ike].sort((a, b) => a.priority - b.priority)) {
    const before = all.filter((other) => other.priority < one.priority && isStrong(other));
    if ([...before, ...added].some((other) => suitsSame(one, other))) continue;
    let free = one.priority - 1;
    while (taken.has(free)) free -= 1;
    if (!(free > 0)) return undefined;
    taken.add(free);
    added.push(one);
    lines.push(...policyLines(patient, free, one));
  }
  return lines;
}

function policyLines(patient: Patient, priority: number, like: IkePolicy): readonly string[] {
  const facts = [
    `authentication ${authenticationOf(like)}`,
    'encryption aes-256',
    'hash sha',
    `group ${groupOf(like)}`,
    'lifetime 86400',
  ];
  const head = `${spelling(patient)} policy ${priority}`;
  // A PIX 6 and an ASA 7.0 have a line for each.
  return spelling(patient) === 'isakmp' ? facts.map((one) => `${head} ${one}`) : [head, ...facts.map((one) => ` ${one}`)]; // prettier-ignore
}

/** A transform set, and the maps that name it first; none for maps where a strong one stands in front of what is weak. */
function strongerSets({ configuration: { crypto }, release }: Patient, { ipsec }: Weak): readonly string[] {
  const weak = new Set(ipsec.map(({ name }) => name));
  const strong = new Set(crypto.proposals.filter((one) => one.version === 1 && one.transport !== true && isStrong(one)).map(({ name }) => name)); // prettier-ignore
  const maps = crypto.mapLines.filter(({ setting, words }) => {
    const first = words.findIndex((word) => weak.has(word));
    return setting.endsWith('transform-set') && first >= 0 && !words.slice(0, first).some((word) => strong.has(word));
  });
  if (maps.length === 0) return [];
  const name = freeName(crypto.proposals);
  return [
    `crypto ipsec ${setWords(release)} ${name} esp-aes-256 esp-sha-hmac`,
    ...maps.map((line) => mapLine(release, line, [name, ...line.words.filter((one) => one !== name)])),
  ];
}

/** The maps, without the sets that are weak. */
function setsWithoutWeak({ configuration: { crypto }, release }: Patient, { ipsec }: Weak): readonly string[] {
  const weak = new Set(ipsec.map(({ name }) => name));
  const maps = crypto.mapLines.filter(({ setting, words }) => setting.endsWith('transform-set') && words.some((word) => weak.has(word))); // prettier-ignore
  return maps.map((line) => mapLine(release, line, line.words.filter((word) => !weak.has(word)))); // prettier-ignore
}

function mapLine(
  release: Release | undefined,
  { dynamic, map, sequence }: CryptoMapLine,
  sets: readonly string[],
): string {
  // prettier-ignore
  return `crypto ${dynamic ? 'dynamic-map' : 'map'} ${map} ${sequence} set ${setWords(release)} ${sets.join(' ')}`;
}

function setWords(release: Release | undefined): string {
  return release === undefined || isFrom(release, 8, 4) ? 'ikev1 transform-set' : 'transform-set';
}

/** A name for an AES set: taken if it is there and means the same. */
function freeName(proposals: readonly IpsecProposal[]): string {
  const fits = (name: string): boolean => {
    const found = proposals.find((one) => one.version === 1 && one.name === name);
    const same = found?.encryption?.value.join() === 'aes-256' && found.hash?.value.join() === 'sha';
    return found === undefined || (same && found.transport !== true);
  };
  let name = 'ESP-AES-256-SHA';
  for (let next = 2; !fits(name); next += 1) name = `ESP-AES-256-SHA-${next}`;
  return name;
}
