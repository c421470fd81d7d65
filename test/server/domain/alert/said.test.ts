import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '../../../../collectors/syslog/parse.ts';
import { gone, right, wrong, type Said } from './said.ts';

const client = { user: 'marty', publicIp: '198.51.100.23' } as const;
const group = 'Group = hillvalleyvpn, Username = marty, IP = 198.51.100.23';
const policy = 'Group <GP-STAFF> User <marty> IP <198.51.100.23>';
const verdict = '113005: AAA user authentication Rejected : reason = AAA failure : server = 10.10.10.5 : user = marty';

function read(lines: readonly string[]): readonly Said[] {
  return lines.map((line) => {
    const { messageId, claim } = parse(`<166>Jan 05 2026 12:00:00: %ASA-6-${line}`);
    assert.ok(messageId !== undefined && claim !== undefined, line);
    return { messageId, claim };
  });
}

test('what days are made of is what the collector reads in the lines of an ASA', () => {
  assert.deepEqual(wrong(client), read([`${verdict} : user IP = 198.51.100.23`, `716039: ${policy} Authentication: rejected, Session Type: WebVPN.`])); // prettier-ignore
  assert.deepEqual(wrong({ ...client, carrier: 'old' }), read([verdict, '713167: Group = hillvalleyvpn, IP = 198.51.100.23, Remote peer has failed user authentication - check configured username and password'])); // prettier-ignore
  assert.deepEqual(
    right({ ...client, carrier: 'ikev1' }, '172.16.1.100').map(({ claim }) => claim.kind),
    read([
      '113004: AAA user authentication Successful : server = 10.10.10.5 : user = marty',
      `713184: ${group}, Client Type: WinNT  Client Application Version: 5.0.07.0440`,
      `713228: ${group}, Assigned private IP address 172.16.1.100 to remote user`,
      `713119: ${group}, PHASE 1 COMPLETED`,
      `713120: ${group}, PHASE 2 COMPLETED (msgid=8e2f6a12)`,
    ]).map(({ claim }) => claim.kind),
  );
  assert.deepEqual(
    right(client, '172.16.1.100'),
    read([
      '113004: AAA user authentication Successful : server = 10.10.10.5 : user = marty',
      '734001: DAP: User marty, Addr 198.51.100.23, Connection AnyConnect: The following DAP records were selected for this connection: DfltAccessPolicy',
      `113039: ${policy} AnyConnect parent session started.`,
      `722051: ${policy} IPv4 Address <172.16.1.100> IPv6 address <::> assigned to session`,
    ]).map(withoutIpv6),
  );
  assert.deepEqual(gone({ ...client, carrier: 'ikev1' }, 3), read([`113019: ${group}, Session disconnected. Session Type: IPsec, Duration: 0h:00m:03s, Bytes xmt: 4000, Bytes rcv: 900, Reason: User Requested`])); // prettier-ignore
});

function withoutIpv6(said: Said): Said {
  if (said.claim.kind !== 'address.assigned') return said;
  const { assignedIpv6, ...claim } = said.claim;
  assert.ok(assignedIpv6 === undefined || assignedIpv6 === '::');
  return { ...said, claim };
}
