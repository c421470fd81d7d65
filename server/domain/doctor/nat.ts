import type { Configuration, ConfiguredPool, NatRule } from '../configuration.ts';
import { addressOf, chainsOf, rangesOf } from '../effective.ts';
import { covers, networkOf, rangeOf, type Range } from '../range.ts';
import { isFrom } from '../release.ts';
import type { Evidence } from '../stated.ts';
import { commandsWith, type Mend, type Patient, type Row } from './finding.ts';

/** What translation does to the traffic of the VPN. */
export const natRows: readonly Row[] = [
  {
    id: 'pool-no-nat-exemption',
    severity: 'warning',
    title: 'Answers to the pool are translated',
    why: 'NAT is configured, and nothing exempts traffic to this pool from it: what goes back to the clients gets another source address, and is lost (packets are decrypted, none encrypted).',
    breaks: 'nothing of the VPN; traffic to these addresses that goes elsewhere today would no longer be translated.',
    needs: ['pools', 'nat', 'access', 'groups'],
    touches: [],
    check: (patient) => {
      const { configuration } = patient;
      const used = new Set(chainsOf(configuration).flatMap(({ pools }) => pools));
      const translating = translatingRules(configuration);
      if (translating.length === 0) return [];
      return configuration.pools
        .filter((pool) => used.has(pool.name) && !exempt(configuration, pool))
        .map((pool) => ({
          subject: pool.name,
          evidence: [pool.evidence, ...translating],
          mend: exemption(patient, pool),
        }));
    },
  },
];

/** The rules that would translate what goes back to the clients. */
function translatingRules(configuration: Configuration): readonly Evidence[] {
  const rules = configuration.nat.filter((rule) => isTranslating(configuration, rule));
  return rules.map(({ evidence }) => evidence);
}

function isTranslating(configuration: Configuration, rule: NatRule): boolean {
  if (rule.kind === 'control') return rule.on;
  if (rule.kind === 'dynamic') return rule.id > 0 && leaves(configuration, rule) && !staysItself(configuration, rule);
  // From an interface to itself it is for clients that go on to the Internet: no answer comes in there.
  if (rule.kind === 'object') return rule.source.how === 'dynamic' && rule.real !== rule.mapped;
  return rule.kind === 'twice' && rule.source.how === 'dynamic' && rule.destination === undefined && !rule.inactive && (rule.real !== rule.mapped || rule.real === 'any'); // prettier-ignore
}

type Dynamic = Extract<NatRule, { readonly kind: 'dynamic' }>;

/** Whether its addresses are those of another interface: only then is it not for clients that go on to the Internet. */
function leaves({ nat }: Configuration, rule: Dynamic): boolean {
  const globals = nat.filter((one) => one.kind === 'global' && one.id === rule.id);
  return globals.length === 0 || globals.some((one) => one.kind === 'global' && one.interface !== rule.interface);
}

/** Whether another rule leaves all of its addresses as they are: `nat 0`, or a `static` from an address to itself. */
function staysItself(configuration: Configuration, rule: Dynamic): boolean {
  const wanted = rule.source.is === 'network' ? rangesOf(configuration, rule.source) : undefined;
  const same = configuration.nat.flatMap((one): readonly Range[] => {
    if (one.kind === 'dynamic' && one.id === 0 && one.interface === rule.interface && one.source.is === 'network') return rangesOf(configuration, one.source) ?? []; // prettier-ignore
    if (one.kind !== 'static' || one.real !== rule.interface) return [];
    const [mapped = '', real = '', , mask = '255.255.255.255'] = one.words;
    const network = mapped === real ? networkOf(addressOf(configuration, real), mask) : undefined;
    return network === undefined ? [] : [network];
  });
  return wanted !== undefined && same.length > 0 && wanted.every((one) => covers(same, one));
}

/** Whether some rule leaves traffic to the pool as it is: `nat 0 access-list` up to 8.2, an identity twice NAT from 8.3. */
function exempt(configuration: Configuration, pool: ConfiguredPool): boolean {
  const range = rangeOf(pool);
  if (range === undefined) return true;
  const ranges = configuration.nat.flatMap((rule) => {
    if (rule.kind === 'exempt') {
      const permitted = configuration.accessLists.filter((one) => one.list === rule.list && one.action === 'permit');
      return permitted.flatMap(({ destination }) => (destination && rangesOf(configuration, destination)) ?? []);
    }
    if (rule.kind !== 'twice' || rule.inactive || rule.source.how !== 'static' || rule.source.from !== rule.source.to) return []; // prettier-ignore
    const named = rule.destination?.from;
    if (named === undefined || named !== rule.destination?.to) return [];
    return rangesOf(configuration, named === 'any' ? { is: 'any' } : { is: 'object', name: named }) ?? [];
  });
  return covers(ranges, range);
}

/** The exemption, in the release's own words; a list that is in use gets a line more. */
function exemption({ configuration, release }: Patient, { name, first, last }: ConfiguredPool): Mend {
  const note = 'Put in the interface and the network behind the device.';
  if (release === undefined || isFrom(release, 8, 3)) {
    // Without these words an identity rule answers ARP for the addresses, and chooses the way by itself.
    const quiet = release === undefined || isFrom(release, 8, 4, 2) ? ' no-proxy-arp route-lookup' : '';
    const object = `POOL-${name.replace(/\s/g, '-')}`;
    return commandsWith(
      note,
      `object network ${object}`,
      ` range ${first} ${last}`,
      `nat (inside,outside) source static any any destination static ${object} ${object}${quiet}`,
    );
  }
  const rule = configuration.nat.find((one) => one.kind === 'exempt');
  const list = rule?.kind === 'exempt' ? rule.list : 'NONAT';
  const line = `access-list ${list} extended permit ip NETWORK MASK POOL-NETWORK POOL-MASK`;
  return commandsWith(note, isFrom(release, 7) ? line : line.replace(' extended', ''), ...(rule ? [] : [`nat (inside) 0 access-list ${list}`])); // prettier-ignore
}
