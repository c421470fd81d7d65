import type { CryptoMapLine, IkePolicy, IpsecProposal } from '../../../server/domain/configuration.ts';
import { entry, stated, type Draft, type Place, type Row, type Table } from './row.ts';

/** What a line of an IKE policy tells; a PIX 6 and an ASA 7.0 put it behind `isakmp policy N`. */
const ofIkePolicy: Readonly<Record<string, (policy: Building, words: readonly string[], place: Place) => undefined>> = {
  authentication: (policy, [word = ''], place) => void (policy.authentication = stated(word, place)),
  encryption: (policy, words, place) => void (policy.encryption = stated(words, place)),
  hash: (policy, words, place) => void (policy.hash = stated(words, place)),
  integrity: (policy, words, place) => void (policy.hash = stated(words, place)),
  prf: (policy, words, place) => void (policy.prf = stated(words, place)),
  group: (policy, words, place) => void (policy.dhGroups = stated(words, place)),
  lifetime: (policy, words, place) => {
    const seconds = words.at(-1) ?? '';
    if (/^\d{1,9}$/.test(seconds)) policy.lifetime = stated(Number(seconds), place);
    return undefined;
  },
};

type Building = { -readonly [Key in keyof IkePolicy]: IkePolicy[Key] };

/** What an entry of a crypto map may say; a longer setting comes before its own beginning. */
const mapSettings = [
  'match address',
  'set peer',
  'set transform-set',
  'set ikev1 transform-set',
  'set ikev2 ipsec-proposal',
  'set pfs',
  'set reverse-route',
  'set security-association lifetime',
  'set nat-t-disable',
  'set connection-type',
  'set phase1-mode',
  'set ikev1 phase1-mode',
  'set ikev2 mode',
  'set tfc-packets',
  'set trustpoint',
] as const;

/** Maps, transform sets, proposals, IKE policies and what IKE does, in the spellings of PIX 6, 7.x and 8.4. */
export const cryptoTable: Table = {
  family: 'crypto',
  rows: [
    { command: 'crypto? <isakmp|ikev1|ikev2> policy _', opens: 'ike-policy', take: (draft, words, place) => void policy(draft, words, place) }, // prettier-ignore
    {
      command: 'isakmp policy _ <authentication|encryption|hash|group|lifetime> ...',
      take: (draft, [priority = '', what = '', ...words], place) =>
        ofIkePolicy[what]?.(policy(draft, ['isakmp', priority], place), words, place),
    },
    ...Object.entries(ofIkePolicy).map(([what, take]): Row => ({
      command: `${what} ...`,
      within: 'ike-policy',
      take: (draft, words, place) => take(policy(draft, place.section, place), words, place),
    })),
    {
      command: 'crypto? <isakmp|ikev1|ikev2> enable _ ...',
      take: ({ crypto }, [version, name = ''], place) =>
        void crypto.enabled.push(stated({ version: version === 'ikev2' ? 2 : 1, interface: name }, place)),
    },
    {
      command: 'crypto? isakmp|ikev1 nat-traversal ...',
      take: ({ crypto }, [seconds], place) =>
        void (crypto.natTraversal = stated(/^\d{1,5}$/.test(seconds ?? '') ? Number(seconds) : true, place)),
    },
    {
      command: 'no crypto? isakmp|ikev1 nat-traversal ...',
      take: ({ crypto }, _, place) => void (crypto.natTraversal = stated(false, place)),
    },
    {
      command: '<no>? crypto? isakmp|ikev1 am-disable',
      take: ({ crypto }, [no], place) => void (crypto.aggressiveMode = stated(no === 'no', place)),
    },
    {
      command: 'crypto? isakmp identity ...',
      take: ({ crypto }, words, place) => void (crypto.identity = stated(words[0] ?? '', place)),
    },
    {
      command: 'crypto? isakmp|ikev1 ipsec-over-tcp ...',
      take: ({ crypto }, words, place) =>
        void (crypto.ipsecOverTcp = stated(words.filter((word) => /^\d{1,5}$/.test(word)).map(Number), place)),
    },
    {
      command: 'crypto ipsec security-association lifetime ...',
      take: ({ crypto }, words, place) => void crypto.lifetimes.push(stated(words.join(' '), place)),
    },
    { command: 'crypto ipsec ikev1? transform-set _ ...', take: takeTransformSet },
    {
      command: 'crypto ipsec ikev2 ipsec-proposal _',
      opens: 'ipsec-proposal',
      take: (draft, [name = ''], place) => void proposal(draft, 2, name, place),
    },
    {
      command: 'protocol esp <encryption|integrity> ...',
      within: 'ipsec-proposal',
      take: (draft, [what, ...words], place) => {
        const one = proposal(draft, 2, place.section[0] ?? '', place);
        one[what === 'encryption' ? 'encryption' : 'hash'] = stated(words, place);
        return undefined;
      },
    },
    { command: 'crypto map _ interface _', take: ({ crypto }, [map = '', name = ''], place) => void crypto.mapInterfaces.push(stated({ map, interface: name }, place)) }, // prettier-ignore
    {
      command: 'crypto map _ client authentication _ ...',
      take: ({ crypto }, [map = '', servers = ''], place) =>
        void crypto.clientAuthentication.push(stated({ map, servers }, place)),
    },
    {
      command: 'crypto map _ _ ipsec-isakmp ...',
      take: (draft, [map = '', sequence = '', ...rest], place) => {
        // PIX 6 says `ipsec-isakmp` alone before the settings of the entry.
        if (rest[0] !== 'dynamic') return undefined;
        return mapLine(draft, false, [map, sequence, 'dynamic', ...rest.slice(1)], place);
      },
    },
    ...mapSettings.flatMap((setting): readonly Row[] => [
      { command: `crypto map _ _ ${setting} ...`, take: (draft, [map = '', sequence = '', ...words], place) => mapLine(draft, false, [map, sequence, setting, ...words], place) }, // prettier-ignore
      { command: `crypto dynamic-map _ _ ${setting} ...`, take: (draft, [map = '', sequence = '', ...words], place) => mapLine(draft, true, [map, sequence, setting, ...words], place) }, // prettier-ignore
    ]),
  ],
};

function policy(draft: Draft, [spelling, priority = '']: readonly string[], { evidence }: Place): Building {
  const version = spelling === 'ikev2' ? 2 : 1;
  return entry(draft.ikePolicies, `${version} ${priority}`, () => ({ version, priority: Number(priority), evidence }));
}

function proposal(
  draft: Draft,
  version: 1 | 2,
  name: string,
  { evidence }: Place,
): { -readonly [Key in keyof IpsecProposal]: IpsecProposal[Key] } {
  return entry(draft.proposals, `${version} ${name}`, () => ({ version, name, evidence }));
}

function takeTransformSet(
  draft: Draft,
  [name = '', ...transforms]: readonly string[],
  place: Place,
): string | undefined {
  const one = proposal(draft, 1, name, place);
  if (transforms.join(' ') === 'mode transport') {
    one.transport = true;
    return undefined;
  }
  const bare = transforms.map((word) => word.replace(/^(?:esp|ah)-/, ''));
  const hash = bare.filter((word) => word.endsWith('-hmac')).map((word) => word.replace('-hmac', ''));
  const encryption = bare.filter((word) => !word.endsWith('-hmac'));
  if (transforms.some((word) => !/^(?:esp|ah)-/.test(word))) return 'not a transform';
  if (encryption.length > 0) one.encryption = stated(encryption, place);
  if (hash.length > 0) one.hash = stated(hash, place);
  return undefined;
}

function mapLine(
  { crypto }: Draft,
  dynamic: boolean,
  [map = '', sequence = '', setting = '', ...words]: readonly string[],
  { evidence }: Place,
): string | undefined {
  if (!/^\d{1,5}$/.test(sequence)) return 'not a sequence number';
  const line: CryptoMapLine = { map, dynamic, sequence: Number(sequence), setting, words, evidence };
  crypto.mapLines.push(line);
  return undefined;
}
