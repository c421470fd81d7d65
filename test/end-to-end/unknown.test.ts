import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UnknownRow } from '../../server/domain/feed.ts';
import { packRows } from '../../collectors/syslog/packer.ts';
import { openStore } from '../../server/store/open.ts';
import { settled } from './compare.ts';
import { makeLab } from './lab.ts';
import { login } from './lines.ts';
import { startProgram, type Program } from './program.ts';
import { send } from './send.ts';

const unlisted = '<166>%ASA-6-702999: what nobody knows <b>';
const misfit = '<164>%ASA-4-113019: in words that nobody knows';
const foreign = 'this is no ASA';

async function counted(program: Program, search = ''): Promise<readonly unknown[]> {
  const { unknown } = await program.get<{ unknown: UnknownRow[] }>(`/api/unknown${search}`);
  return unknown.map(({ device, messageId, outcome, count, sample, first, last }) => {
    assert.ok(first <= last && Math.abs(Date.now() - last) < 3_600_000);
    return [device, messageId, outcome, count, sample];
  });
}

test('messages that are not understood are counted with a sample, across restarts and crashes', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const first = await startProgram(lab.database);
  t.after(() => first.kill());
  const lines = [unlisted, misfit, unlisted, foreign, ...login('marty'), unlisted, misfit];
  await send(first.syslogPort, lines);
  await settled(first, lines.length);
  const expected = [
    ['127.0.0.1', 702_999, 'unlisted', 3, unlisted],
    ['127.0.0.1', 113_019, 'misfit', 2, misfit],
    ['127.0.0.1', null, 'foreign', 1, foreign],
  ];
  assert.deepEqual(await counted(first), expected);
  assert.deepEqual(await counted(first, '?device=127.0.0.1&outcome=misfit'), [expected[1]]);
  await first.kill();

  // What a process leaves that dies after it kept a batch and before it committed what the batch means.
  const store = await openStore({ path: lab.database, now: Date.now });
  const { lastMessageId } = await store.load(Date.now(), 0);
  const at = Math.floor(lastMessageId / 1000) + 1000;
  await store.keep(packRows([[at * 1000, at, '127.0.0.1', 702_999, 6, 'unlisted', `${unlisted} again`]]));
  await store.close();

  const second = await startProgram(lab.database);
  t.after(() => second.kill());
  assert.deepEqual(await counted(second, '?limit=1'), [['127.0.0.1', 702_999, 'unlisted', 4, `${unlisted} again`]]);
  assert.equal(await second.stop(), 0);
});
