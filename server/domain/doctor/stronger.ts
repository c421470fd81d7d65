import type { IkePolicy, IpsecProposal } from '../configuration.ts';
import { isFrom } from '../release.ts';
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
  const policy = strongerPolicy(patient, found);
  if (policy === undefined) return migrate('a new order of the IKE policies: there is no free number in front of the weak one, so that a stronger one can only be added behind it.'); // prettier-ignore
  const lines = [...policy, ...strongerSets(patient, found)];
  if (lines.length > 0) return commandsWith(ADD, ...lines);
  return commandsWith(TAKE_AWAY, ...found.ike.map(({ priority }) => `no ${spelling(patient)} policy ${priority}`));
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

/** The lines of a policy in front of the first weak one; none where a stronger one stands there, `undefined` where there is no room. */
function strongerPolicy(patient: Patient, { ike }: Weak): readonly string[] | undefined {
  const all = patient.configuration.crypto.ikePolicies.filter(({ version }) => version === 1);
  const [first] = [...ike].sort((a, b) => a.priority - b.priority);
  if (first === undefined || all.some((one) => one.priority < first.priority && !ike.includes(one))) return [];
  const free = first.priority - 1; // nothing stands in front of it
  if (!(free > 0)) return undefined;
  const facts = [
    `authentication ${first.authentication?.value ?? 'pre-share'}`,
    'encryption aes-256',
    'hash sha',
    `group ${first.dhGroups?.value[0] ?? '2'}`,
    'lifetime 86400',
  ];
  const head = `${spelling(patient)} policy ${free}`;
  // A PIX 6 and an ASA 7.0 have a line for each.
  return spelling(patient) === 'isakmp' ? facts.map((one) => `${head} ${one}`) : [head, ...facts.map((one) => ` ${one}`)]; // prettier-ignore
}

/** A transform set, and the maps that name it first; none for maps whose first is not weak. */
function strongerSets({ configuration: { crypto }, release }: Patient, { ipsec }: Weak): readonly string[] {
  const names = new Set(ipsec.map(({ name }) => name));
  const maps = crypto.mapLines.filter(({ setting, words }) => setting.endsWith('transform-set') && names.has(words[0] ?? '')); // prettier-ignore
  if (maps.length === 0) return [];
  const set = release === undefined || isFrom(release, 8, 4) ? 'ikev1 transform-set' : 'transform-set';
  const name = freeName(crypto.proposals);
  return [
    `crypto ipsec ${set} ${name} esp-aes-256 esp-sha-hmac`,
    ...maps.map(({ dynamic, map, sequence, words }) => {
      const kept = words.filter((one) => one !== name).join(' ');
      return `crypto ${dynamic ? 'dynamic-map' : 'map'} ${map} ${sequence} set ${set} ${name} ${kept}`;
    }),
  ];
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
