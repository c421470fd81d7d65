import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';

import { derived, namesHmac } from '../../server/access/key.ts';
import { hashName } from '../../server/access/names.ts';
import { Names } from '../../collectors/syslog/names.ts';
import { parse } from '../../collectors/syslog/parse.ts';

const key = derived(Buffer.alloc(32, 1));
const hmac = namesHmac(key.names);
const names = (...known: string[]): Names => new Names({ hmac, known });
const PASSWORD = 'Sommer2026!';
const TOKEN = hashName(key, PASSWORD);

/** Messages of a login that failed, with the name where `@` stands. */
const failures: readonly string[] = [
  '<166>Jan 05 2026 12:00:00: %ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = @',
  '%ASA-6-113015: AAA user authentication Rejected : reason = User was not found : local database : user = @ : user IP = 198.51.100.23',
  '%ASA-6-113015: AAA user authentication Rejected: reason = User was not found: local database: user = @: user IP = 198.51.100.23',
  '%ASA-6-113005: AAA user authentication Rejected : reason = AAA failure : server =  10.1.1.5 : user = @',
  '%ASA-6-113005: AAA user authentication Rejected : reason = Unspecified : server = 10.1.1.5 : user = @ : user IP = None',
  '%ASA-6-113013: AAA unable to complete the request Error : reason = Simultaneous logins exceeded for user : user = @',
  '%ASA-6-113014: AAA authentication server not accessible : server =  10.1.1.5 : user = @',
  '%ASA-6-113016: AAA credentials rejected : reason = Account has been locked out : server = 10.1.1.5 : user = @: user IP = 198.51.100.23',
  '%ASA-6-113008: AAA transaction status REJECT : user = @',
  "%ASA-6-113006: User '@' locked out on exceeding 3 successive failed authentication attempts",
  "%ASA-3-113021: Attempted console login failed. User '@' did NOT have appropriate Admin Rights.",
  '%ASA-6-716039: Group <hillvalley> User <@> IP <198.51.100.23> Authentication: rejected, Session Type: WebVPN.',
  '%ASA-6-716039: Authentication: rejected, group = hillvalley user = @ , Session Type: WebVPN',
  '%ASA-6-605004: Login denied from 198.51.100.23/1234 to outside:10.10.10.2/ssh for user "@"',
  '%ASA-6-611102: User authentication failed: Uname: @',
  '%ASA-6-611102: User authentication failed: IP address: 198.51.100.23, Uname: @',
  '%ASA-6-315011: SSH session from 198.51.100.23 on interface outside for user "@" disconnected by SSH server, reason: "Rejected by server" (0x03)',
  '%ASA-6-109006: Authentication failed for user @ from 198.51.100.23/0 to 0.0.0.0/0 on interface outside',
  '%ASA-3-713167: Group = hillvalleyvpn, Username = @, IP = 198.51.100.23, Remote peer has failed user authentication -  check configured username and password',
  '%ASA-3-713060: Group = hillvalleyvpn, IP = 198.51.100.23, Tunnel Rejected: User (@) not member of group (hillvalleyvpn), group-lock check failed.',
  '%ASA-7-713906: Group = hillvalleyvpn, Username = @, IP = 198.51.100.23, constructing blank hash payload',
  '%ASA-3-713198: User Authorization failed: @ User authorization failed.',
  '%ASA-5-734002: DAP: User @, Addr 198.51.100.23: Connection terminated by the following DAP records: DfltAccessPolicy',
];

const PASSWORDS = [
  PASSWORD,
  'two words',
  "it's",
  'a',
  'Grüße=1,2',
  'x\\y',
  'P@ss: w0rd',
  '<script>',
  '"',
  'IP = 6.6.6.6',
  '/;--',
];

test('a failed name that nobody knows is gone from the line and from the claim, whatever the message', () => {
  for (const message of failures) {
    for (const password of PASSWORDS) {
      const line = message.replace('@', () => password);
      const { line: kept, parsed } = names().keep(line);
      // Of a name of one or two characters only what stood around it can be told.
      const [before = '', after = ''] = message.split('@');
      const there = password.length > 2 ? kept.includes(password) : kept.includes(before + password + after);
      assert.equal(there, false, kept);
      assert.equal(JSON.stringify(parsed.claim ?? {}).includes(JSON.stringify(password)), false, kept);
      assert.ok(
        kept.includes(hashName(key, password)) || /<not kept, it may hold a password: \d+ characters>$/.test(kept),
      );
    }
    const { line, parsed } = names().keep(message.replace('@', PASSWORD));
    assert.equal(line, message.replace('@', TOKEN), 'an ordinary one is gone exactly');
    assert.equal(parsed.outcome, parse(message.replace('@', PASSWORD)).outcome);
  }
});

test('the line says the same when it is read again, but for the name', () => {
  for (const message of failures) {
    const was = parse(message.replace('@', PASSWORD));
    const { line, parsed } = names().keep(message.replace('@', PASSWORD));
    assert.deepEqual(parsed, parse(line));
    assert.deepEqual(
      parsed.claim,
      JSON.parse(JSON.stringify(was.claim ?? null).replaceAll(PASSWORD, TOKEN)) ?? undefined,
    );
  }
});

test('any name: what is kept does not depend on it but for its token', () => {
  const known = names();
  const [message = ''] = failures.slice(1);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), (typed) => {
      const name = `.${typed}.`;
      const { line } = known.keep(message.replace('@', () => name));
      const [before = '', after = ''] = message.split('@');
      const without = /^%ASA-6-113015: <not kept, it may hold a password: \d+ characters>$/.test(line);
      assert.ok(without || line === before + hashName(key, name) + after, line);
    }),
    { numRuns: 2000 },
  );
});

test('a name that is known stays: from the start, by a login, or told later', () => {
  const line = (user: string): string => (failures[0] ?? '').replace('@', user);
  const one = names('marty');
  for (const user of ['marty', 'Marty', ' MARTY ']) assert.equal(one.keep(line(user)).line, line(user));
  assert.notEqual(one.keep(line('docbrown')).line, line('docbrown'));
  one.keep('%ASA-6-113012: AAA user authentication Successful : local database : user = docbrown');
  assert.equal(one.keep(line('docbrown')).line, line('docbrown'));
  one.know(['einstein']);
  assert.equal(one.keep(line('einstein')).line, line('einstein'));
});

test('what a login shows is kept, though nobody knew the name', () => {
  for (const line of [
    '%ASA-6-713228: Group = hillvalleyvpn, Username = biff, IP = 198.51.100.23, Assigned private IP address 172.16.1.100 to remote user',
    '%ASA-4-113019: Group = hillvalleyvpn, Username = biff, IP = 198.51.100.23, Session disconnected. Session Type: IPsec, Duration: 0h:00m:01s, Bytes xmt: 4000, Bytes rcv: 900, Reason: User Requested',
    '%ASA-6-113039: Group <g> User <biff> IP <198.51.100.23> AnyConnect parent session started.',
  ]) {
    const one = names();
    assert.equal(one.keep(line).line, line);
    const failure = (failures[0] ?? '').replace('@', 'biff');
    assert.equal(one.keep(failure).line, failure);
  }
});

test('a name is not told by where it is missing: words of the message stay, and an echo goes with all that is around it', () => {
  const line = (reason: string, user: string): string =>
    `%ASA-6-113015: AAA user authentication Rejected : reason = ${reason} : local database : user = ${user}`;
  const one = names();
  assert.equal(one.keep(line('User was not found', 'not')).line, line('User was not found', hashName(key, 'not')));
  assert.equal(one.keep(line('database', 'database')).line, line('<not kept>', hashName(key, 'database')));
  const echo = one.keep(line(`no account ${PASSWORD} here`, PASSWORD));
  assert.equal(echo.line, line('<not kept>', TOKEN));
  assert.deepEqual(echo.parsed.claim, { kind: 'aaa.rejected', user: TOKEN, reason: '<not kept>' });
});

test('a failure in words that nobody knows is kept up to its tag', () => {
  for (const text of [
    `%ASA-6-113015: AAA user authentication Rejected in a new way for ${PASSWORD}`,
    `%ASA-6-113015: AAA user authentication Rejected : reason = x : local database : user = ${PASSWORD} : local database : user = y`,
    `%ASA-4-109999: Login of ${PASSWORD} failed`,
  ]) {
    const { line, parsed } = names().keep(`Jan 05 2026 12:00:00: ${text}`);
    const [tag = ''] = /^%\S+ /.exec(text) ?? [];
    assert.equal(
      line,
      `Jan 05 2026 12:00:00: ${tag}<not kept, it may hold a password: ${text.length - tag.length} characters>`,
    );
    assert.equal(parsed.claim, undefined);
  }
});

test('a hostile name in a message of a login that went well is kept: it is evidence, and no password', () => {
  const line = '%ASA-5-713119: Group = hillvalleyvpn, Username = x, Username = y, IP = 10.10.10.50, PHASE 1 COMPLETED';
  assert.equal(parse(line).outcome, 'misfit');
  assert.equal(names().keep(line).line, line);
});

test('a hidden name is nobody’s: it stays, is not learnt, and is told with the address of the client', () => {
  const one = names();
  const client = '198.51.100.23';
  for (const message of failures) {
    const line = message.replace('@', '*****');
    const { line: kept, hidden } = one.keep(line);
    assert.equal(kept, line);
    // 315011 is noted: its text is read for the name alone.
    const told = line.includes(client) && !line.includes('315011');
    assert.deepEqual(hidden, told ? { publicIp: client } : {}, line);
  }
  for (const message of failures) assert.equal(one.keep(message.replace('@', 'marty')).hidden, undefined);
});

test('asterisks that somebody typed are no hidden name, nor are those of a message that tells of no login', () => {
  for (const line of [
    '%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = ***** x',
    '%ASA-6-113015: AAA user authentication Rejected in a new way : user = *****',
    "%ASA-5-111008: User 'marty' executed the 'username doc password *****' command.",
    '%ASA-6-302013: Built inbound TCP connection 1 for outside:198.51.100.23/1 (198.51.100.23/1) to inside:***** (*****)',
    '*****',
  ])
    assert.equal(names().keep(line).hidden, undefined, line);
});

test('what stands for nobody, and an address, are no passwords', () => {
  for (const user of ['Unknown', '198.51.100.23', '2001:db8::1']) {
    const line = (failures[0] ?? '').replace('@', user);
    assert.equal(names().keep(line).line, line);
  }
});

test('without a key every name is kept as it was typed', () => {
  const one = new Names({ known: [] });
  for (const message of [...failures, '%ASA-6-113015: Rejected in a new way for @']) {
    const line = message.replace('@', PASSWORD);
    assert.deepEqual(one.keep(line), { line, parsed: parse(line) });
  }
});

test('lines that tell of no failed login are kept to the letter', () => {
  const root = 'test/golden/syslog';
  for (const name of readdirSync(root)) {
    const lines = readFileSync(`${root}/${name}/input.log`, 'utf8').split('\n');
    const known = lines.flatMap((line) => {
      const claim = parse(line).claim;
      return claim !== undefined && 'user' in claim ? [claim.user ?? ''] : [];
    });
    const one = names('marty', 'docbrown', ...known);
    for (const line of lines) {
      const { outcome } = parse(line);
      if (outcome === 'claim' || outcome === 'foreign') assert.equal(one.keep(line).line, line);
    }
  }
});

test('the receiver and server/access make the same token', () => {
  const receivers = (text: string): string => createHmac('sha256', key.names).update(text).digest('base64url');
  const line = (failures[0] ?? '').replace('@', PASSWORD);
  assert.equal(new Names({ hmac: receivers, known: [] }).keep(line).line, line.replace(PASSWORD, TOKEN));
});
