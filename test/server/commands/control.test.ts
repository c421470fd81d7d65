import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import type { Stop } from '../../../collectors/collector.ts';
import { callControl, serveControl } from '../../../server/commands/control.ts';

describe('the control socket', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tw-'));
  const path = join(folder, 'x.db.sock');
  let stop: Stop;

  before(async () => {
    stop = await serveControl(path, {
      echo: (body) => Promise.resolve({ body }),
      nothing: () => Promise.resolve(undefined),
      fail: () => Promise.reject(new Error('cannot\n  do that', { cause: new Error('because') })),
    });
  });
  after(async () => {
    await stop();
    assert.equal(existsSync(path), false);
    rmSync(folder, { recursive: true });
  });

  it('carries a body there and a result back', async () => {
    const body = { name: 'ünïcode \u001b', list: [1, null, 'x'.repeat(1_000_000)] };
    assert.deepEqual(await callControl(path, 'echo', body), { body });
  });

  it('tells an action without a result from a server that is not there', async () => {
    assert.equal(await callControl(path, 'nothing', {}), null);
    assert.equal(await callControl(join(folder, 'none.sock'), 'nothing', {}), undefined);
  });

  it('is for its owner only', () => assert.equal(statSync(path).mode & 0o777, 0o600));

  it('answers an error in one line, with its cause', () =>
    assert.rejects(callControl(path, 'fail', {}), { message: 'cannot; do that: because' }));

  it('knows only its actions', async () => {
    await assert.rejects(callControl(path, 'reboot', {}), { message: 'no such action: reboot' });
    await assert.rejects(callControl(path, 'constructor', {}), { message: 'no such action: constructor' });
  });

  it('refuses a body above 64 MiB, and goes on', async () => {
    await assert.rejects(callControl(path, 'echo', 'x'.repeat(65 * 1024 * 1024)), /too long: at most 67108864 bytes/);
    assert.deepEqual(await callControl(path, 'echo', 1), { body: 1 });
  });

  it('refuses a path that no Unix socket can have', async () => {
    const long = join(folder, 'd'.repeat(100));
    await assert.rejects(serveControl(long, {}), /too long for a Unix socket/);
    await assert.rejects(callControl(long, 'echo', {}), /too long for a Unix socket/);
  });

  it('takes the place of a socket that a dead server left, which counts as no server', async () => {
    const left = join(folder, 'left.sock');
    await leaveSocket(left);
    assert.equal(await callControl(left, 'echo', {}), undefined);
    const again = await serveControl(left, { echo: (body) => Promise.resolve(body) });
    assert.equal(await callControl(left, 'echo', 7), 7);
    await again();
  });

  it('does not remove what is no socket', async () => {
    const file = join(folder, 'file.sock');
    writeFileSync(file, 'mine');
    await assert.rejects(serveControl(file, {}), /not a socket/);
    assert.ok(existsSync(file));
  });
});

/** A socket file with nobody behind it: what is bound, then renamed, is not removed when its server closes. */
async function leaveSocket(path: string): Promise<void> {
  const server: Server = createServer();
  await new Promise<void>((done) => server.listen(`${path}.live`, done));
  renameSync(`${path}.live`, path);
  await new Promise((done) => server.close(done));
}
