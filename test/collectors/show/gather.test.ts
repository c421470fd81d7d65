import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gather } from '../../../collectors/show/gather.ts';
import { peopleCommands } from '../../../collectors/show/commands/people.ts';

const AT = 1_763_920_000_000;

/** What a poll makes of the output of one command, as it was printed. */
function gathered(command: string, printed: readonly string[]) {
  const reading = peopleCommands.find((one) => one.command === command)?.read(printed);
  assert.ok(reading?.outcome === 'read', command);
  const answer = { startedAt: AT - 9, finishedAt: AT, end: 'prompt' } as Parameters<typeof gather>[0][number]['answer']; // of it no more is looked at
  return gather([{ command, answer, facts: reading.facts }]);
}

test('who is locked out of the local database is kept with when it was listed, those who only exist are not', () => {
  const { facts, others } = gathered('show aaa local user', [
    'Lock-time    Failed-attempts      Locked      User',
    '    -             2               N           biff',
    '    -             0               N           doc',
    '13:54:32          3               Y           marty',
  ]);
  assert.deepEqual(facts.localUsers, {
    at: AT,
    users: [
      { user: 'marty', failures: 3, isLocked: true, lockedAt: '13:54:32' },
      { user: 'biff', failures: 2, isLocked: false },
    ],
  });
  assert.deepEqual(others, []);
});

test('shunned addresses are kept, and that there are none as well', () => {
  const { facts } = gathered('show shun', ['shun (outside) 198.51.100.7 0.0.0.0 0 0 0']);
  assert.deepEqual(facts.shuns, { at: AT, shuns: [{ interface: 'outside', address: '198.51.100.7' }] });
  assert.deepEqual(gathered('show shun', []).facts.shuns, { at: AT, shuns: [] });
});
