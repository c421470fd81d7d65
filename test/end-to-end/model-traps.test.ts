import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeTrap } from '../../collectors/snmp/take-trap.ts';
import { randomHistory, type History } from '../asa/history.ts';
import type { LedgerSession } from '../asa/ledger.ts';
import { Random } from '../asa/random.ts';
import { believe, differences, hasTwins, isPatient } from './model.ts';
import type { Arrival } from './tell.ts';

const HISTORIES = 300;
const MESSAGE_TEXT = '1.3.6.1.4.1.9.9.41.1.2.3.1.5.0';

/** How many octets of a message a clogMessageGenerated carries at most. */
const LONGEST = 255;

const textOf = (line: string): Buffer => Buffer.from(line.slice(line.indexOf('%')));

/** The line that is kept of the clogMessageGenerated which tells the same. */
function inTrap(line: string): string {
  const text = textOf(line).subarray(0, LONGEST);
  const taken = takeTrap({
    oid: '1.3.6.1.4.1.9.9.41.2.0.1',
    varbinds: [{ oid: MESSAGE_TEXT, value: text }],
    proof: { version: 'v2c', known: true },
  });
  return 'syslog' in taken ? taken.syslog : assert.fail(line);
}

/** Every message of a history by syslog and in a trap, in either order, the second up to so many milliseconds late. */
function bothWays(lines: Iterable<Arrival>, seed: number, late: number): readonly Arrival[] {
  const random = new Random(seed);
  const all = Array.from(lines).flatMap(({ at, line }, order) => {
    const [first, second] = random.chance(0.5) ? [line, inTrap(line)] : [inTrap(line), line];
    return [
      { at, order, line: first },
      { at: at + random.int(0, late), order: order + 0.5, line: second },
    ];
  });
  return all.sort((one, other) => one.at - other.at || one.order - other.order);
}

/** What traps alone can tell of a history: where a 713141 has no room in one, the firewall that the policy does not expect is not told. */
function asTrapsTell(history: History): History {
  const cut = history.lines.filter(({ line }) => line.includes('713141') && textOf(line).length > LONGEST);
  const isCut = ({ user, publicIp }: LedgerSession): boolean =>
    cut.some(({ line }) => line.includes(`Username = ${user}, IP = ${publicIp},`));
  const sessions = history.ledger.sessions.map((one) => (isCut(one) ? { ...one, unexpectedFirewall: null } : one));
  return { ...history, ledger: { ...history.ledger, sessions } };
}

for (const [how, late] of [
  ['at once', 0],
  ['up to 5 s late', 5000],
] as const) {
  test(`with every message by syslog and in a trap too, the second ${how}, sessions and attempts are what the simulator knows to have happened`, () => {
    let told = 0;
    for (let seed = 0; seed < HISTORIES; seed += 1) {
      const history = randomHistory(seed, { hideUsername: false });
      if (isPatient(history)) continue;
      told += 1;
      const belief = believe(bothWays(history.lines, seed, late));
      assert.deepEqual(differences(history, belief), { invented: [], missing: [] }, `seed ${seed}`);
    }
    assert.ok(told > 0.99 * HISTORIES, `${told} histories are no proof`);
  });
}

test('with messages in traps alone, which tell no time, so it is wherever no two of them say the same within seconds', () => {
  let told = 0;
  for (let seed = 0; seed < HISTORIES; seed += 1) {
    const history = randomHistory(seed, { hideUsername: false });
    if (isPatient(history) || hasTwins(history)) continue;
    told += 1;
    const belief = believe(history.lines.map(({ at, line }) => ({ at, line: inTrap(line) })));
    assert.deepEqual(differences(asTrapsTell(history), belief), { invented: [], missing: [] }, `seed ${seed}`);
  }
  assert.ok(told > HISTORIES / 2, `${told} histories are no proof`);
});
