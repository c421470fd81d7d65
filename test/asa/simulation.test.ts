import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dialects, releases } from './dialect.ts';
import type { Release } from './dialect.ts';
import { headerForms, headersOf } from './header.ts';
import type { HeaderForm } from './header.ts';
import type { LedgerFile } from './ledger.ts';
import { scenarioNames } from './scenarios.ts';
import { lab, simulate } from './simulation.ts';
import type { SimulationOptions } from './simulation.ts';

/** The lines and the ledger of so many virtual seconds. */
async function play(options: Partial<SimulationOptions>, seconds: number, quiesce = false) {
  const lines: string[] = [];
  const { engine, asa, quiesce: end } = simulate((line) => lines.push(line), options);
  await engine.run({ until: engine.now() + seconds * 1000 });
  if (quiesce) await end();
  return { lines, ledger: asa.ledgerFile() };
}

/** How a line begins in each form; the samples are those of the domain facts (A2). */
const heads: Readonly<Record<HeaderForm, RegExp>> = {
  none: /^<\d+>%ASA-[1-7]-\d{6}: \S/,
  timestamp: /^<\d+>Nov 23 2026 07:00:\d\d : %ASA-[1-7]-\d{6}: \S/,
  'timestamp-colon': /^<\d+>Nov 23 2026 07:00:\d\d: %ASA-[1-7]-\d{6}: \S/,
  'no-year': /^<\d+>Nov 23 07:00:\d\d: %ASA-[1-7]-\d{6}: \S/,
  'device-id-ip': /^<\d+>Nov 23 2026 07:00:\d\d 172\.16\.1\.2 : %ASA-[1-7]-\d{6}: \S/,
  'device-id-hostname': /^<\d+>Nov 23 2026 07:00:\d\d ASA-AIP-CLI : %ASA-[1-7]-\d{6}: \S/,
  'device-id-string': /^<\d+>Nov 23 2026 07:00:\d\d HV edge 1 : %ASA-[1-7]-\d{6}: \S/,
  'device-id-context': /^<\d+>Nov 23 2026 07:00:\d\d admin : %ASA-[1-7]-\d{6}: \S/,
  'hostname-only': /^<\d+>ASA-AIP-CLI : %ASA-[1-7]-\d{6}: \S/,
  'ip-only': /^<\d+>172\.16\.1\.2: %ASA-[1-7]-\d{6}: \S/,
  rfc5424: /^<\d+>2026-11-23T07:00:\d\dZ: %ASA-[1-7]-\d{6}: \S/,
  'rfc5424-hostname': /^<\d+>2026-11-23T07:00:\d\dZ ASA-AIP-CLI : %ASA-[1-7]-\d{6}: \S/,
  emblem: /^<\d+>:Nov 23 07:00:\d\d UTC: %ASA-(auth|config|vpn|webvpn|svc|ssl|dap|ipaa)-[1-7]-\d{6}: \S/,
  'emblem-year': /^<\d+>:Nov 23 2026 07:00:\d\d UTC: %ASA-[a-z]+-[1-7]-\d{6}: \S/,
  'emblem-ip': /^<\d+>:Nov 23 07:00:\d\d UTC 172\.16\.1\.2: %ASA-[a-z]+-[1-7]-\d{6}: \S/,
  'emblem-classless': /^<\d+>:Nov 23 07:00:\d\d UTC :%ASA-[1-7]-\d{6}: \S/,
  'emblem-rfc5424': /^<\d+>:2026-11-23T07:00:\d\dZ: %ASA-[1-7]-\d{6}: \S/,
  'emblem-empty': /^<\d+>:: %ASA-[a-z]+-[1-7]-\d{6}: \S/,
  fwsm: /^<\d+>:Nov 23 07:00:\d\d UTC: %FWSM-[a-z]+-[1-7]-\d{6}: \S/,
  'no-colon': /^Nov 23 2026 07:00:\d\d : %ASA-[1-7]-\d{6} \S/,
  'relay-rfc3164': /^Nov 23 07:00:\d\d 172\.16\.1\.2 %ASA-[1-7]-\d{6}: \S/,
  'relay-twice': /^<\d+>Nov 23 07:00:\d\d ASA-AIP-CLI : Nov 23 07:00:\d\d UTC: %ASA-[a-z]+-[1-7]-\d{6}: \S/,
  agent: /^Nov 23 2026 07:00:\d\d localhost CiscoASA\[999\]: %ASA-[1-7]-\d{6}: \S/,
  fraction: /^<\d+>Nov 23 07:00:\d\d\.\d{6}: %ASA-[1-7]-\d{6}: \S/,
  'rsyslog-file':
    /^2026-11-23T07:00:\d\d\.\d{6}\+00:00 local4\.(err|warning|notice|info|debug) ASA-AIP-CLI %ASA-[1-7]-\d{6}: \S/,
  'relay-rfc5424': /^<\d+>1 2026-11-23T07:00:\d\d\.\d{3}Z ASA-AIP-CLI - - - - %ASA-[1-7]-\d{6}: \S/,
  bare: /^%ASA-[1-7]-\d{6}: \S/,
  ftd: /^<\d+>2026-11-23T07:00:\d\dZ: %FTD-[1-7]-\d{6}: \S/,
  pix: /^<\d+>Nov 23 2026 07:00:\d\d: %PIX-[1-7]-\d{6}: \S/,
};

const busy = { users: 200, linesPerSecond: 200 } as const;
const idOf = (line: string) => Number(/%ASA-(?:\w+-)?\d-(\d{6}): /.exec(line)?.[1]);
const count = (lines: readonly string[], ...ids: readonly number[]) =>
  lines.filter((line) => ids.includes(idOf(line))).length;

/** Addresses in use, as the lines tell: each is assigned to one who must not have it yet, and freed by one who has it. */
function addressesTold(lines: readonly string[]): ReadonlySet<string> {
  const inUse = new Set<string>();
  for (const line of lines) {
    const address = /(?:Client assigned|Freeing local pool (?:\w+ )?address) ([\d.]+)/.exec(line)?.[1];
    if (address === undefined) continue;
    const freed = idOf(line) === 737016;
    assert.equal(inUse.has(address), freed, line);
    if (freed) inUse.delete(address);
    else inUse.add(address);
  }
  return inUse;
}

function assertConsistent(lines: readonly string[], ledger: LedgerFile): void {
  assert.equal(ledger.lines.total, lines.length);
  for (const [id, sent] of Object.entries(ledger.lines.byMessageId)) assert.equal(count(lines, Number(id)), sent, id);
  for (const session of ledger.sessions) {
    if (session.end === null) continue;
    assert.equal(session.seconds, Math.floor((session.end - session.start) / 1000));
    assert.ok(Number.isSafeInteger(session.bytesTx) && Number.isSafeInteger(session.bytesRx));
  }
  assert.equal(count(lines, 113005, 113015), ledger.failedLogins.length);
  assert.equal(
    count(lines, 713167),
    ledger.failedLogins.filter((login) => login.final && login.protocol === 'ikev1').length,
  );
  assert.equal(count(lines, 713132, 722020), ledger.refused.length);
  assertAttempts(ledger);
  const open = ledger.sessions.filter(({ end, assignedIp }) => end === null && assignedIp !== null);
  assert.deepEqual(open.map(({ assignedIp }) => assignedIp).sort(), ledger.inUse.map(({ address }) => address).sort());
  assert.equal(
    ledger.pools.reduce((sum, { used }) => sum + used, 0),
    ledger.inUse.length,
  );
}

/** Every login of the ledger is an attempt, and so is every one that came to nothing. */
function assertAttempts({ attempts, sessions, failedLogins, refused }: LedgerFile): void {
  const by = (outcome: string) => attempts.filter((attempt) => attempt.outcome === outcome);
  const full = sessions.filter(({ assignedIp }) => assignedIp !== null).length;
  assert.ok(
    by('succeeded').length <= full && by('succeeded').length >= full - 3,
    'but for those that are logging in now',
  );
  assert.ok(by('succeeded').every(({ stage, cause }) => stage === 'phase2' && cause === null));
  const expected = failedLogins.filter(({ final }) => final).length + refused.length;
  assert.equal(by('failed').length, expected);
  assert.ok(attempts.every(({ at, until }) => at <= until));
}

describe('the simulated ASA', () => {
  it('tells the same story for the same seed, and another for another', async () => {
    const [one, same, other] = await Promise.all([
      play({ ...busy, seed: 7 }, 30),
      play({ ...busy, seed: 7 }, 30),
      play({ ...busy, seed: 8 }, 30),
    ]);
    assert.ok(one.lines.length > 1000);
    assert.deepEqual(one.lines, same.lines);
    assert.deepEqual(one.ledger, same.ledger);
    assert.notDeepEqual(one.lines, other.lines);
  });

  // What `everything` has besides needs rules of its own: see below.
  for (const scenario of scenarioNames.filter((name) => name !== 'everything')) {
    for (const release of releases) {
      it(`keeps a ledger that its lines bear out: ${scenario} on ${release}`, async () => {
        const anyconnect = scenario === 'full-pool' ? 0.1 : 0.25;
        const { lines, ledger } = await play({ ...busy, scenario, release, anyconnect }, 60);
        assertConsistent(lines, ledger);
        assert.equal(count(lines, 113019), ledger.sessions.filter(({ end }) => end !== null).length);
        if (!dialects[release].ipaa) assert.equal(count(lines, 737016, 737026, 734001), 0);
        else assert.deepEqual([...addressesTold(lines)].sort(), ledger.inUse.map(({ address }) => address).sort());
      });
    }
  }

  for (const release of releases) {
    it(`has everything at once on ${release}`, async () => {
      const { anyconnect } = dialects[release];
      const options = { ...busy, scenario: 'everything', release, anyconnect: anyconnect ? 0.3 : 0 } as const;
      const { lines, ledger } = await play(options, 60, true);
      assert.equal(ledger.lines.total, lines.length);
      const twice = ledger.sessions.length + ledger.sites.length;
      assert.equal(count(lines, 113019), twice);
      assert.ok([...ledger.sessions, ...ledger.sites].every(({ end }) => end !== null));
      assert.deepEqual(ledger.inUse, []);
      assert.ok(ledger.management.length > 5 && ledger.sites.length > 2);
      assert.ok(new Set(ledger.attempts.map(({ cause }) => cause)).size > 12);
      assert.ok(ledger.sessions.some(({ continues }) => continues !== null));
      assert.ok(new Set(ledger.sessions.map(({ protocol }) => protocol)).size >= (anyconnect ? 4 : 3));
    });
  }

  it('sends no line without a well-formed tag, in every header form', async () => {
    for (const header of headerForms) {
      const { lines } = await play({ ...busy, header, level: 7, scenario: 'wrong-passwords' }, 50);
      for (const line of lines) assert.match(line, heads[header]);
      for (const line of lines.filter((one) => one.startsWith('<'))) {
        const [, priority, severity] = /^<(\d+)>.*?-([1-7])-\d{6}: /.exec(line) ?? [];
        assert.equal(Number(priority), 160 + Number(severity));
      }
    }
  });

  it('has RFC 5424 stamps of its own from 9.10 on', () => {
    const own = (release: Release) =>
      headersOf(dialects[release]).filter((form) => /^rfc5424|emblem-rfc5424/.test(form));
    assert.deepEqual(own('9.1'), []);
    assert.equal(own('9.16').length, 3);
  });

  it('logs everybody out when it comes to rest', async () => {
    const { lines, ledger } = await play(busy, 30, true);
    assertConsistent(lines, ledger);
    assert.equal(ledger.inUse.length, 0);
    assert.ok(ledger.sessions.every(({ end }) => end !== null));
    assert.deepEqual(ledger.tunnels, { ike: 0, ipsec: 0, parent: 0, ssl: 0, dtls: 0 });
  });

  it('refuses addresses while the pool is full, and gives them again after the relief', async () => {
    const { ledger } = await play({ scenario: 'full-pool', users: 140, anyconnect: 0 }, 4 * 3600);
    assert.equal(ledger.pools[0]?.peak, 100);
    const [first] = ledger.refused;
    assert.ok(first !== undefined && ledger.sessions.some(({ start }) => start > first.at));
  });

  it('gives every address once on a normal day: nobody is refused, however many there are', async () => {
    const { ledger } = await play({ users: 1000 }, 4 * 3600);
    assert.equal(ledger.refused.length, 0);
    assert.ok((ledger.pools[0]?.peak ?? 0) > 70);
  });

  it('closes AnyConnect twice if asked, and the ledger still has one session', async () => {
    const { lines, ledger } = await play({ ...busy, anyconnect: 1, doubleClose: true }, 60, true);
    const full = ledger.sessions.filter(({ assignedIp }) => assignedIp !== null).length;
    assert.equal(count(lines, 113019), 2 * full + (ledger.sessions.length - full));
  });

  it('sends about as many lines as asked', async () => {
    const { lines } = await play({ ...busy, linesPerSecond: 100 }, 120);
    assert.ok(Math.abs(lines.length - 12_000) < 600, `${lines.length} lines`);
  });

  it('has users of every kind among its people', async () => {
    const { ledger } = await play({ users: 300, sessionSeconds: 600 }, 3600);
    const users = new Set(ledger.sessions.map(({ user }) => user));
    for (const kind of [/^marty$/, /^docbrown$/, /^einstein$/, / /, /'/, /\\/, /@/, /[^\x20-\x7e]/]) {
      assert.ok(
        [...users].some((user) => kind.test(user)),
        String(kind),
      );
    }
    assert.ok(new Set(ledger.sessions.map(({ clientVersion }) => clientVersion)).size > 4);
    assert.equal(ledger.startedAt, lab.start);
  });
});
