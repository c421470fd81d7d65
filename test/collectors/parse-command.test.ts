import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PassThrough, Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseFile, parseSyslog } from '../../server/commands/parse.ts';

async function objectsOf(chunks: readonly (Buffer | string)[]): Promise<readonly Record<string, unknown>[]> {
  const output = new PassThrough();
  const printed = text(output);
  await parseSyslog(Readable.from(chunks), output);
  output.end();
  return (await printed)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('an object has all its keys, in order, and null where there is nothing', async () => {
  const [object] = await objectsOf(['x\n']);
  assert.deepEqual(Object.entries(object ?? {}), [
    ['outcome', 'foreign'],
    ...['messageId', 'severity', 'device', 'deviceTime', 'claim'].map((key) => [key, null]),
  ]);
});

test("a device's time is told in UTC where nothing of it has to be guessed", async () => {
  const told = async (stamp: string) => (await objectsOf([`<166>${stamp}: %ASA-6-302013: x\n`]))[0]?.['deviceTimeUtc'];
  assert.equal(await told('2018-06-27T12:17:46Z'), '2018-06-27T12:17:46.000Z');
  assert.equal(await told('2018-06-27T12:17:46.250+01:00'), '2018-06-27T11:17:46.250Z');
  assert.equal(await told(':Jan 13 2012 15:51:28 UTC'), '2012-01-13T15:51:28.000Z');
  for (const stamp of [
    'Jan 13 2012 15:51:28',
    ':Jan 13 15:51:28 UTC',
    ':Jan 13 2012 15:51:28 MSK',
    'Jan 01 1993 00:00:07',
  ])
    assert.equal(await told(stamp), undefined, stamp);
});

test('wherever the input is cut into chunks, the objects are the same', async () => {
  const input = readFileSync('test/golden/syslog/header-05-device-hostname/input.log');
  const whole = await objectsOf([input]);
  assert.equal(whole.length, 2);
  for (let at = 0; at <= input.length; at += 1) {
    assert.deepEqual(await objectsOf([input.subarray(0, at), input.subarray(at)]), whole);
  }
  assert.deepEqual(await objectsOf([...input].map((byte) => Buffer.of(byte))), whole);
});

test('there is one object for each line: empty ones, CRLF, a last one without an end, one that is far too long', async () => {
  assert.equal((await objectsOf([])).length, 0);
  assert.equal((await objectsOf(['\n'])).length, 1);
  assert.equal((await objectsOf(['a\r\n\r\nb'])).length, 3);
  const tag = '%ASA-6-113012: AAA user authentication Successful : local database : user = ';
  const long = await objectsOf([tag, ...Array<string>(100).fill('x'.repeat(1000)), '\r\n', `${tag}marty\r\n`]);
  assert.equal(long.length, 2);
  assert.equal((long[0]?.['claim'] as { readonly user: string }).user.length, 8192 - tag.length);
  assert.equal((long[1]?.['claim'] as { readonly user: string }).user, 'marty');
});

test('any bytes give one object for each line', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 200 })), async (parts) => {
      const bytes = Buffer.concat(parts);
      const lines = bytes.filter((byte) => byte === 10).length + (bytes.length > 0 && bytes.at(-1) !== 10 ? 1 : 0);
      assert.equal((await objectsOf(parts.map((part) => Buffer.from(part)))).length, lines);
    }),
  );
});

test('a reader that goes away ends it quietly, and the input is not read on', async () => {
  let chunks = 0;
  const endless = Readable.from(
    (function* () {
      for (;;) {
        chunks += 1;
        yield 'x\n'.repeat(1000);
      }
    })(),
  );
  const gone = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('gone'), { code: 'EPIPE' })),
  });
  await parseSyslog(endless, gone);
  assert.ok(endless.destroyed && chunks < 100);
});

test('an output that fails otherwise is an error', async () => {
  const full = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('full'), { code: 'ENOSPC' })),
  });
  await assert.rejects(parseSyslog(Readable.from(['x\n']), full), /full/);
});

test('a slow reader is waited for', async () => {
  let most = 0;
  let given = 0;
  let taken = 0;
  const slow = new Writable({
    write: (_chunk, _encoding, done) => {
      most = Math.max(most, given - taken);
      setImmediate(() => {
        taken += 1;
        done();
      });
    },
  });
  const input = Readable.from(
    (function* () {
      for (; given < 200; given += 1) yield 'x\n'.repeat(1000);
    })(),
    { highWaterMark: 1 },
  );
  await parseSyslog(input, slow);
  assert.ok(most < 10, `${most} chunks were read ahead`);
});

test('a file that cannot be read, and a kind that there is not, are errors that name it', async () => {
  await assert.rejects(parseFile('syslog', 'test/no such file'), /test\/no such file: cannot be parsed/);
  await assert.rejects(parseFile('snmp', 'x'), /"snmp": only syslog can be parsed/);
});
