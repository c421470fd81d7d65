import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { passwordFault } from '../../server/access/password.ts';
import { apiErrors } from '../../server/api/errors.ts';
import { routePermits } from '../../server/domain/access/permits.ts';
import { accountMarks, accountsVerdict, asksForCode, goodWalls, isOfAllSites, noneThere, ofAllSitesWords, PASSWORD_RULE, permitOfPage, readSites, refusalVerdict, seedGroups, sitesWords, tokenRoles, tokenState, typedSites, wallsVerdict, type AccountTold, type WallRow } from '../../web/words/access.ts'; // prettier-ignore
import { sentence } from '../../web/words/sentence.ts';

const now = Date.UTC(2026, 10, 30, 12);
const HOUR = 3_600_000;

const account = (given: Partial<AccountTold> = {}): AccountTold => ({
  ...{ id: 1, name: 'marty', role: 'viewer', sites: null, hasTotp: false, hasPassword: true, visits: 0 },
  ...{ seenAt: null, createdAt: now - HOUR, disabledAt: null },
  ...given,
});
const wall = (given: Partial<WallRow> = {}): WallRow => ({
  ...{ id: 1, name: 'NOC', showsNames: false, sites: null, createdAt: now - HOUR, by: 'doc' },
  ...{ endsAt: now + HOUR, revokedAt: null },
  ...given,
});

describe('what is said of accounts', () => {
  it('tells how many may log in, who is in, and which administrator has no second factor', () => {
    const all = [
      account({ role: 'admin', hasTotp: true, visits: 2 }),
      account({ role: 'admin' }),
      account({ disabledAt: now }),
      account(),
    ];
    const { text, more } = accountsVerdict(all);
    assert.equal(text, '3 accounts may log in; 1 is logged in now.');
    assert.equal(more, '1 administrator gets in without a one-time code. 1 disabled.');
    assert.equal(accountsVerdict([account()]).text, '1 account may log in; none is logged in now.');
    // Who comes by a proxy has no password that could be guessed.
    assert.equal(accountsVerdict([account({ role: 'admin', hasPassword: false })]).more, '');
  });

  it('tells how an account comes in, and where it is bound to', () => {
    assert.equal(accountMarks(account()), 'all sites, password, not logged in');
    assert.equal(
      accountMarks(account({ sites: ['London', 'Oslo'], hasTotp: true, visits: 2 })),
      'sites London, Oslo, password and one-time code, logged in 2 times',
    );
    assert.match(accountMarks(account({ hasPassword: false })), /no password: by a provider or a proxy/);
  });

  it('reads sites as they are typed, and nothing as all of them', () => {
    assert.deepEqual(readSites(' London , Oslo,, '), ['London', 'Oslo']);
    assert.equal(readSites(' , '), null);
    assert.equal(typedSites(['London', 'Oslo']), 'London, Oslo');
    assert.equal(typedSites(null), '');
    assert.deepEqual([null, [], ['Oslo']].map(sitesWords), ['all sites', 'no site', 'site Oslo']);
  });

  it('offers a token no role above its account', () => {
    assert.deepEqual(tokenRoles('operator'), ['helpdesk', 'viewer', 'operator']);
    assert.deepEqual(tokenRoles('helpdesk'), ['helpdesk']);
    assert.deepEqual(tokenRoles(null), []);
    assert.deepEqual(tokenRoles('wall'), []);
  });

  it('tells a token that was revoked from one that is over', () => {
    const token = { id: 1, name: 'cron', role: 'viewer', createdAt: 0, endsAt: now + 1, revokedAt: null } as const;
    assert.equal(tokenState(token, now), 'good');
    assert.equal(tokenState(token, now + 1), 'over');
    assert.equal(tokenState({ ...token, revokedAt: 5 }, now + 1), 'revoked');
  });
});

describe('what is said of walls', () => {
  it('counts those that may show something, the youngest first', () => {
    const all = [
      wall(),
      wall({ id: 2, showsNames: true }),
      wall({ id: 3, revokedAt: now }),
      wall({ id: 4, endsAt: now }),
    ];
    assert.deepEqual(
      goodWalls(all, now).map(({ id }) => id),
      [2, 1],
    );
    const { text, more } = wallsVerdict(all, now);
    assert.equal(text, '2 wall displays are let in.');
    assert.equal(more, '1 of them may show names of users.');
    assert.equal(wallsVerdict([], now).text, 'No wall display is let in.');
    assert.equal(wallsVerdict([wall()], now).text, '1 wall display is let in.');
  });
});

describe('the way in', () => {
  it('tells why the provider did not help, and what it calls whom no account here lets in', () => {
    const { text, more } = refusalVerdict('nobody', 'marty%40noc.example');
    assert.equal(text, 'The provider knows you, but no account here lets you in.');
    assert.match(more, /^It calls you marty@noc\.example\. An administrator/);
    const all = ['nobody', 'refused', 'late', 'soon', 'down', 'wrong'].map((why) => refusalVerdict(why, '').text);
    assert.equal(new Set(all).size, 6);
    // Anybody can make a link: it says nothing but what we say.
    for (const behind of ['call%20555%201955', '<b>x</b>', '%zz', '%00', '', 'x'.repeat(65)])
      assert.doesNotMatch(refusalVerdict('nobody', behind).more, /calls/, behind);
    for (const why of ['constructor', '__proto__', '', 'x'])
      assert.equal(refusalVerdict(why, 'marty').text, refusalVerdict('wrong', '').text, why);
  });

  it('knows of the server’s words which want a code', () => {
    assert.equal(asksForCode(apiErrors.noCode.words), true);
    assert.equal(asksForCode('This code is not the one.'), true);
    for (const words of [apiErrors.wrongLogin.words, apiErrors.full.words, 'Too many tries. Try again in 9 s.'])
      assert.equal(asksForCode(words), false, words);
  });

  it('tells the rule of passwords that the server has', () => {
    const shortest = Number(/At least (\d+) characters/.exec(PASSWORD_RULE)?.[1]);
    const text = 'qx7wvz2kpj4m'.slice(0, shortest);
    assert.equal(passwordFault(text, 'marty'), undefined);
    assert.match(passwordFault(text.slice(1), 'marty') ?? '', /too short/);
  });

  it('writes a seed in groups, and ends a sentence once', () => {
    assert.equal(seedGroups('ABCDEFGHIJ'), 'ABCD EFGH IJ');
    assert.equal(sentence('the server cannot be reached'), 'the server cannot be reached.');
    assert.equal(sentence('Log in first.'), 'Log in first.');
  });

  it('asks of a page what the API asks of its data', () => {
    const data: Readonly<Record<string, string>> = {
      '/users/marty': 'GET /api/users/:name',
      '/sessions/1': 'GET /api/sessions/:id',
      '/attempts/1': 'GET /api/attempts/:id',
      '/users': 'GET /api/users',
      '/alerts': 'GET /api/alerts',
      '/alerts/rules': 'GET /api/alerts/rules',
      '/devices/add': 'GET /api/listening',
      '/messages': 'GET /api/messages',
      '/account': 'GET /api/me/visits',
      '/accounts': 'GET /api/accounts',
      '/walls': 'GET /api/walls',
      '/wall': 'GET /api/wall',
    };
    for (const [page, route] of Object.entries(data)) assert.equal(permitOfPage(page), routePermits[route], page);
    // The list of sessions is the live feed’s.
    assert.equal(permitOfPage('/sessions'), 'read');
  });

  it('are of all sites together where what they live by is, and say so to whoever is bound to some', () => {
    for (const path of ['/alerts/channels', '/alerts/rules', '/devices/add', '/devices/add/', '/messages/unknown'])
      assert.equal(isOfAllSites(path), true, path);
    for (const path of ['/', '/alerts', '/alerts/7', '/devices', '/devices/HILL-ASA', '/messages', '/account', '/wall'])
      assert.equal(isOfAllSites(path), false, path);
    assert.equal(
      ofAllSitesWords(['London', 'Hill Valley']),
      'This is of all sites together, and you are bound to sites London, Hill Valley.',
    );
    assert.deepEqual([noneThere([]).state, noneThere([]).text], ['unknown', 'No head-end is known at no site.']);
  });
});
