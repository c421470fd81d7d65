import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aaaRows, marked, type AaaMark } from '../../../server/domain/aaa.ts';
import type { Claim } from '../../../server/domain/claim.ts';

const S = '172.16.1.20';

/** What is known of the server after these claims, one a second. */
function after(...claims: readonly Claim[]): AaaMark | undefined {
  let mark: AaaMark | undefined;
  for (const [second, claim] of claims.entries()) mark = marked(1, claim, second * 1000, () => mark) ?? mark;
  return mark;
}

const failed: Claim = { kind: 'aaa.failed', aaaServer: S, aaaGroup: 'RAD', protocol: 'RADIUS' };
const active: Claim = { kind: 'aaa.active', aaaServer: S, aaaGroup: 'RAD', protocol: 'RADIUS' };
const silent: Claim = { kind: 'aaa.silent', aaaServer: S };
const accepted: Claim = { kind: 'aaa.accepted', aaaServer: S, user: 'marty' };
const rejected = (reason: string): Claim => ({ kind: 'aaa.rejected', aaaServer: S, reason });

test('113022 marks an AAA server as failed, 113023 takes it back, and an answer does too', () => {
  assert.equal(after(failed)?.state, 'failed');
  assert.equal(after(failed, active)?.state, 'active');
  assert.deepEqual(after(failed, accepted), {
    ...{ device: 1, server: S, group: 'RAD', protocol: 'RADIUS', state: 'active', at: 1000 },
  });
});

test('a server is silent since the first time that it gave no answer, until it gives one; a no is an answer', () => {
  assert.equal(after(accepted, silent, silent)?.silentSince, 1000);
  assert.equal(after(silent, rejected('Invalid password'))?.silentSince, undefined);
  assert.equal(after(silent, rejected('No active server found'))?.silentSince, 0);
  assert.deepEqual(
    aaaRows(
      'HV-ASA',
      undefined,
      [after(accepted, silent)].flatMap((mark) => mark ?? []),
    ),
    [{ device: 'HV-ASA', server: S, state: 'silent', since: 1000, at: 1000, source: 'syslog' }],
  );
});

test('a claim of the local database, and one of something else, tell nothing of any server', () => {
  assert.equal(after({ kind: 'aaa.accepted', user: 'marty' }), undefined);
  assert.equal(after({ kind: 'device.restarted', step: 'started' }), undefined);
});

test('a message that is older than the listing changes nothing, and one of another group neither', () => {
  const told = { at: 5000, servers: [{ group: 'RAD', protocol: 'radius', address: S, status: 'active' }] } as const;
  const mark = { device: 1, server: S, group: 'RAD', state: 'failed', at: 4000 } as const;
  const state = (...marks: readonly AaaMark[]) => aaaRows('HV-ASA', told, marks).map((row) => [row.state, row.source]);
  assert.deepEqual(state(mark), [['active', 'poll']]);
  assert.deepEqual(state({ ...mark, at: 6000 }), [['failed', 'syslog']]);
  assert.deepEqual(state({ ...mark, at: 6000, group: 'TAC' }), [['active', 'poll']]);
  assert.deepEqual(state({ ...mark, at: 6000, server: '172.16.1.99' }), [
    ['active', 'poll'],
    ['failed', 'syslog'],
  ]);
});
