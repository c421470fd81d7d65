import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dialects } from './dialect.ts';
import { headersOf } from './header.ts';
import { randomHistory, twinsAmong } from './history.ts';
import { causes, protocols } from './ledger.ts';

const histories = Array.from({ length: 600 }, (_, seed) => randomHistory(seed));
const sessions = histories.flatMap(({ ledger }) => ledger.sessions);
const attempts = histories.flatMap(({ ledger }) => ledger.attempts);

describe('random histories', () => {
  it('are the same for the same seed, and others for others', () => {
    assert.deepEqual(randomHistory(17), histories[17]);
    assert.notDeepEqual(histories[17]?.lines, histories[18]?.lines);
  });

  it('have a few dozen lines, in the order of time', () => {
    const lines = histories.reduce((sum, history) => sum + history.lines.length, 0) / histories.length;
    assert.ok(lines >= 30 && lines <= 80, `${lines}`);
    for (const { lines: sent, ledger } of histories) {
      assert.ok(sent.every(({ at }, place) => at >= (sent[place - 1]?.at ?? 0)));
      assert.equal(ledger.lines.total, sent.length);
    }
  });

  it('tell of every cause, every protocol, every kind of service, in every header form', () => {
    const management = histories.flatMap(({ ledger }) => ledger.management);
    assert.deepEqual([...new Set(attempts.map(({ cause }) => cause ?? ''))].sort(), ['', ...causes].sort());
    assert.deepEqual([...new Set(sessions.map(({ protocol }) => protocol))].sort(), [...protocols].sort());
    assert.equal(new Set(management.map(({ service }) => service)).size, 4);
    for (const { release, header } of histories) assert.ok(headersOf(dialects[release]).includes(header));
    assert.ok(new Set(histories.map(({ header }) => header)).size > 25);
    assert.ok(sessions.some(({ movedFrom }) => movedFrom.length > 0));
    assert.ok(sessions.some(({ continues }) => continues !== null));
    assert.ok(histories.some(({ ledger }) => ledger.sites.length > 0));
  });

  it('have no twins', () => {
    for (const { lines, twins } of histories) {
      assert.deepEqual(twins, []);
      assert.deepEqual(twinsAmong(lines), []);
    }
  });

  it('have as many ends in their lines as in their ledger', () => {
    for (const { ledger } of histories) {
      const ended = [...ledger.sessions, ...ledger.sites].filter(({ end }) => end !== null).length;
      const twice = ledger.lines.byMessageId[113019] ?? 0;
      const anyconnect = ledger.sessions.filter(
        ({ end, protocol }) => end !== null && protocol === 'anyconnect',
      ).length;
      assert.ok(twice >= ended && twice <= ended + anyconnect);
    }
  });

  it('never give an address to two at once', () => {
    for (const { ledger } of histories) {
      const held = ledger.sessions.filter(({ assignedIp }) => assignedIp !== null);
      for (const [place, one] of held.entries()) {
        for (const other of held.slice(place + 1)) {
          if (other.assignedIp !== one.assignedIp) continue;
          assert.ok((one.end ?? Infinity) <= other.start || (other.end ?? Infinity) <= one.start);
        }
      }
    }
  });

  it('count each login that has a session as one attempt that succeeded, but for those that came to nothing', () => {
    for (const { ledger } of histories) {
      const succeeded = ledger.attempts.filter(({ outcome }) => outcome === 'succeeded');
      const nothing = ledger.sessions.filter(({ reason }) => /Mismatch|Unknown/.test(reason ?? ''));
      assert.equal(succeeded.length, ledger.sessions.length - nothing.length);
      for (const { user, publicIp, until } of succeeded) {
        assert.ok(
          ledger.sessions.some((session) => {
            const from = session.movedFrom[0] ?? session.publicIp;
            return session.user === user && from === publicIp && Math.abs(session.start - until) < 1500;
          }),
        );
      }
    }
  });
});
