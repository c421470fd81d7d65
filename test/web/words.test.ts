import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HealthRow } from '../../server/domain/feed.ts';
import { keysOf, press } from '../../web/keys.ts';
import { carried, searchedLoginsPath, whither, withQuery } from '../../web/place.ts';
import { hiddenFrom, hidesNames } from '../../web/words/hidden.ts';
import { adoptCommand } from '../../web/words/devices.ts';
import { freshness, heardOf, NO_SIGN, silent } from '../../web/words/freshness.ts';
import { HOSTDOWN } from '../../server/domain/hostdown.ts';
import { loggingHost, pieces, udpPort } from '../../web/words/logging.ts';
import { body } from '../../web/words/messages.ts';
import { plain } from '../../web/words/plain.ts';
import { paceWords } from '../../web/words/polling.ts';
import { device, now } from './rows.ts';

describe('text of the network', () => {
  it('shows what cannot be seen or turns the line around, and nothing else', () => {
    assert.equal(plain('a\u0000b\u001b[31m\u202ec\u200b'), 'a\\u{00}b\\u{1b}[31m\\u{202e}c\\u{200b}');
    assert.equal(plain('<img onerror=alert(1)> Zürich 東京'), '<img onerror=alert(1)> Zürich 東京');
  });

  it('is cut behind its tag, and left whole without one', () => {
    assert.equal(body('<166>Mar 03 2026 11:45:36 HV-ASA : %ASA-6-113012: AAA user'), 'AAA user');
    assert.equal(body('<13>something else: %'), '<13>something else: %');
  });
});

describe('the pace of polls', () => {
  const pace = { polling: false, stretch: 1, skipped: 0, late: 0, nextAt: now + 20_000 };

  it('is told with what puts the next one off: a refused login, be it one or two, before all', () => {
    assert.equal(paceWords(pace, 60, 5, now), 'next in 20s, each 60 s');
    assert.equal(paceWords({ ...pace, stretch: 4 }, 60, 91, now), 'next in 20s, each 240 s in place of 60 s: its CPU is at 91 %'); // prettier-ignore
    const refused = paceWords({ ...pace, stretch: 4, blockedUntil: now + 30 * 60_000 }, 60, 91, now);
    assert.match(refused, /^no login is tried for 30.*: it has refused ours$/);
    assert.equal(paceWords({ ...pace, blockedUntil: now - 1 }, 60, 5, now), 'next in 20s, each 60 s');
  });
});

describe('freshness', () => {
  it('is late after one interval, stale after three, unknown after ten and without any word', () => {
    const of = (old: number) => freshness({ at: now - old, interval: 1000 }, now);
    assert.deepEqual([1000, 1001, 3001, 10_001].map(of), ['fresh', 'late', 'stale', 'unknown']);
    assert.equal(freshness(NO_SIGN, now), 'unknown');
  });
});

describe('what was heard', () => {
  it('counts the watched head-ends only', () => {
    const pending = device({ state: 'pending', lastMessageAt: now });
    assert.equal(heardOf([pending], now), NO_SIGN);
    const heard = [5, 7, null].map((lastMessageAt) => device({ lastMessageAt }));
    assert.equal(heardOf([pending, ...heard], now).at, 7);
  });

  it('is judged by how often each head-end is to give a sign', () => {
    const often = device({ heartbeat: { by: 'poll', interval: 60_000, at: now - 200_000 } });
    const seldom = device({ heartbeat: { by: 'learned', interval: 200_000, at: now - 500_000 } });
    assert.deepEqual([silent(often.heartbeat, now), silent(seldom.heartbeat, now)], [true, false]);
    assert.deepEqual(heardOf([often, seldom], now), { at: now - 500_000, interval: 200_000 });
  });
});

describe('what is to be pasted', () => {
  const idle: HealthRow = {
    ...{ collector: 'syslog', buckets: {}, queuedBytes: 0, warnings: [] },
    outcomes: { claim: 0, noted: 0, unlisted: 0, misfit: 0, foreign: 0 },
    receiveBuffer: { effective: null, wanted: 0 },
  };

  it('names the port that is listened on', () => {
    const rows = ['traps', 'syslog'].map((collector, index) => ({ ...idle, collector, ports: { udp: 5515 + index } }));
    assert.deepEqual([udpPort(rows, 'traps'), udpPort(rows, 'syslog')], [5515, 5516]);
    assert.deepEqual([udpPort([idle], 'traps'), udpPort([idle], 'syslog')], [1162, 5514]);
    assert.equal(loggingHost('127.0.0.1'), 'ADDRESS-OF-THIS-MACHINE');
    assert.equal(loggingHost('[2001:db8::1]'), '2001:db8::1');
  });

  it('warns who would log over TCP', () => {
    const said = pieces(HOSTDOWN);
    assert.deepEqual(
      said.filter(({ command }) => command).map(({ text }) => text),
      ['logging permit-hostdown'],
    );
    assert.match(said[0]?.text ?? '', /TCP or TLS refuses all new connections/);
  });

  it('never carries a name that a shell could misread', () => {
    assert.equal(adoptCommand(device({ name: 'HV-ASA' })), 'tunnelwatch device adopt HV-ASA');
    assert.equal(adoptCommand(device({ name: '$(reboot)' })), 'tunnelwatch device adopt 10.10.10.2');
    assert.equal(
      adoptCommand(device({ name: '-rf', addresses: ['; id'] })),
      'tunnelwatch device adopt NAME-OR-ADDRESS',
    );
  });
});

describe('hidden names', () => {
  it('are counted for their head-end, and told by address where there is one', () => {
    assert.equal(hidesNames(device()), undefined);
    assert.equal(hidesNames(device({ hiddenNames: 1 })), 'hid the user’s name in 1 message of the last 24 h');
    assert.equal(hidesNames(device({ hiddenNames: 1234 })), 'hid the user’s name in 1,234 messages of the last 24 h');
    const row = { device: 'HV-ASA', told: 'address', publicIp: '198.51.100.7', count: 2, tries: 1, last: 1 } as const;
    assert.equal(hiddenFrom(row), '198.51.100.7');
    assert.equal(hiddenFrom({ ...row, told: 'untold', publicIp: null }), 'the message tells no address');
    assert.equal(hiddenFrom({ ...row, told: 'others', publicIp: null }), 'further addresses');
  });
});

describe('keys and places', () => {
  it('go with g and a letter, if it comes soon', () => {
    const { pending } = press(undefined, 'g', 0);
    assert.deepEqual(press(pending, 's', 500).action, { go: '/sessions' });
    assert.deepEqual(press(pending, 'f', 500).action, { go: '/attempts' });
    assert.deepEqual(press(pending, 'u', 500).action, { go: '/users' });
    assert.deepEqual(press(pending, 'a', 500).action, { go: '/alerts' });
    assert.deepEqual(press(pending, 'e', 500).action, { go: '/messages' });
    assert.deepEqual(press(undefined, 't', 0).action, { do: 'time' });
    assert.equal(press(pending, 's', 5_000).action, undefined);
    assert.equal(press(pending, 'x', 500).action, undefined);
    assert.deepEqual(press(undefined, '/', 0).action, { do: 'search' });
    assert.deepEqual(press(undefined, 'constructor', 0), {});
    assert.deepEqual(press(pending, 'constructor', 500), {});
  });

  it('refresh with r, and make a kiosk with d k, which is no g d', () => {
    assert.deepEqual(press(undefined, 'r', 0).action, { do: 'refresh' });
    const { pending } = press(undefined, 'd', 0);
    assert.deepEqual(press(pending, 'k', 500).action, { do: 'kiosk' });
    assert.deepEqual(press(pending, 'k', 5_000).action, { do: 'up' });
    assert.deepEqual(press(pending, 'g', 500), { pending: { key: 'g', at: 500 } });
    assert.deepEqual(press(press(undefined, 'g', 0).pending, 'd', 500).action, { go: '/devices' });
  });

  it('are listed where they work, and every one of them does something', () => {
    const listed = (here: 'page' | 'kiosk' | 'wall') => keysOf(here).map(({ keys }) => keys.join(' '));
    const names: Readonly<Record<string, string>> = { '←': 'ArrowLeft', '→': 'ArrowRight', Esc: 'Escape' };
    for (const { keys, does } of keysOf('page')) {
      // The chart's own keys, which reach no page.
      if (does.startsWith('in a chart')) continue;
      const alone = keys[0] === '←' ? keys.map((key) => [key]) : [keys];
      for (const [first = '', second] of alone) {
        const answer = press(undefined, names[first] ?? first, 0);
        assert.ok(second === undefined ? answer.action : press(answer.pending, second, 1).action, keys.join(' '));
      }
    }
    const gone = (here: 'kiosk' | 'wall') => listed('page').filter((key) => !listed(here).includes(key));
    assert.deepEqual(gone('kiosk'), ['/', 't', 'c']);
    assert.deepEqual(gone('wall'), ['/', 't', 'c', 'd k', 'a']);
  });

  it('take the range, the place and the kiosk along to another page, and nothing else', () => {
    const query = { from: 'now-6h', site: 'Hill Valley', q: 'marty', sort: 'user' };
    assert.equal(withQuery('/pools', {}, carried(query)), '/pools?from=now-6h&site=Hill+Valley');
    assert.equal(withQuery('/pools', {}, carried({ kiosk: '1', q: 'marty' })), '/pools?kiosk=1');
    assert.equal(whither('113019', now, carried(query)), '/messages?from=now-6h&site=Hill+Valley&messageId=113019');
  });

  it('lead from a search without a session to the logins of the user or the address', () => {
    assert.equal(searchedLoginsPath('marty'), '/attempts?user=marty&outcome=any');
    assert.equal(searchedLoginsPath('198.51.100.7'), '/attempts?publicIp=198.51.100.7&outcome=any');
    assert.equal(searchedLoginsPath('2001:db8::1'), '/attempts?publicIp=2001%3Adb8%3A%3A1&outcome=any');
  });

  it('keep what an address says beside what changes', () => {
    assert.equal(
      withQuery('/sessions', { q: 'a', sort: 'user' }, { q: '', state: 'any' }),
      '/sessions?sort=user&state=any',
    );
  });
});
