import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { buildApp } from '../../../server/api/app.ts';
import { OURS } from './doors.ts';
import { deps, get } from './stage.ts';

let folder: string;
let webRoot: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunnelwatch-web-'));
  webRoot = join(folder, 'web');
  await mkdir(join(webRoot, 'assets'), { recursive: true });
  await writeFile(join(webRoot, 'index.html'), '<!doctype html><title>Tunnelwatch</title>');
  await writeFile(join(webRoot, 'assets', 'main-abc123.js'), 'export {};');
  await writeFile(join(webRoot, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(webRoot, '.secret'), 'secret');
  await writeFile(join(folder, 'secret.txt'), 'secret');
});
after(() => rm(folder, { recursive: true }));

test('every path of the dashboard is its one page, and asked for anew each time', async () => {
  const named = ['/users/marty.mcfly', '/users/HILL%5Cmarty', '/users/a%2Fb', '/users/..%2F', '/devices/192.0.2.9'];
  for (const path of [
    '/',
    '/sessions',
    '/sessions/1763920000000001',
    '/users/marty?at=now',
    '/wall',
    '/apis',
    ...named,
  ]) {
    const answer = await get(path, { webRoot });
    assert.equal(answer.statusCode, 200, path);
    assert.match(answer.body, /<title>Tunnelwatch/);
    assert.match(String(answer.headers['content-type']), /^text\/html/);
    assert.equal(answer.headers['cache-control'], 'no-cache');
  }
});

test('a built asset is kept for good, another file is not', async () => {
  const asset = await get('/assets/main-abc123.js', { webRoot });
  assert.equal(asset.statusCode, 200);
  assert.match(String(asset.headers['content-type']), /javascript/);
  assert.equal(asset.headers['cache-control'], 'public, max-age=31536000, immutable');
  const icon = await get('/favicon.svg', { webRoot });
  assert.deepEqual([icon.statusCode, icon.headers['cache-control']], [200, 'no-cache']);
});

test('an asset is sent packed to who can unpack it', async () => {
  const path = join(webRoot, 'assets', 'main-abc123.js');
  await writeFile(`${path}.gz`, gzipSync('export {};'));
  const packed = await get('/assets/main-abc123.js', { webRoot }, { 'accept-encoding': 'gzip, deflate' });
  assert.deepEqual([packed.headers['content-encoding'], packed.headers.vary], ['gzip', 'accept-encoding']);
  assert.match(String(packed.headers['content-type']), /javascript/);
  assert.equal(gunzipSync(packed.rawPayload).toString(), 'export {};');
  const plain = await get('/assets/main-abc123.js', { webRoot }, { 'accept-encoding': 'identity' });
  assert.deepEqual([plain.headers['content-encoding'], plain.body], [undefined, 'export {};']);
});

test('the page is not sent again while it is the same', async () => {
  const { headers } = await get('/', { webRoot });
  const again = await get('/', { webRoot }, { 'if-none-match': String(headers.etag) });
  assert.equal(again.statusCode, 304);
});

test('a file that is not there, or not ours to give, is not found', async () => {
  for (const path of [
    '/assets/main-old.js',
    '/nothing.png',
    '/.secret',
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/assets/%00.js',
    '/assets',
    '/assets/',
    '/api/secret',
  ]) {
    const { statusCode, body } = await get(path, { webRoot });
    assert.ok(statusCode === 404 || statusCode === 400 || statusCode === 403, `${path}: ${statusCode}`);
    assert.doesNotMatch(body, /^secret|<title>/, path);
  }
});

test('only reading the page is offered', async () => {
  const app = await buildApp(deps({ webRoot }));
  assert.equal((await app.inject({ method: 'HEAD', url: '/sessions' })).statusCode, 200);
  assert.equal((await app.inject({ method: 'POST', url: '/sessions', headers: OURS })).statusCode, 404);
  await app.close();
});

test('without a built dashboard its place says what to do', async () => {
  for (const root of [undefined, join(tmpdir(), 'tunnelwatch-nowhere')]) {
    const answer = await get('/', { webRoot: root });
    assert.equal(answer.statusCode, 503);
    assert.match(answer.body, /npm run build/);
  }
});

test('the documentation is a page that loads nothing from elsewhere', async () => {
  const page = await get('/api/docs');
  assert.equal(page.statusCode, 200);
  assert.doesNotMatch(page.body, /https?:\/\//);
  assert.equal((await get('/api/docs/static/swagger-ui-bundle.js')).statusCode, 200);
  assert.match((await get('/api/docs/static/swagger-initializer.js')).body, /validatorUrl: null/);
});
