import assert from 'node:assert/strict';
import type { Page } from 'playwright';
import type { Listed } from '../asa/cli/listed.ts';
import { numbered } from '../asa/cli/session-listing.ts';
import { outsideIp, type Session } from '../asa/model.ts';
import type { Seat } from '../asa/people.ts';

/** What is said of what only the client knows. */
export const NOT_REPORTED = 'not reported by the ASA';
/** A number as the window writes it. */
export const grouped = (value: number): string => value.toLocaleString('en');

/** The client's words for what the ASA calls it (domain facts, E). */
const encryptions: Readonly<Record<string, string>> = {
  '3DES': '168-bit 3-DES',
  AES256: '256-bit AES',
  'AES-GCM-256': '256-bit AES-GCM',
};
const hashes: Readonly<Record<string, string>> = { SHA1: 'HMAC-SHA1', SHA384: 'HMAC-SHA384' };

/** The lines of a group policy as the ASA prints them, and of the default one, from which it inherits. */
export function policyOf(config: readonly string[], name: string): readonly string[] {
  return [name, 'DfltGrpPolicy'].flatMap((one) => {
    const first = config.indexOf(`group-policy ${one} attributes`);
    if (first < 0) return [];
    const rest = config.slice(first + 1);
    return rest
      .slice(
        0,
        rest.findIndex((line) => !line.startsWith(' ')),
      )
      .map((line) => line.trim());
  });
}

/** What the truth makes the client's window say of a session, without its time. */
export function clientWindow(
  truth: Listed,
  session: Session,
  config: readonly string[],
): Readonly<Record<string, string>> {
  const { counters, assignedIp, tunnelGroup, tunnels } = truth;
  const isIpsec = session.seat.protocol === 'ikev1';
  const carrying = tunnels.find(({ sort }) => sort === (isIpsec ? 'ipsec' : 'ssl'));
  assert.ok(carrying && assignedIp);
  const policy = policyOf(config, truth.groupPolicy);
  return {
    'Address Information: Client': assignedIp,
    'Address Information: Server': outsideIp,
    'Connection Information: Entry': tunnelGroup,
    'Bytes: Received': grouped(counters.bytesTx),
    'Bytes: Sent': grouped(counters.bytesRx),
    'Packets: Encrypted': grouped(counters.packetsRx),
    'Packets: Decrypted': grouped(counters.packetsTx),
    'Packets: Discarded': NOT_REPORTED,
    'Packets: Bypassed': NOT_REPORTED,
    'Crypto: Encryption': encryptions[carrying.encryption] ?? carrying.encryption,
    'Crypto: Authentication': hashes[carrying.hashing] ?? carrying.hashing,
    ...(isIpsec
      ? {
          'Transport: Transparent Tunneling': session.seat.behindNat ? 'Active on UDP port 4500' : 'Inactive',
          'Transport: Compression': 'None',
        }
      : { 'Transport: Tunnels': 'TLS and DTLS', 'Transport: Compression': NOT_REPORTED }),
    'Transport: Local LAN': policy.some((line) => line === 'split-tunnel-policy excludespecified')
      ? 'Enabled by policy'
      : 'Disabled',
  };
}

/** What the truth makes the ASA's window say of a session, without its times. */
export function asaWindow(truth: Listed, { seat }: Session): Readonly<Record<string, string>> {
  const { counters, assignedIp = '', publicIp, tunnelGroup, groupPolicy, protocols } = truth;
  const isIpsec = seat.protocol === 'ikev1';
  const [encryption, hashing] = numbered(truth);
  return {
    'Address Information: Assigned IP': assignedIp,
    'Address Information: Public IP': publicIp,
    'Bytes: Bytes Tx': grouped(counters.bytesTx),
    'Bytes: Bytes Rx': grouped(counters.bytesRx),
    'Packets: Pkts Tx': grouped(counters.packetsTx),
    'Packets: Pkts Rx': grouped(counters.packetsRx),
    'Packets: Tx Drop': grouped(counters.droppedTx),
    'Packets: Rx Drop': grouped(counters.droppedRx),
    'Connection Information: Tunnel Group': tunnelGroup,
    'Connection Information: Group Policy': groupPolicy,
    // `Client Type` and `Client Ver`: of AnyConnect the second has all the words of the agent.
    'Connection Information: Client': `${isIpsec ? '' : 'AnyConnect '}${seat.clientType} ${seat.clientVersion}`,
    'Crypto: Encryption': encryption,
    'Crypto: Hashing': hashing,
    // The lab's IKE speaks group 2; that of TLS no listing tells.
    'Crypto: D/H Group': isIpsec ? '2' : NOT_REPORTED,
    'Crypto: Auth Mode': isIpsec ? 'preSharedKeysXauth' : 'userPassword',
    'Transport: Protocol': isIpsec ? 'IPsec (IKEv1)' : 'AnyConnect',
    ...(isIpsec
      ? { 'Transport: Encapsulation': protocols.join(' '), 'Transport: Compression': 'None' }
      : { 'Transport: Tunnels': 'TLS and DTLS', 'Transport: Compression': NOT_REPORTED }),
  };
}

/** What only a listing can tell of a session that syslog has told of, in the client's window. */
export function awaitedByClient({ protocol }: Seat): readonly string[] {
  return [
    'Address Information: Server',
    ...['Bytes: Received', 'Bytes: Sent', 'Packets: Encrypted', 'Packets: Decrypted'],
    ...['Crypto: Encryption', 'Crypto: Authentication'],
    ...(protocol === 'ikev1' ? ['Transport: Transparent Tunneling', 'Transport: Compression'] : []),
  ];
}

/** The same in the ASA's words. */
export function awaitedByAsa({ protocol }: Seat): readonly string[] {
  return [
    ...['Bytes: Bytes Tx', 'Bytes: Bytes Rx'],
    ...['Packets: Pkts Tx', 'Packets: Pkts Rx', 'Packets: Tx Drop', 'Packets: Rx Drop'],
    ...[
      'Crypto: Encryption',
      'Crypto: Hashing',
      ...(protocol === 'ikev1' ? ['Crypto: D/H Group'] : []),
      'Crypto: Auth Mode',
    ],
    ...(protocol === 'ikev1' ? ['Transport: Encapsulation', 'Transport: Compression'] : []),
  ];
}

/** Of the first and of the latest poll the timeline has all that was printed of the session, and says of what else polls told that it has not. */
export async function assertTexts(page: Page, printed: readonly string[], user: string): Promise<void> {
  const entry = (name: string) => page.locator('.event', { hasText: `The ${name} poll that listed the session` }).locator('code'); // prettier-ignore
  const [first, latest] = [await entry('first').innerText(), await entry('latest').innerText()];
  for (const line of printed) assert.ok(latest.includes(line), `${line} is not in: ${latest}`);
  assert.match(first, new RegExp(`^show vpn-sessiondb detail \\S+\nUsername +: ${user} `));
  if (printed.some((line) => line.includes('IPsec')))
    assert.match(
      latest,
      new RegExp(`\\n\\nshow crypto ipsec sa\\n(?:.*\\n)+ *current_peer: \\S+, username: ${user}\\n`),
    );
  assert.notEqual(first, latest, 'it has counted on');
}
