import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { releases } from './dialect.ts';
import { fail, tellable } from './fail.ts';
import { causes } from './ledger.ts';
import type { Cause, Protocol } from './ledger.ts';
import { people } from './people.ts';
import type { Seat } from './people.ts';
import { stage } from './stage.ts';

const marty = people(1, 0, '8.2', 1)[0] as Seat; // one was asked for
const over = (protocol: Protocol): Seat => ({ ...marty, protocol });

/** What tells each cause, as part H of the domain facts has it: any of these, for some protocol. */
const decisive: Readonly<Record<Cause, RegExp>> = {
  'xauth.bad_password': /-113015: .*reason = Invalid password/,
  'xauth.unknown_user': /-113015: .*reason = User was not found/,
  'xauth.rejected': /-113005: .*reason = AAA failure/,
  'xauth.locked': /-113006: User 'marty' locked out/,
  'xauth.disabled': /-1130(?:05|15): .*reason = Account has been disabled/,
  'xauth.expired': /-1130(?:05|15): .*reason = Password has expired/,
  'aaa.unreachable': /-113014: AAA authentication server not accessible/,
  'aaa.bad_secret': /-109026: /,
  'group.unknown': /-713255: |-713903: .*valid tunnel group|-751009: /,
  'group.bad_psk': /-713136: .*AM_WAIT_MSG3/,
  'group.lock': /-713060: |-113040: |-751018: /,
  'group.not_permitted': /-713051: |-713206: |-716006: |-751008: /,
  'addr.pool_exhausted': /-713132: |-737019: |-213004: |-750003: .*alloc IP/,
  'addr.other': /-737003: /,
  'p1.mismatch': /-713904: .*All SA proposals|-750003: .*matching policy/,
  'p2.mismatch': /-713904: .*All IPSec SA proposals|-713061: |-751022: /,
  cert: /-713098: |-725014: |-751006: /,
  'timeout.negotiation': /-713136: .*MM_WAIT|-750003: .*retransmissions/,
  'limit.simultaneous': /-713905: .*simultaneous|-113013: .*Simultaneous/,
  'limit.license': /-316001: |-113029: |-716023: |-751019: /,
  'limit.resource': /-713191: |-750008: /,
  'policy.firewall': /-71314[12]: .*terminated/,
  'policy.clienttype': /-713218: /,
  'policy.acl': /-109016: /,
  'policy.dap': /-734002: /,
  redirected: /-713128: /,
  'source.shunned': /-401002: /,
};

describe('the failures', () => {
  it('can be told all: every cause has a release and a protocol', () => {
    const told = new Set(
      releases.flatMap((release) => tellable(stage({ release, level: 7 }).asa).map(({ cause }) => cause)),
    );
    assert.deepEqual([...told].sort(), [...causes].sort());
  });

  for (const release of releases) {
    it(`are one attempt each, told by the line that decides, on ${release}`, () => {
      for (const { cause, protocol } of tellable(stage({ release, level: 7 }).asa)) {
        const { asa, sent, play } = stage({ release, level: 7 });
        play(fail(asa, cause, over(protocol)));
        const { attempts, sessions, failedLogins } = asa.ledgerFile();
        assert.deepEqual(
          attempts.map((attempt) => [attempt.cause, attempt.protocol, attempt.publicIp]),
          [[cause, protocol, marty.publicIp]],
        );
        const lines = sent.map(({ line }) => line);
        assert.ok(
          lines.some((line) => decisive[cause].test(line)),
          `${cause} ${protocol}: ${lines.join('\n')}`,
        );
        assert.equal(
          attempts[0]?.user !== null,
          lines.some((line) => /marty/.test(line)),
          `${cause} ${protocol}`,
        );
        assert.equal(lines.filter((line) => /-1130(?:05|15):/.test(line)).length, failedLogins.length);
        assert.equal(lines.filter((line) => /-113019:/.test(line)).length, sessions.length);
        assert.equal(attempts[0]?.outcome, cause === 'redirected' ? 'redirected' : 'failed');
      }
    });
  }

  it('hide the name of an unknown user if asked', () => {
    const { asa, sent, play } = stage({ release: '9.16', hideUsername: true });
    play(fail(asa, 'xauth.unknown_user', { ...over('ikev1'), user: 'Summer2026!', known: false }));
    assert.ok(
      sent.some(({ line }) =>
        line.endsWith('reason = User was not found : local database : user = ***** : user IP = 10.10.10.50'),
      ),
    );
    assert.ok(!sent.some(({ line }) => line.includes('Summer')));
    assert.equal(asa.ledgerFile().attempts[0]?.user, 'Summer2026!');
  });

  it('of phase 2 had a session, which ends with its reason', () => {
    const { asa, play } = stage({ release: '9.1' });
    play(fail(asa, 'p2.mismatch', over('ikev1')));
    const { sessions, attempts, inUse } = asa.ledgerFile();
    assert.deepEqual(
      sessions.map(({ reason, assignedIp }) => [reason, assignedIp]),
      [['Phase 2 Mismatch', '172.16.1.100']],
    );
    assert.deepEqual(
      attempts.map((attempt) => attempt.stage),
      ['phase2'],
    );
    assert.deepEqual(inUse, []);
  });
});
