import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causes, type Cause } from '../../server/domain/cause.ts';
import type { AttemptRow, MessageRow } from '../../server/domain/feed.ts';
import { HIDDEN } from '../../server/domain/name.ts';
import { standingOf } from '../../server/domain/standing.ts';
import type { PersonRow, UserTold } from '../../server/domain/user-told.ts';
import { ladder, stepText } from '../../web/words/ladder.ts';
import { lockMend } from '../../web/words/lock.ts';
import { mendOf } from '../../web/words/mend.ts';
import { failingFirst, peopleVerdict, personState } from '../../web/words/people.ts';
import { ticketText } from '../../web/words/ticket.ts';
import { when } from '../../web/words/time.ts';
import { alikeText, changeText, namelessText, unseenFacts } from '../../web/words/user-around.ts';
import { userVerdict } from '../../web/words/user.ts';
import { device, now, session } from './rows.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (ago: number) => when(now - ago, now);

const attempt = (ago: number, given: Partial<AttemptRow> = {}): AttemptRow => ({
  ...{ id: 1000 - ago / MINUTE, device: 'HV-ASA', publicIp: '198.51.100.7', start: now - ago, seenAt: now - ago },
  ...{ stage: 'xauth', outcome: 'failed', cause: 'xauth.bad_password', causeWords: 'wrong password', sure: 'told' },
  ...{ user: 'marty', tunnelGroup: 'hillvalleyvpn' },
  ...given,
});
const ended = session({ id: 7, state: 'ended', end: now - 3 * HOUR, endIs: 'reported', endReason: 'User Requested', start: now - 5 * HOUR }); // prettier-ignore
const line = (messageId: number, text: string): MessageRow => ({
  ...{ id: messageId, at: now, device: 'HV-ASA', from: '10.10.10.2', messageId, severity: 3, outcome: 'claim', text },
});

/** What the server tells of this record. */
function told(given: Partial<UserTold>): UserTold {
  const { sessions = [], attempts = [], rejected = [] } = given;
  return {
    ...{ at: now, writings: ['marty'], sessions, attempts, rejected, nameless: [], traffic: [] },
    ...{ next: { sessions: null, attempts: null }, inAll: { sessions: sessions.length, attempts: attempts.length } },
    ...{ locks: [], locksTold: [] },
    standing: standingOf({ sessions, attempts, rejected }, now),
    ...given,
  };
}
const verdict = (given: Partial<UserTold>, devices = [device()], name = 'marty') =>
  userVerdict({ name, told: told(given), devices }, now);
const ike = { evidence: { attempt: 999, messages: [line(713167, 'Remote peer has failed user authentication')] } };

describe('the first line of a user', () => {
  it('says where they are connected, since when, and on how many more', () => {
    const here = session({ id: 2, device: 'LON2', start: now - HOUR });
    assert.deepEqual(verdict({ sessions: [here] }), {
      ...{ state: 'ok', text: `marty is connected on LON2 since ${at(HOUR)}.`, more: '' },
    });
    assert.match(
      verdict({ sessions: [here, session({ id: 3, start: now - 2 * HOUR })] }).text,
      /^marty is connected on LON2 since .+ and 1 session more\.$/,
    );
  });

  it('says that traffic goes one way, and what fails elsewhere, worst first', () => {
    const here = session({ id: 2, device: 'LON2', start: now - HOUR });
    const oneWay = { traffic: [{ session: 2, is: 'no return path', at: now }] } as const;
    const { state, text } = verdict({ sessions: [here], ...oneWay });
    assert.deepEqual([state, text], ['warn', `marty is connected on LON2 since ${at(HOUR)}, but traffic goes one way: no return path.`]); // prettier-ignore
    const both = verdict({ sessions: [here], attempts: [attempt(MINUTE)], ...ike });
    assert.equal(both.text, `marty is connected on LON2 since ${at(HOUR)}, but failed at Xauth on HV-ASA once, ${at(MINUTE)}.`);
    assert.equal(both.state, 'warn');
  }); // prettier-ignore

  it('says at which stage it fails, how often, when last, why, and from where it last succeeded', () => {
    const attempts = [attempt(MINUTE), attempt(2 * MINUTE), attempt(9 * MINUTE), attempt(20 * MINUTE)];
    const { state, text, more } = verdict({ attempts, sessions: [ended], ...ike });
    assert.equal(text, `marty is not connected: failed at Xauth on HV-ASA 4 times, last ${at(MINUTE)}.`);
    assert.equal(state, 'crit');
    assert.equal(more, `Cause: wrong password. Last success ${at(5 * HOUR)} on HV-ASA, from the same address.`);
    const elsewhere = { ...ended, publicIp: '203.0.113.80' };
    assert.match(verdict({ attempts, sessions: [elsewhere], ...ike }).more, /from another address, 203\.0\.113\.80\.$/);
    assert.match(
      verdict({ attempts: [attempt(MINUTE, { sure: 'inferred' })] }).more,
      /^Likely cause: wrong password\./,
    );
    assert.match(verdict({ attempts: [attempt(MINUTE, { aaaServer: 'LOCAL' })] }).more, /as LOCAL says/);
    assert.equal(verdict({ attempts: [attempt(30 * HOUR)] }).state, 'warn', 'of yesterday is not what hurts now');
  });

  it('says of a try that fell silent that nobody knows why', () => {
    const { text, more } = verdict({ attempts: [attempt(9 * MINUTE, { outcome: 'abandoned', stage: 'address' })] });
    assert.match(text, /^marty is not connected: fell silent at the address on HV-ASA once, /);
    assert.match(more, /^Why is not known/);
  });

  it('says when they left, and that AAA said no since', () => {
    const { state, text } = verdict({ sessions: [ended] });
    assert.deepEqual([state, text], ['ok', `marty is not connected: left HV-ASA ${at(3 * HOUR)} (User Requested).`]);
    const rejected = [{ id: 1, device: 'HV-ASA', at: now - MINUTE, service: 'unattributed', cause: 'xauth.rejected', causeWords: 'wrong password or unknown user', reason: 'x' }] as const; // prettier-ignore
    assert.match(verdict({ sessions: [ended], rejected }).more, /^Since then AAA rejected the name once/);
    const only = verdict({ rejected });
    assert.match(only.text, /^No VPN login of marty arrived, but AAA rejected the name once, last /);
    assert.equal(only.state, 'warn');
  });

  it('says that nothing arrived, which is never OK', () => {
    assert.deepEqual(verdict({ writings: [] }), {
      ...{ state: 'unknown', text: 'Nothing arrived of marty.' },
      more: 'No login, session or rejection of this name is on record on any head-end.',
    });
  });

  it('is not sure of who is away while a head-end is silent, and says which', () => {
    const silent = device({ name: 'LON2', lastMessageAt: now - HOUR });
    const { state, more } = verdict({ sessions: [ended] }, [device(), silent]);
    assert.equal(state, 'unknown');
    assert.match(more, /LON2 cannot be seen now: it is silent\./);
    const there = session({ id: 2, device: 'LON2', start: now - HOUR });
    const lost = verdict({ sessions: [there] }, [device(), silent]);
    assert.match(lost.text, /^marty was connected on LON2 since .+, when it was last heard\.$/);
    assert.equal(lost.state, 'unknown');
    assert.match(verdict({}, [silent]).more, /No head-end can be seen now/);
  });

  it('says first that the account is locked out, where, since when, and by what that is told', () => {
    const locked = { device: 'LON2', at: now - 30_000, is: 'locked', user: 'marty', failures: 3, lockedAt: '13:54:32' } as const; // prettier-ignore
    const { state, text, more } = verdict({ attempts: [attempt(MINUTE)], locks: [locked], ...ike });
    assert.equal(text, 'marty is locked out on LON2 (local database), since 13:54:32 by its own clock.');
    assert.equal(state, 'crit');
    assert.match(more, /^Told by “show aaa local user” 30 s ago, with 3 failed attempts\. marty is not connected: failed at Xauth .* Cause: wrong password/); // prettier-ignore
    const here = session({ id: 2, device: 'HV-ASA', start: now - HOUR });
    const both = verdict({ sessions: [here], locks: [locked] });
    assert.match(both.text, /^marty is connected on HV-ASA since .+, but is locked out on LON2 \(local database\)/);
    assert.equal(both.state, 'warn');
    const old = verdict({ sessions: [ended], locks: [{ ...locked, at: now - HOUR }] });
    assert.deepEqual([old.state, /was locked out on LON2/.test(old.text), /it may be over/.test(old.more)], ['warn', true, true]); // prettier-ignore
    const shunned = { device: 'LON2', at: now, is: 'shunned', address: '198.51.100.7', interface: 'outside' } as const;
    assert.match(verdict({ attempts: [attempt(MINUTE)], locks: [shunned] }).text, /is shunned on LON2: nothing from 198\.51\.100\.7 gets in\.$/); // prettier-ignore
  });

  it('what lifts a lock is for a person to type, and no more than a word of it is theirs', () => {
    const lock = { device: 'LON2', at: now, is: 'locked', user: 'marty', failures: 3 } as const;
    assert.equal(lockMend(lock).command, 'clear aaa local user lockout username marty');
    for (const user of ['marty; reload', 'a b', '-f', 'HILL\\marty'])
      assert.equal(lockMend({ ...lock, user }).command, 'clear aaa local user lockout username <NAME>', user);
    const shun = { device: 'LON2', at: now, is: 'shunned', address: '198.51.100.7', interface: 'outside' } as const;
    assert.equal(lockMend(shun).command, 'no shun 198.51.100.7');
  });

  it('names nobody where names are hidden, or were never kept', () => {
    assert.match(verdict({}, [device()], HIDDEN).text, /in place of a name that they hide/);
    const token = '~Jx3kQ0aPz1LmNo9w~8-11';
    assert.match(verdict({ attempts: [attempt(MINUTE)] }, [device()], token).text, /^A user whose name was not kept is not connected/); // prettier-ignore
    assert.match(verdict({ writings: ['marty', 'HILL\\marty'] }).more, /On record as marty, HILL\\marty\.$/);
    assert.doesNotMatch(verdict({}, [device()], 'a\u202eb').text, /\u202e/);
  });
});

describe('what mends a failure', () => {
  it('is told for every cause, with commands that only look', () => {
    for (const cause of Object.keys(causes) as Cause[]) {
      const { text, look } = mendOf(cause, attempt(0), 'marty');
      assert.ok(text.length > 20 && look.length > 0, cause);
      for (const command of look) assert.match(command, /^show /, cause);
    }
  });

  it('fills in what is known, and nothing that could be more than a word on a command line', () => {
    assert.deepEqual(mendOf('xauth.bad_password', undefined, 'marty').look[0], 'show running-config username marty');
    for (const name of ['marty; reload', 'a b', 'x\nreload', '-f', '', 'HILL\\marty', 'é'])
      assert.equal(mendOf('xauth.bad_password', undefined, name).look[0], 'show running-config username <NAME>', name);
    assert.equal(mendOf('group.bad_psk', attempt(0), 'x').look[0], 'show running-config tunnel-group hillvalleyvpn');
    assert.equal(mendOf('group.bad_psk', undefined, 'x').look[0], 'show running-config tunnel-group <GROUP>');
  });
});

describe('around a user', () => {
  const span = (devices: readonly { device: string; users: number; strangers: number }[]) => ({ from: now - HOUR, to: now, devices }); // prettier-ignore
  it('others are counted here and elsewhere, names apart from what may be none', () => {
    const text = (...devices: Parameters<typeof span>[0]) =>
      alikeText({ cause: 'xauth.rejected', now: span(devices) }, 'HV-ASA', now);
    assert.equal(text(), 'Nobody else on HV-ASA in the last hour; nobody elsewhere.');
    assert.equal(
      text({ device: 'HV-ASA', users: 1, strangers: 0 }, { device: 'LON2', users: 2, strangers: 812 }),
      '1 other user on HV-ASA in the last hour; 2 other users and 812 unknown names on LON2.',
    );
  });

  it('a change shortly before the first failure is suspect; none is told as none, with what was looked through', () => {
    const change = { device: 'HV-ASA', since: now - 7 * 24 * HOUR, commands: 12 };
    const command = { at: now - HOUR, user: 'doc', command: 'no nat', from: '10.0.0.1' };
    const shortly = changeText({ ...change, told: command }, now - HOUR + MINUTE, now);
    assert.deepEqual([shortly.suspect, shortly.command], [true, 'no nat']);
    assert.equal(shortly.text, `${at(HOUR)} by doc from 10.0.0.1, 1 m 0 s before the first failure.`);
    assert.equal(changeText({ ...change, told: command }, now - 2 * HOUR, now).suspect, false, 'it came later');
    const none = (commands: number, days = 7) =>
      changeText({ ...change, commands, since: now - days * 24 * HOUR }, undefined, now).text;
    assert.equal(none(12), 'None of the 12 commands that were logged in the last 7 days changed anything.');
    assert.equal(none(1, 0.5), 'The one command that was logged in the last 12 h changed nothing.');
    const polled = { words: 'enable_15 at 18:56:48.410 UTC Wed Apr 5 2017', at: now - MINUTE };
    assert.match(
      changeText({ ...change, commands: 0, polled }, undefined, now).text,
      /^No command was logged in the last 7 days\. .* 111008 and 111010.* A poll 1 m 0 s ago told: last modified by enable_15/,
    );
  });

  it('what came without a name from the same place is told with why it failed', () => {
    assert.equal(namelessText([], now), '');
    assert.match(
      namelessText([attempt(MINUTE, { causeWords: 'wrong group password (pre-shared key)' })], now),
      /^1 try without a name from 198\.51\.100\.7 .*: wrong group password/,
    );
  });

  it('what cannot be seen is told: hidden names, SAML, certificates', () => {
    const facts = unseenFacts('marty', told({}), [device({ hiddenNames: 3 })]).join(' ');
    assert.match(facts, /HV-ASA hid names in 3 messages.* SAML .* certificate /);
    assert.match(unseenFacts('marty', told({ writings: [] }), []).join(' '), /leaves no trace here/);
    assert.match(unseenFacts('marty', told({}), [device()]).join(' '), /No head-end hid a name/);
    // Helpdesk is not told of the head-ends: nothing may be concluded from none.
    assert.match(unseenFacts('marty', told({}), []).join(' '), /Which head-ends are silent .* is not told here/);
    assert.match(facts, /no head-end is polled for “show aaa local user”/);
    assert.match(
      unseenFacts('marty', told({ locksTold: ['LON2'] }), []).join(' '),
      /of the local database of LON2 alone/,
    );
  });

  it('the traffic that polls counted is the last stage of the ladder', () => {
    const got = attempt(0, { outcome: 'succeeded', stage: 'phase2' });
    const last = (traffic?: Parameters<typeof ladder>[1]) => ladder(got, traffic).at(-1)?.step;
    assert.deepEqual(
      [last(), last('flowing'), last('idle'), last('no return path')],
      ['never', 'passed', 'unknown', 'failed'],
    );
    assert.equal(stepText('failed', 'succeeded', 'no return path'), 'no return path');
  });

  it('what the messages of a try did not tell of its address and tunnel, its session tells', () => {
    const got = attempt(0, { outcome: 'succeeded', stage: 'xauth' });
    const passed = (given: Parameters<typeof session>[0], of = got) =>
      ladder(of, undefined, session(given)).filter(({ step }) => step === 'passed').length;
    const tunnels = [{ id: 'x', kind: 'ssl', openedAt: now }] as const;
    const none = { assignedIp: '', tunnels: [] };
    const { assignedIp: _none, ...without } = session(none);
    assert.equal(ladder(got, undefined, without).filter(({ step }) => step === 'passed').length, 3, 'clientless');
    assert.equal(passed({ assignedIp: '172.16.1.100', tunnels: [] }), 4);
    assert.equal(passed({ assignedIp: '172.16.1.100', tunnels }), 5);
    assert.equal(passed({ tunnels }, attempt(0, { stage: 'xauth' })), 2, 'one that failed became none');
    assert.equal(stepText('passed', 'succeeded', undefined, '172.16.1.100'), '172.16.1.100');
  });
});

describe('a ticket', () => {
  it('has all of the page in plain text: verdict, ladder, cause, mend, lines, what is not visible, and the link', () => {
    const attempts = [attempt(MINUTE)];
    const evidence = { attempt: attempts[0]?.id ?? 0, messages: [line(713167, '%ASA-3-713167: evil \u202e line')] };
    const alike = { cause: 'xauth.bad_password', now: { from: now - HOUR, to: now, devices: [] } } as const;
    const text = ticketText({ name: 'marty', told: told({ attempts, sessions: [ended], evidence, alike }), devices: [] }, 'https://x/users/marty', now); // prettier-ignore
    assert.match(text, /^marty is not connected: failed at Xauth on HV-ASA once/);
    assert.match(text, / {2}IKE phase 1: passed\n {2}Xauth: failed\n {2}Address: not reached/);
    assert.match(text, /What mends it: Clear the password/);
    assert.match(text, /Others: Nobody else on HV-ASA/);
    assert.match(text, /%ASA-3-713167: evil \\u\{202e\} line/);
    assert.match(text, /Not visible here:\n/);
    assert.match(text, /https:\/\/x\/users\/marty\n$/);
  });
});

describe('the list of users', () => {
  const person = (is: PersonRow['is'], given: Partial<PersonRow> = {}): PersonRow => ({
    names: ['marty'],
    is,
    ...given,
  });
  const none = new Set<string>();
  const facts = { q: '', people: [], connected: 2, watched: 2, blind: new Set<string>() };
  it('says who fails, who fails first, and nothing good of what nobody can see', () => {
    const failing = person('failing', { attempt: attempt(MINUTE) });
    const people = [person('connected'), failing];
    assert.deepEqual(peopleVerdict({ ...facts, people }, now), {
      ...{ state: 'warn', text: '1 user of the latest fails to log in; 2 users connected now.', more: '' },
    });
    assert.deepEqual(failingFirst(people, now).map(({ is }) => is), ['failing', 'connected']);
    const old = person('failing', { attempt: attempt(30 * HOUR) });
    assert.equal(peopleVerdict({ ...facts, people: [old] }, now).state, 'ok', 'who gave up yesterday');
    assert.equal(personState(old, none, now).state, 'warn');
    const calm = { ...facts, people: [person('connected')] };
    assert.equal(peopleVerdict(calm, now).state, 'ok');
    const unseen = peopleVerdict({ ...calm, blind: new Set(['LON2']) }, now);
    assert.deepEqual([unseen.state, unseen.more], ['unknown', 'LON2 cannot be seen now.'], 'one of two is enough');
    assert.equal(peopleVerdict({ ...facts, q: 'x' }, now).state, 'unknown');
    assert.equal(peopleVerdict({ ...calm, q: 'ma' }, now).text, '1 user begins with “ma”.');
  }); // prettier-ignore

  it('has each user with a state in words', () => {
    assert.deepEqual(personState(person('failing', { attempt: attempt(MINUTE) }), none, now), { state: 'crit', text: 'wrong password, at authentication' }); // prettier-ignore
    const here = person('connected', { session: session() });
    assert.match(personState(here, none, now).text, /^connected since [^,]*$/);
    const unheard = personState(here, new Set([session().device]), now);
    assert.deepEqual([unheard.state, /, when last heard$/.test(unheard.text)], ['unknown', true]);
    assert.match(personState(person('away', { session: ended }), none, now).text, /^left /);
  });
});
