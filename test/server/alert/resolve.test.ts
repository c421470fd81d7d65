import assert from 'node:assert/strict';
import { test } from 'node:test';

import { resolve } from '../../../server/alert/resolve.ts';
import { endless } from './lab.ts';

test('an address is its own; a name is looked up until its time is over', async () => {
  assert.deepEqual(await resolve('192.0.2.1', endless), ['192.0.2.1']);
  assert.deepEqual(await resolve('2001:db8::1', endless), ['2001:db8::1']);
  const found = await resolve('localhost', endless);
  assert.ok(found.some((one) => one === '127.0.0.1' || one === '::1'), found.join()); // prettier-ignore
  const over = new AbortController();
  over.abort(new DOMException('over', 'TimeoutError'));
  await assert.rejects(resolve('noc.invalid', over.signal), { name: 'TimeoutError' });
});
