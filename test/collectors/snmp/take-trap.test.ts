import assert from 'node:assert/strict';
import { test } from 'node:test';
import { derived, namesHmac } from '../../../server/access/key.ts';
import { asksForPoll } from '../../../server/domain/poll-asked.ts';
import { readStored, takeTrap, type Taken } from '../../../collectors/snmp/take-trap.ts';
import type { Trap } from '../../../collectors/snmp/trap.ts';
import { withoutSecrets } from '../../../collectors/syslog/commands.ts';
import { Names } from '../../../collectors/syslog/names.ts';
import { claimedOf, parse } from '../../../collectors/syslog/parse.ts';

const CISCO = '1.3.6.1.4.1.9.9';
const proof = { version: 'v2c', known: true } as const;

/** A clogMessageGenerated with this text. */
function clog(text: string): Trap {
  return { oid: `${CISCO}.41.2.0.1`, varbinds: [{ oid: `${CISCO}.41.1.2.3.1.5.0`, value: Buffer.from(text) }], proof };
}

function syslogOf(taken: Taken): string {
  return 'syslog' in taken ? taken.syslog : assert.fail('no message of syslog');
}

/** A message that the device has cut to 255 characters, within the name. */
const [BEFORE, AFTER] = [
  '%ASA-6-113005: AAA user authentication Rejected : reason = ',
  ' : server = 10.1.1.5 : user = Sommer2026!',
];
const CUT = `${BEFORE}${'x'.repeat(259 - BEFORE.length - AFTER.length)}${AFTER}`.slice(0, 255);

/** What is kept of a line, as the intake keeps it. */
function kept(line: string): string {
  const names = new Names({ hmac: namesHmac(derived(Buffer.alloc(32, 1)).names), known: [] });
  const { line: without, parsed } = names.keep(line);
  return withoutSecrets(without, parsed);
}

test('a password that was typed as a name is not in the line that is kept of a trap, nor in its claim', () => {
  const texts = [
    '%ASA-6-113015: AAA user authentication Rejected : reason = User was not found : local database : user = Sommer2026! : user IP = 198.51.100.23',
    '?<166>%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = Sommer2026!',
    '%ASA-6-113015: AAA user authentication Rejected in words that nobody knows : user = Sommer2026!',
    CUT,
    "%ASA-5-111008: User 'enable_15' executed the 'username marty password Sommer2026!' command.",
  ];
  for (const text of texts) {
    const line = syslogOf(takeTrap(clog(text)));
    assert.ok(line.includes('Sommer2'));
    const stored = kept(line);
    assert.ok(stored.startsWith('trap: %ASA-'), stored);
    assert.ok(!stored.includes('Sommer'), stored);
    assert.ok(!JSON.stringify(parse(stored)).includes('Sommer'));
  }
});

test('a claim of a syslog message in a trap is one of a trap, with its message ID and without a time of the device', () => {
  const parsed = parse(syslogOf(takeTrap(clog('%ASA-6-113012: AAA user authentication Successful : local database : user = marty')))); // prettier-ignore
  const evidence = { message: 7, at: 1, from: '10.10.10.2' };
  const claim = { kind: 'aaa.accepted', user: 'marty' };
  assert.deepEqual(claimedOf(parsed, evidence), { ...evidence, source: 'trap', messageId: 113_012, claim });
});

test('no text in a trap becomes the line of another trap', () => {
  for (const text of [
    'trap cipSecTunnelStop 1.3.6.1.4.1.9.9.171.2.0.8 v3 authPriv user="nms"',
    '\ntrap coldStart 1.3',
  ]) {
    const { outcome } = parse(syslogOf(takeTrap(clog(text))));
    assert.equal(outcome, 'foreign');
  }
});

test('what a stored line of a trap says is what it said when it came', () => {
  const stop: Trap = {
    oid: `${CISCO}.171.2.0.8`,
    varbinds: [{ oid: `${CISCO}.171.1.3.2.1.10.5`, value: 177_700 }],
    proof,
  };
  const taken = takeTrap(stop);
  assert.ok('line' in taken);
  assert.deepEqual(readStored(taken.line), taken.parsed);
  assert.equal(
    readStored('%ASA-6-113012: AAA user authentication Successful : local database : user = marty'),
    undefined,
  );
});

test('a trap of a tunnel, of a start and of a failover is a reason to poll; a closing record is none', () => {
  assert.ok(asksForPoll({ kind: 'tunnel.reported', what: 'ike', state: 'started' }));
  assert.ok(asksForPoll({ kind: 'device.reported', what: 'warmStart' }));
  assert.ok(asksForPoll({ kind: 'failover.switched', role: 'active' }));
  assert.ok(!asksForPoll({ kind: 'aaa.accepted', user: 'marty' }));
});
