import assert from 'node:assert/strict';
import { test } from 'node:test';
import { releases } from '../asa/dialect.ts';
import { fail, tellable } from '../asa/fail.ts';
import { manage, type Administrator } from '../asa/management.ts';
import { people } from '../asa/people.ts';
import { stage } from '../asa/stage.ts';
import { believe } from './model.ts';

const [marty] = people(1, 0, '8.2', 1);

for (const release of releases) {
  test(`every failure that ${release} can tell is diagnosed to its stage and cause`, () => {
    assert.ok(marty);
    const found: string[] = [];
    const expected: string[] = [];
    for (const { cause, protocol } of tellable(stage({ release }).asa)) {
      const { asa, sent, play } = stage({ release });
      play(fail(asa, cause, { ...marty, protocol }));
      const told = believe(sent).attempts.filter((one) => one.outcome !== 'dismissed');
      const truth = asa.ledgerFile().attempts;
      found.push(
        `${cause} ${protocol}: ${told.map((one) => `${one.outcome} ${one.stage} ${one.cause ?? ''}`).join('; ')}`,
      );
      expected.push(
        `${cause} ${protocol}: ${truth.map((one) => `${one.outcome} ${one.stage} ${one.cause ?? ''}`).join('; ')}`,
      );
    }
    assert.deepEqual(found, expected);
  });
}

test('200 logins to the device itself, failed and not, make no attempt, and their verdicts are about management', () => {
  const services = ['ssh', 'asdm'] as const;
  for (const release of releases) {
    const { asa, sent, play } = stage({ release });
    for (let n = 0; n < 200; n += 1) {
      const wrong = n % 4;
      const service = services[n % 2] ?? 'ssh';
      const admin: Administrator = { user: `admin${n}`, fromIp: '172.16.1.9', service, wrong, right: wrong < 3 };
      play(manage(asa, admin));
    }
    const { attempts, verdicts, sessions } = believe(sent);
    assert.deepEqual([attempts.length, sessions.length], [0, 0], release);
    assert.ok(verdicts.length > 200, release);
    assert.deepEqual([...new Set(verdicts.map((one) => one.service))], ['management'], release);
  }
});
