import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';

import { openLogin } from '../../../server/access/device-login.ts';
import { readKey, type Key } from '../../../server/access/key.ts';
import { UsageFault } from '../../../server/commands/fault.ts';
import { readPollUrl } from '../../../server/commands/poll-url.ts';
import { pollingActions } from '../../../server/commands/polling-actions.ts';
import type { Store } from '../../../server/store/store.ts';
import { NOON, scratchStore } from '../store/scratch.ts';

const DEVICE = 'asa 192.0.2.1';
const PRINT = `SHA256:${'A'.repeat(43)}`;

async function anyKey(): Promise<Key> {
  const found = await readKey({ env: { TUNNELWATCH_KEY: randomBytes(32).toString('base64') }, keyFile: '/nowhere' });
  assert.ok(found);
  return found.key;
}

async function lab(t: TestContext): Promise<{ store: Store; key: Key; actions: ReturnType<typeof pollingActions> }> {
  const store = await scratchStore(t);
  const key = await anyKey();
  return { store, key, actions: pollingActions(store, key, () => undefined) };
}

describe('how a device is asked', () => {
  it('is told by a URL without a password', () => {
    const ssh = { transport: 'ssh', host: '192.0.2.1', port: 22, user: 'monitor' };
    assert.deepEqual(readPollUrl('ssh://monitor@192.0.2.1'), ssh);
    const https = { transport: 'https', host: '2001:db8::2', port: 8443, user: 'noc@ops' };
    assert.deepEqual(readPollUrl('https://noc%40ops@[2001:db8::2]:8443/'), https);
    for (const wrong of [
      ...['192.0.2.1', 'telnet://a@192.0.2.1', 'ssh://192.0.2.1', 'ssh://a@', 'ssh://a:secret@192.0.2.1'],
      ...['https://a@192.0.2.1/admin', 'https://a@192.0.2.1?x', 'ssh://a%0Ab@192.0.2.1'],
    ])
      assert.throws(
        () => readPollUrl(wrong),
        (fault) => fault instanceof UsageFault && !fault.message.includes('secret'),
        wrong,
      );
  });

  it('keeps its passwords sealed, and forgets them with it', async (t) => {
    const { store, key, actions } = await lab(t);
    const url = 'ssh://monitor@192.0.2.1';
    const state = await actions['polling.set']({ device: DEVICE, url, password: 'Gr8Scott!', enable: '1.21 GW' });
    const asked = { transport: 'ssh', host: '192.0.2.1', port: 22, user: 'monitor', legacy: false, everySeconds: 60 };
    assert.deepEqual(state.polling, { device: 1, ...asked });
    const secrets = await store.secrets();
    assert.doesNotMatch(JSON.stringify(secrets), /Gr8Scott!|1\.21 GW/);
    assert.deepEqual(openLogin(key, 1, secrets), { password: 'Gr8Scott!', enable: '1.21 GW' });
    assert.equal(openLogin(key, 2, secrets), undefined);
    assert.equal(openLogin(await anyKey(), 1, secrets), undefined, 'another key opens nothing');
    assert.equal((await actions['polling.stop']({ device: '192.0.2.1' })).polling, undefined);
    assert.deepEqual(await store.secrets(), []);
  });

  it('keeps the accepted key while it is asked at the same place, and no longer', async (t) => {
    const { actions } = await lab(t);
    const set = async (url: string): Promise<string | undefined> =>
      (await actions['polling.set']({ device: DEVICE, url, password: 'x' })).polling?.fingerprint;
    await assert.rejects(actions['polling.accept']({ device: DEVICE, fingerprint: PRINT }), /is not polled/);
    await set('ssh://monitor@192.0.2.1');
    const certificate = Array.from({ length: 32 }, () => 'A1').join(':');
    for (const wrong of ['aa:bb', certificate])
      await assert.rejects(actions['polling.accept']({ device: DEVICE, fingerprint: wrong }), UsageFault);
    const accepted = await actions['polling.accept']({ device: DEVICE, fingerprint: PRINT });
    assert.equal(accepted.polling?.fingerprint, PRINT);
    assert.equal(await set('ssh://other@192.0.2.1'), PRINT);
    assert.equal(await set('ssh://other@192.0.2.9'), undefined);
    await set('https://monitor@192.0.2.1');
    await assert.rejects(actions['polling.accept']({ device: DEVICE, fingerprint: PRINT }), UsageFault);
    const pinned = await actions['polling.accept']({ device: DEVICE, fingerprint: certificate });
    assert.equal(pinned.polling?.fingerprint, certificate);
  });

  it('takes a key that is known before it is asked, in the place of any other', async (t) => {
    const { actions } = await lab(t);
    const set = (url: string, fingerprint: string) =>
      actions['polling.set']({ device: DEVICE, url, password: 'x', fingerprint });
    const other = PRINT.replace(/.$/, PRINT.endsWith('A') ? 'B' : 'A');
    assert.equal((await set('ssh://monitor@192.0.2.1', PRINT)).polling?.fingerprint, PRINT);
    assert.equal((await set('ssh://monitor@192.0.2.1', other)).polling?.fingerprint, other);
    await assert.rejects(set('https://monitor@192.0.2.1', PRINT), UsageFault, 'of a host key, not of a certificate');
    assert.equal((await actions['polling.show']({ device: DEVICE })).polling?.transport, 'ssh', 'nothing was changed');
  });

  it('is refused with a password that would be typed as more than a password, and too often', async (t) => {
    const { store, actions } = await lab(t);
    const ask = { device: DEVICE, url: 'ssh://monitor@192.0.2.1', password: 'x' };
    for (const wrong of [{ password: 'a\nreload' }, { password: '' }, { enable: '\u0003' }, { everySeconds: 1 }])
      await assert.rejects(actions['polling.set']({ ...ask, ...wrong }), UsageFault, JSON.stringify(wrong));
    assert.deepEqual(await store.pollings(), []);
    assert.deepEqual(await store.secrets(), []);
  });

  it('shows what the last poll gave, and facts that this one did not ask for', async (t) => {
    const { store, actions } = await lab(t);
    await actions['polling.set']({ device: DEVICE, url: 'ssh://monitor@192.0.2.1', password: 'x' });
    const poll = { device: 1, startedAt: NOON, finishedAt: NOON + 900, rosters: [] };
    await store.putPoll({ ...poll, facts: { version: '9.16(4)', cpu: [1, 2, 3] }, failures: [] });
    const failure = { at: 'connect', why: 'unreachable', detail: 'no route' } as const;
    await store.putPoll({ ...poll, finishedAt: NOON + 60_000, facts: { cpu: [4, 5, 6] }, failures: [failure] });
    const state = await actions['polling.show']({ device: DEVICE });
    assert.deepEqual([state.startedAt, state.at, state.failures], [NOON, NOON + 60_000, [failure]]);
    assert.deepEqual((await store.lastPolls())[0]?.facts, { version: '9.16(4)', cpu: [4, 5, 6] });
  });

  it('remembers refused logins for a day', async (t) => {
    const { store } = await lab(t);
    await store.putRefusedLogin({ device: 1, at: NOON });
    await store.putRefusedLogin({ device: 2, at: NOON + 1 });
    assert.deepEqual(await store.refusedLogins(NOON + 1), [{ device: 2, at: NOON + 1 }]);
    await store.putRefusedLogin({ device: 2, at: NOON + 25 * 60 * 60_000 });
    assert.equal((await store.refusedLogins(0)).length, 1);
  });
});
