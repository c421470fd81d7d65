import { groupAttribute, isRemoteAccess } from '../effective.ts';
import { isFrom } from '../release.ts';
import type { Evidence, Stated } from '../stated.ts';
import { commandsWith, migrate, overIkev1, tunnelled, type Hit, type Mend, type Patient, type Row } from './finding.ts';
import { absent } from './logging.ts';
import { ikev2Groups, spelling, stronger, strongerIkev2, type Weak } from './stronger.ts';

const CLIENTS =
  'AnyConnect (TLS or IKEv2). Cisco’s VPN Client and others that log in with a group’s pre-shared key need it; move them first, then take it away.';
const ADDING = 'adding breaks nothing. Taking the old one away ends the logins of clients and peers that know no other.'; // prettier-ignore
// GMAC proves who sent it, and hides nothing (RFC 4543).
const WEAK_ENCRYPTION = /^(?:3?des|null|none|aes-gmac(?:-\d{3})?)$/;

/** What is wrong with IKE and IPsec. */
export const cryptoRows: readonly Row[] = [
  {
    id: 'weak-encryption',
    severity: 'warning',
    title: 'Weak encryption: 3DES, DES or none',
    why: 'DES can be broken in hours, 3DES has blocks so short that long sessions leak. AES is faster as well.',
    breaks: 'adding breaks nothing. Taking the old one away ends the logins of clients and peers that know no AES.',
    needs: ['crypto'],
    touches: tunnelled,
    check: (patient) => weak(patient, 'encryption', WEAK_ENCRYPTION, stronger),
  },
  {
    id: 'weak-hash-md5',
    severity: 'warning',
    title: 'Weak hash: MD5',
    why: 'MD5 is broken, and SHA costs nothing more.',
    breaks: 'adding breaks nothing. Taking the old one away ends the logins of clients and peers that know MD5 only.',
    needs: ['crypto'],
    touches: tunnelled,
    check: (patient) => weak(patient, 'hash', /^md5$/, stronger),
  },
  {
    id: 'weak-hash-sha1',
    severity: 'note',
    title: 'Old hash: SHA-1',
    why: 'SHA-1 is no longer accepted where rules ask for SHA-2. As HMAC it is not broken. IKEv1 of an ASA knows nothing better.',
    breaks: 'clients and peers that know IKEv1 only cannot log in any more once it is taken away.',
    needs: ['crypto'],
    touches: tunnelled,
    check: (patient) =>
      weak(
        patient,
        'hash',
        /^sha(?:-?1)?$/,
        (_, found) =>
        found.version === 2 ? strongerIkev2(found) : migrate('IKEv2 or AnyConnect with SHA-2: IKEv1 of an ASA has MD5 and SHA-1 only.'), // prettier-ignore
      ).map((hit) => (hit.protocols === overIkev1 ? hit : { ...hit, breaks: ADDING })),
  },
  {
    id: 'weak-dh',
    severity: 'warning',
    title: 'Weak Diffie-Hellman group: 1, 2 or 5',
    why: 'Groups of 768 to 1536 bits can be broken by those who can afford it, for recorded traffic, too.',
    breaks:
      'the VPN Client with a pre-shared key knows no group above 2 in aggressive mode: without it, none of these users can log in.',
    needs: ['crypto'],
    touches: tunnelled,
    check: (patient) => {
      const { configuration: { crypto }, release } = patient; // prettier-ignore
      const policies = crypto.ikePolicies.filter(({ dhGroups }) => dhGroups?.value.some((one) => /^[125]$/.test(one)));
      // Alone it means group 2; from 9.13 on, which has no such group, group 14.
      const bare = release === undefined || !isFrom(release, 9, 13);
      const pfs = crypto.mapLines.filter(({ setting, words: [word] }) => setting === 'set pfs' && (word === undefined ? bare : /^(?:group)?[125]$/.test(word))); // prettier-ignore
      if (policies.length + pfs.length === 0) return [];
      const evidence = [...policies.map((one) => one.dhGroups?.evidence ?? one.evidence), ...pfs.map((one) => one.evidence)]; // prettier-ignore
      const onlyIkev2 = policies.length > 0 && pfs.length === 0 && policies.every(({ version }) => version === 2);
      if (onlyIkev2) return [{ evidence, protocols: ['ikev2'], breaks: ADDING, mend: ikev2Groups(policies) }]; // prettier-ignore
      if (keyed(patient).length > 0 && policies.length > 0) return [{ evidence, mend: migrate(CLIENTS) }];
      return [{ evidence, breaks: 'both ends have to have the same: who has only the old one cannot connect any more.', mend: migrate('group 14 or higher, agreed with the peers: IKEv2 has it, and `set pfs group14` where both ends know it.') }]; // prettier-ignore
    },
  },
  {
    id: 'aggressive-mode',
    severity: 'warning',
    title: 'Aggressive mode with a pre-shared key',
    why: 'Anybody may ask for a hash of the group’s key and guess it at home; whoever has it can pose as the head-end.',
    breaks:
      'the VPN Client logs in with a group’s pre-shared key in aggressive mode only: without it none of these users can log in.',
    needs: ['crypto', 'groups'],
    touches: overIkev1,
    check: (patient) => {
      const { crypto } = patient.configuration;
      const ikev1 = crypto.enabled.filter(({ value }) => value.version === 1);
      if (ikev1.length === 0 || crypto.aggressiveMode?.value === false) return [];
      const groups = keyed(patient);
      const told = crypto.aggressiveMode ? [crypto.aggressiveMode.evidence] : ikev1.map(({ evidence }) => evidence);
      const verified = crypto.aggressiveMode !== undefined;
      const seen = verified ? {} : { seen: 'there is no line `am-disable`' };
      if (groups.length === 0) {
        const note = 'No group of remote users with a pre-shared key is in the file. Peers with changing addresses that have one would stay out, too.'; // prettier-ignore
        return [{ evidence: told, ...seen, verified, severity: 'note', tunnelGroups: [], mend: commandsWith(note, `${spelling(patient)} am-disable`) }]; // prettier-ignore
      }
      const keys = groups.map(({ key }) => key);
      return [{ evidence: [...told, ...keys], ...seen, verified, tunnelGroups: groups.map(({ name }) => name), mend: migrate(CLIENTS) }]; // prettier-ignore
    },
  },
  {
    id: 'nat-t-off',
    severity: 'warning',
    title: 'No NAT traversal',
    why: 'Clients behind a router that translates addresses (most of them) log in, but no traffic comes back: ESP has no ports.',
    breaks: 'nothing: sessions that are up keep what they have. UDP 4500 has to be let through in front of the device.',
    needs: ['crypto', 'groups'],
    touches: [],
    check: (patient) => {
      const { configuration: { crypto, tunnelGroups }, release } = patient; // prettier-ignore
      const takesClients = tunnelGroups.some((group) => isRemoteAccess(group) && group.type !== 'webvpn');
      const enabled = crypto.enabled.filter(({ value }) => value.version === 1);
      const told = crypto.natTraversal;
      if (!takesClients || enabled.length === 0 || (told !== undefined && told.value !== false)) return [];
      const mend = commandsWith('Read first what is in force: show running-config all crypto.', `${spelling(patient)} nat-traversal 20`); // prettier-ignore
      if (told !== undefined) return [{ evidence: [told.evidence], mend }];
      // Off in 7.0 and before, on by 9.1; between these nobody told us.
      if (release !== undefined && isFrom(release, 9, 1)) return [];
      const known = release !== undefined && !isFrom(release, 7, 1);
      return [{ ...absent(undefined, 'nat-traversal'), verified: known, severity: known ? 'warning' : 'note', mend }];
    },
  },
  {
    id: 'sysopt-permit-vpn',
    severity: 'warning',
    title: 'Decrypted traffic is subject to the interface’s access list',
    why: 'Without `sysopt connection permit-vpn` (`permit-ipsec` before 7.2(2)) what comes out of the tunnels has to be permitted by the access list of the outside interface, or is dropped: users are connected and reach nothing.',
    breaks:
      'an access list that filters the VPN on purpose would no longer do so: a `vpn-filter` of the group policy has to take its place first.',
    needs: ['sysopt', 'groups'],
    touches: tunnelled,
    check: ({ configuration: { sysopt, tunnelGroups }, release }) => {
      if (!tunnelGroups.some(isRemoteAccess)) return [];
      const told = sysopt.findLast(({ value }) => /^connection permit-(?:vpn|ipsec)$/.test(value.option));
      if (told?.value.on === true) return [];
      const option = release === undefined || isFrom(release, 7, 2, 2) ? 'permit-vpn' : 'permit-ipsec';
      const mend = commandsWith('Read first what is in force: show running-config all sysopt.', `sysopt connection ${option}`); // prettier-ignore
      if (told !== undefined) return [{ evidence: [told.evidence], mend }];
      // permit-vpn exists from 7.1, and is on unless `no` takes it away.
      if (release !== undefined && isFrom(release, 7, 1)) return [];
      return [{ ...absent(undefined, `sysopt connection ${option}`), verified: false, severity: 'note', mend }];
    },
  },
];

/** Groups of remote users with a pre-shared key, and the line that has it. */
function keyed({ configuration }: Patient): readonly { readonly name: string; readonly key: Evidence }[] {
  return configuration.tunnelGroups.filter(isRemoteAccess).flatMap((group) => {
    const key = groupAttribute(group, 'pre-shared-key');
    return key === undefined ? [] : [{ name: group.name, key: key.evidence }];
  });
}

/** What is weak among policies and the proposals that some crypto map uses; one finding for each version of IKE. */
function weak(
  patient: Patient,
  of: Weak['of'],
  pattern: RegExp,
  mend: (patient: Patient, found: Weak) => Mend,
): readonly Hit[] {
  const { crypto } = patient.configuration;
  const isWeak = (told: Stated<readonly string[]> | undefined): boolean =>
    told?.value.some((word) => pattern.test(word)) === true;
  const used = new Set(crypto.mapLines.filter(({ setting }) => /transform-set|proposal/.test(setting)).flatMap(({ words }) => words)); // prettier-ignore
  return ([1, 2] as const).flatMap((version): readonly Hit[] => {
    const ike = crypto.ikePolicies.filter((one) => one.version === version && isWeak(one[of]));
    // Releases from 8.4 on define a dozen of transform sets that nobody uses.
    const ipsec = crypto.proposals.filter((one) => one.version === version && isWeak(one[of]) && used.has(one.name));
    const evidence = [...ike, ...ipsec].map((one) => one[of]?.evidence ?? one.evidence);
    return evidence.length === 0
      ? []
      : [
          {
            subject: `IKEv${version}`,
            evidence,
            protocols: version === 1 ? overIkev1 : ['ikev2'],
            mend: mend(patient, { version, of, pattern, ike, ipsec }),
          },
        ];
  });
}
