import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayConnect } from '../../../server/domain/origin.ts';

const allowed = { origins: ['https://noc.example'] };

test('the page we served ourselves may watch, by whatever name and scheme it was reached', () => {
  for (const [host, origin] of [
    ['localhost:8080', 'http://localhost:8080'],
    ['LOCALHOST:8080', 'http://localhost:8080'],
    ['10.0.0.5', 'http://10.0.0.5'],
    ['10.0.0.5:80', 'http://10.0.0.5'],
    ['watch.example', 'https://watch.example'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['localhost:8080', 'https://noc.example'],
  ] as const) {
    assert.equal(mayConnect({ host, origin }, allowed), true, `${origin} at ${host}`);
  }
  assert.equal(mayConnect({ host: 'localhost:8080' }, allowed), true, 'no browser');
});

test('a name that was made to lead here is refused where the names are known', () => {
  const known = { origins: [], hosts: ['localhost', '127.0.0.1', '[::1]'] };
  const rebound = { host: 'evil.example:8080', origin: 'http://evil.example:8080' };
  assert.equal(mayConnect(rebound, known), false);
  assert.equal(mayConnect({ host: 'evil.example:8080' }, known), false);
  assert.equal(mayConnect({}, known), false);
  for (const host of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080']) {
    assert.equal(mayConnect({ host, origin: `http://${host}` }, known), true, host);
  }
});
