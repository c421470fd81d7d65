import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AaaRow } from '../../server/domain/aaa.ts';
import type { ChainRow } from '../../server/domain/feed.ts';
import { bitRate } from '../../web/words/bytes.ts';
import { conditions, dated, firstSeen, wallVerdict } from '../../web/words/wall-conditions.ts';
import type { WallFacts, WallTold } from '../../web/words/wall-facts.ts';
import type { WallTile } from '../../web/words/wall-tile.ts';
import { wallTiles } from '../../web/words/wall-tiles.ts';
import { typeSizes } from '../../web/words/wall-type.ts';
import { viewTiles, wallPage } from '../../web/words/wall-views.ts';
import { device, now, summary } from './rows.ts';

const told: WallTold = {
  usual: { sessionsLastWeek: 10, failed: { usual: 4, days: 7 }, sprays: { sources: 0, names: 0 }, causes: [] },
  limit: { limit: 750, told: 1, of: 1 },
  polls: [],
};

const chain = (used: number, given: Partial<ChainRow> = {}): ChainRow => ({
  ...{ device: 'HV-ASA', tunnelGroup: 'hillvalleyvpn', pools: ['vpnpool'], size: 100, used, utilization: used / 100 },
  ...{ source: 'derived', held: null, at: now, ...given },
});

const server = (given: Partial<AaaRow> = {}): AaaRow => ({
  ...{ device: 'HV-ASA', server: '172.16.1.20', group: 'RAD', state: 'active', at: now, source: 'syslog', ...given },
});

const calm: WallFacts = {
  summary: summary(),
  devices: [device()],
  warnings: [],
  told,
  chains: [chain(50)],
  aaa: [server()],
};

const tile = (given: Partial<WallFacts>, id: WallTile['id'], at = now): WallTile => {
  const facts = { ...calm, ...given };
  const found = wallTiles(facts, conditions(facts, at), at).find((one) => one.id === id);
  assert.ok(found);
  return found;
};
const said = (one: WallTile): readonly (string | undefined)[] => one.lines.map((line) => line.said[0]);
const first = (given: Partial<WallFacts>, characters = 200, at = now) => {
  const facts = { ...calm, ...given };
  return wallVerdict(facts, conditions(facts, at), characters, at);
};
const before = (seconds: number) => now - seconds * 1000;

describe('the wall on a calm day', () => {
  it('is OK in every tile, and says of how many sessions and head-ends', () => {
    assert.deepEqual(
      wallTiles(calm, [], now).map(({ id, state }) => [id, state]),
      [
        ['sessions', 'ok'],
        ['pools', 'ok'],
        ['failed', 'ok'],
        ['traffic', 'ok'],
        ['head-ends', 'ok'],
        ['aaa', 'ok'],
        ['abnormal', 'ok'],
      ],
    );
    assert.deepEqual(first({}), { state: 'ok', word: 'OK', text: '12 sessions on 1 head-end, nothing abnormal' });
  });

  it('holds sessions against last week and the limit, and logins against what is usual', () => {
    assert.deepEqual(said(tile({}, 'sessions')), ['last week 10 (now +20 %)', '1 % of limit 750']);
    assert.deepEqual(said(tile({}, 'failed')), ['usual are 4']);
  });

  it('says what is not known of last week, of the limit and of what is usual', () => {
    const nothing = {
      usual: { sessionsLastWeek: null, failed: { usual: 4, days: 2 }, sprays: { sources: 0, names: 0 }, causes: [] },
    };
    const facts = { told: { ...told, ...nothing, limit: { limit: null, told: 1, of: 3 } } };
    assert.deepEqual(said(tile(facts, 'sessions')), ['last week: not known', 'limit: known of 1 of 3']);
    assert.deepEqual(said(tile(facts, 'failed')), ['usual: not known yet, 2 of 7 days']);
    assert.equal(
      tile({ ...facts, summary: summary({ failed15m: 900 }) }, 'failed').state,
      'ok',
      'nobody knows what is usual',
    );
  });
});

describe('what is old on the wall', () => {
  const silent = (seconds: number) => ({ devices: [device({ lastMessageAt: before(seconds), sessions: 12 })] });

  it('tells its age after one interval, is hatched after three, and UNKNOWN after ten', () => {
    assert.deepEqual(said(tile(silent(61), 'sessions')).at(-1), '1 m 1 s old');
    const stale = tile(silent(190), 'sessions');
    assert.deepEqual([stale.stale, stale.state, stale.hero?.value], ['STALE 3 m 10 s', 'unknown', '12']);
    const gone = tile(silent(601), 'failed');
    assert.deepEqual([gone.hero?.value, gone.state, gone.stale], ['UNKNOWN', 'unknown', undefined]);
    assert.match(said(gone)[0] ?? '', /^0 in 15 min at \d\d:\d\d:\d\d$/);
    assert.equal(tile({ devices: [device({ lastMessageAt: null })] }, 'sessions').hero?.value, 'UNKNOWN');
  });

  it('leaves no total OK while one head-end is unknown, and counts its sessions out', () => {
    const devices = [device({ sessions: 9 }), device({ id: 2, name: 'SYD1', sessions: 3, lastMessageAt: before(700) })];
    const one = tile({ devices }, 'sessions');
    assert.deepEqual([one.state, one.hero?.value, said(one)[0]], ['unknown', '9', 'without SYD1']);
    for (const id of ['failed', 'traffic'] as const) assert.equal(tile({ devices }, id).state, 'unknown');
    assert.deepEqual(tile({ devices }, 'head-ends').hero, { value: '1 OK', unit: 'of 2' });
    assert.deepEqual(said(tile({ devices }, 'head-ends')), ['1 unknown: SYD1']);
    assert.equal(first({ devices }).text, 'SYD1 cannot be seen: silent for 11 m');
  });

  it('goes by the rhythm of the poll for what was polled', () => {
    const polls = [{ device: 'HV-ASA', by: 'show', everySeconds: 300, at: before(700), whole: true }] as const;
    const polled = { chains: [chain(97, { source: 'polled', at: before(700) })] };
    assert.equal(
      tile({ ...polled, told: { ...told, polls } }, 'pools').state,
      'crit',
      'it is not yet three intervals old',
    );
    const old = tile(polled, 'pools');
    assert.deepEqual([old.hero?.value, old.state], ['UNKNOWN', 'unknown']);
  });

  it('is not taken for the state of an AAA server, or of a pool', () => {
    const devices = [device({ lastMessageAt: before(700) })];
    assert.equal(tile({ devices }, 'aaa').hero?.value, 'UNKNOWN');
    assert.equal(tile({ devices, chains: [chain(97)] }, 'pools').hero?.value, 'UNKNOWN');
    assert.equal(tile({ chains: undefined }, 'pools').state, 'unknown');
    assert.equal(tile({ aaa: [] }, 'aaa').state, 'unknown', 'none was told of');
  });
});

describe('what is abnormal on the wall', () => {
  it('comes the worst first, with its owner, and the first line counts the others', () => {
    const devices = [
      device({ place: { owner: 'Doc Brown', tags: [] } }),
      device({ id: 2, name: 'SYD1', lastMessageAt: before(700) }),
    ];
    const facts = { devices, chains: [chain(97), chain(85, { tunnelGroup: 'fra-staff' })] };
    assert.equal(
      first(facts).text,
      'Pools of hillvalleyvpn on HV-ASA 97 % full: 3 addresses free. 1 unknown, 1 warning.',
    );
    assert.equal(first(facts, 52).text, 'hillvalleyvpn on HV-ASA 97 % full');
    assert.equal(first(facts, 40).text, 'hillvalleyvpn 97 % full');
    const lines = tile(facts, 'abnormal').lines;
    assert.deepEqual(
      lines.map(({ state }) => state),
      ['crit', 'unknown', 'warn'],
    );
    assert.match(lines[0]?.said[0] ?? '', /\(Doc Brown\)$/);
  });

  it('is dated by when it was seen first, and may be older than the page', () => {
    const all = conditions({ ...calm, chains: [chain(97)] }, now);
    const opened = firstSeen(undefined, all, now);
    assert.deepEqual(
      dated(all, opened).map(({ since, longer }) => [since, longer]),
      [[now, true]],
    );
    const later = firstSeen(firstSeen(new Map(), all, now), all, now + 5000);
    assert.deepEqual(
      dated(all, later).map(({ since, longer }) => [since, longer]),
      [[now, false]],
    );
    assert.equal(firstSeen(opened, [], now).size, 0, 'nothing is kept of what is over');
  });

  it('is a group of AAA servers of which none answers; one of several is a warning', () => {
    const other = server({ server: '172.16.1.21', state: 'failed' });
    assert.equal(tile({ aaa: [server(), other] }, 'aaa').state, 'warn');
    assert.equal(tile({ aaa: [server({ state: 'silent', since: before(121) }), other] }, 'aaa').state, 'crit');
    assert.equal(tile({ aaa: [server({ state: 'silent', since: before(60) })] }, 'aaa').state, 'warn');
    assert.equal(first({ aaa: [other] }).text, 'AAA RAD on HV-ASA: no server answers');
    const { device: on, server: address, at, source } = server();
    const unplaced: AaaRow = {
      device: on,
      ...(address !== undefined && { server: address }),
      at,
      source,
      state: 'active',
    };
    assert.equal(tile({ aaa: [unplaced, other] }, 'aaa').state, 'warn', 'it may be of that group');
  });

  it('is more failed logins than usual, and a source that tries many names, without any name or address', () => {
    const facts = {
      summary: summary({ failed15m: 13 }),
      told: { ...told, usual: { ...told.usual, sprays: { sources: 1, names: 46 } } },
    };
    assert.deepEqual(
      conditions({ ...calm, ...facts }, now).map(({ said: [words] }) => words),
      ['13 logins failed in 15 minutes, usual are 4', '1 source tried up to 46 names in vain'],
    );
    assert.equal(tile({ summary: summary({ failed15m: 12 }) }, 'failed').state, 'ok');
  });

  it('is nothing of a head-end that is tagged maintenance, which is none of the unknown either', () => {
    const kept = device({ lastMessageAt: null, place: { tags: ['Maintenance'] } });
    assert.deepEqual(conditions({ ...calm, devices: [kept], chains: [chain(100)] }, now), []);
    assert.equal(first({ devices: [kept] }).state, 'maint');
    assert.deepEqual(said(tile({ devices: [kept, device({ id: 2, name: 'FRA2' })] }, 'head-ends')), [
      '1 maintenance: HV-ASA',
    ]);
  });
});

describe('a rate', () => {
  it('is told in bits a second', () => {
    assert.deepEqual(bitRate(230_000_000), { value: '1.84', unit: 'Gbit/s' });
    assert.deepEqual(bitRate(51_500_000), { value: '412', unit: 'Mbit/s' });
    assert.deepEqual(bitRate(0), { value: '0', unit: 'bit/s' });
  });

  it('is polled, or else there is none', () => {
    const remoteAccess = { sessions: 12, bytesTx: 1, bytesRx: 1, rateTx: 230_000_000, rateRx: 51_500_000, at: now };
    const polled = tile({ summary: summary({ remoteAccess }) }, 'traffic');
    assert.deepEqual(polled.hero, { value: '1.84', unit: 'Gbit/s', measure: true });
    assert.equal(said(polled)[0], 'from clients 412 Mbit/s');
    assert.equal(said(tile({}, 'traffic')).at(-1), 'a rate needs polling');
  });
});

describe('the views of the wall', () => {
  const room = { width: 1920, height: 1080 };
  const type = typeSizes({ inches: 55, metres: 5 }, room);
  const choice = { views: ['state', 'pools', 'head-ends', 'logins'], dwell: 10_000 } as const;
  const pages = (facts: WallFacts) =>
    Array.from({ length: 12 }, (_, turn) => {
      const at = Math.floor(now / 10_000) * 10_000 + turn * 10_000;
      return wallPage(choice, facts, conditions(facts, at), { now: at, room, type });
    });
  const failing: WallFacts = {
    ...calm,
    told: { ...told, usual: { ...told.usual, causes: [{ cause: 'xauth.rejected', failed: 3 }] } },
  };

  it('take turns while nothing is critical: state, pools, head-ends and failed logins', () => {
    const seen = new Set(pages(failing).flatMap(({ tiles }) => tiles.map(({ id }) => id)));
    for (const id of ['sessions', 'chain HV-ASA hillvalleyvpn', 'head-end HV-ASA', 'failed', 'cause xauth.rejected'])
      assert.ok(seen.has(id), `${id} is seen`);
    assert.ok(new Set(pages(failing).map(({ said }) => said[0])).size >= 4);
  });

  it('stand still at the state of everything while something is critical, which is never hidden', () => {
    for (const { tiles, said } of pages({ ...failing, chains: [chain(97)] })) {
      assert.ok(tiles.some(({ id, state }) => id === 'pools' && state === 'crit'));
      assert.doesNotMatch(said[0] ?? '', /Pools|Head-ends|Failed/);
    }
  });

  it('show what is silent as such, and count what there is no room for', () => {
    const gone = device({ id: 2, name: 'SYD1', lastMessageAt: before(700), sessions: 3 });
    const facts = { ...calm, devices: [device(), gone] };
    const [worst] = viewTiles('head-ends', facts, conditions(facts, now), now);
    assert.deepEqual([worst?.id, worst?.state, worst?.hero?.value], ['head-end SYD1', 'unknown', 'UNKNOWN']);
    const chains = Array.from({ length: 40 }, (_, n) => chain(n, { tunnelGroup: `group${n}` }));
    const all = viewTiles('pools', { ...calm, chains }, [], now);
    assert.deepEqual([all.length, all.at(-1)?.hero], [24, { value: '17', unit: 'more' }]);
  });
});
