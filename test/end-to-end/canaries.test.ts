import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { io } from 'socket.io-client';
import { topicNames } from '../../server/domain/feed.ts';
import { makeLab, tunnelwatch, tunnelwatchTyped } from './lab.ts';
import { everyAnswer, everyFile } from './leaks.ts';
import { COOKIE, posting } from './let-in.ts';
import { startProgram } from './program.ts';

const PASSWORD = 'the flux capacitor 1955';

test('no password, cookie, token, link or seed of the dashboard is in any file, log, answer or topic', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database, { LOG_LEVEL: 'trace' }, true);
  t.after(() => program.kill());
  const canaries = new Map<string, string>();
  const keep = (what: string, text: string | undefined): string => {
    assert.ok(text !== undefined && text.length >= 8, what);
    canaries.set(text, what);
    return text;
  };
  const { url } = program;
  const say = async (path: string, body: object, cookie = '', post = '') => {
    const headers = { ...posting(url), cookie, 'x-tunnelwatch-post': post };
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const [given] = answer.headers.getSetCookie();
    return {
      status: answer.status,
      told: (await answer.json()) as Record<string, string>,
      cookie: given?.slice(0, given.indexOf(';')),
    };
  };
  const valueOf = (cookie: string | undefined): string => cookie?.slice(cookie.indexOf('=') + 1) ?? '';

  const link = keep('the link of the first run', /#([\w-]+)/.exec(program.first)?.[1]);
  const first = await say('/api/set-up', { credential: link, name: 'doc', password: keep('a password', PASSWORD) });
  assert.equal(first.status, 200);
  keep('a cookie', valueOf(first.cookie));
  const cookie = first.cookie ?? '';
  const me = (await (await fetch(`${url}/api/me`, { headers: { cookie } })).json()) as { readonly post: string };
  const post = keep('what pages post with', me.post);
  // A password typed in the wrong box, a wrong one, a link that is none.
  for (let n = 0; n < 6; n += 1) {
    await say('/api/login', {
      name: keep('typed as a name', `canary-as-name-${n}-xyzzy`),
      password: keep('a wrong password', `canary-wrong-${n}-plugh`),
    });
    await say('/api/enter', { credential: keep('a wrong link', `canary-link-${n}-0123456789abcdefghijklmnopq`) });
  }
  for (let n = 0; n < 30; n += 1) {
    const { told } = await say('/api/me/tokens', { name: `script ${n}`, role: 'viewer', days: 1 }, cookie, post);
    const token = keep('a token', told['token']);
    assert.equal((await fetch(`${url}/api/health`, { headers: { authorization: `Bearer ${token}` } })).status, 200);
    keep('a seed', (await say('/api/me/seed', {}, cookie, post)).told['seed']);
  }
  const pairing = await say('/api/pairings', {});
  keep('a cookie of a screen that waits', valueOf(pairing.cookie));
  await say('/api/walls', { code: pairing.told['code'], name: 'NOC', showsNames: false, days: 1 }, cookie, post);
  assert.equal((await fetch(`${url}/api/pairings/mine`, { headers: { cookie: pairing.cookie ?? '' } })).status, 200);
  const next = keep('a new password', 'canary 88 miles per hour');
  const changed = await say('/api/me/password', { password: PASSWORD, next }, cookie, post);
  assert.equal(changed.status, 200);
  keep('a cookie', valueOf(changed.cookie));
  await tunnelwatchTyped(
    lab.database,
    keep('a password', 'canary of the command line'),
    'user',
    'add',
    'marty',
    '--role',
    'viewer',
  );
  keep('a token', (await tunnelwatch(lab.database, 'user', 'token', 'marty', 'x', '--role', 'viewer')).trim());
  await tunnelwatch(lab.database, 'user', 'disable', 'marty');

  const { answers, count } = await everyAnswer(program, changed.cookie ?? '');
  const topics: string[] = [];
  for (const topic of topicNames) {
    const socket = io(url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { cookie: changed.cookie ?? '' },
    });
    topics.push(JSON.stringify(await socket.emitWithAck('subscribe', topic)));
    socket.disconnect();
  }
  const audit = await tunnelwatch(lab.database, 'audit', 'show');
  assert.match(audit, /doc/);
  assert.match(await tunnelwatch(lab.database, 'audit', 'verify'), /as it was written: \d+ rows/);
  // Below the folder that is looked through, and once more by itself, for it must have something in it.
  const backups = join(lab.folder, 'backups');
  await tunnelwatch(lab.database, 'backup', backups);
  assert.equal(everyFile(backups).size, 2);
  const running = everyFile(lab.folder);
  assert.equal(await program.stop(), 0);
  assert.ok(canaries.size >= 80 && count > 30, `${canaries.size} canaries, ${count} answers`);
  assert.ok(!canaries.has(COOKIE));
  for (const [where, text] of [
    ['the log', program.log()],
    ['the API', answers],
    ['the feed', topics.join('\n')],
    ['the audit log', audit],
    ...running,
    ...everyFile(lab.folder),
  ] as const)
    // prettier-ignore
    for (const [canary, what] of canaries) {
      // A page is told what to post with; that is what it asks for.
      if (what === 'what pages post with' && where === 'the API') continue;
      assert.ok(!text.includes(canary), `${what} is in ${where}`);
    }
  t.diagnostic(
    `${canaries.size} canaries, ${count} answers, ${topics.length} topics, ${running.size} files: none found`,
  );
});
