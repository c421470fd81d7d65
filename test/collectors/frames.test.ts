import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { Framer, type Frame } from '../../collectors/syslog/frames.ts';
import { parse } from '../../collectors/syslog/parse.ts';

const ONE = '<166>%ASA-6-113012: AAA user authentication Successful : local database : user = marty';
const TWO = '<166>%ASA-6-113012: AAA user authentication Successful : local database : user = docbrown';

function framesOf(...chunks: readonly (string | Buffer)[]): readonly Frame[] {
  const framer = new Framer();
  return [...chunks.flatMap((chunk) => [...framer.push(Buffer.from(chunk))]), ...framer.end()];
}

const texts = (...chunks: readonly (string | Buffer)[]): readonly string[] =>
  framesOf(...chunks).map(({ text }) => text);
const counted = (text: string): string => `${Buffer.byteLength(text)} ${text}`;

/** The stream in two chunks, cut at each byte, and in chunks of one byte. */
function eachCut(stream: Buffer): readonly (readonly Buffer[])[] {
  const inTwo = Array.from(stream, (_, at) => [stream.subarray(0, at), stream.subarray(at)]);
  return [...inTwo, Array.from(stream, (byte) => Buffer.from([byte]))];
}

test('LF, CRLF, NUL and octet counting end a frame, each frame for itself', () => {
  const stream = `${ONE}\n${TWO}\r\n${ONE}\0${counted(TWO)}${counted(ONE)}${TWO}\n${counted(ONE)}`;
  assert.deepEqual(texts(stream), [ONE, TWO, ONE, TWO, ONE, TWO, ONE]);
  assert.ok(framesOf(stream).every(({ cut, bad }) => !cut && !bad));
});

test('a line end that a sender does not count is none of the next frame', () => {
  for (const end of ['\n', '\r\n', '\0'])
    assert.deepEqual(texts(`${counted(ONE)}${end}${counted(TWO)}${end}${ONE}${end}`), [ONE, TWO, ONE]);
});

test('a line feed inside of a counted frame is text', () => {
  assert.deepEqual(texts(`${counted(`${ONE}\n${TWO}`)}${counted(TWO)}`), [`${ONE}\n${TWO}`, TWO]);
});

test('the blank that an ASA sends after a line feed now and then is dropped, and no other', () => {
  assert.deepEqual(texts(`${ONE}\n ${TWO}\n  ${ONE}\n %ASA-6-1\n`), [ONE, TWO, `  ${ONE}`, ' %ASA-6-1']);
});

test('what only begins like a count is a line', () => {
  const lines = [
    '2018-06-27T12:17:46Z: %ASA-6-1',
    '12 %ASA',
    '12x <166>',
    '12  <166>',
    '12345678901 <166>x',
    '7',
    '8 ',
  ];
  assert.deepEqual(texts(lines.join('\n')), lines);
  assert.ok(framesOf(lines.join('\n')).every(({ bad }) => !bad));
});

test('empty lines are frames, so that they are counted', () => {
  assert.deepEqual(texts(`\n${ONE}\n\n\r\n`), ['', ONE, '', '']);
});

test('an unfinished last frame is taken as a frame', () => {
  assert.deepEqual(texts(`${ONE}\n${TWO}`), [ONE, TWO]);
  assert.deepEqual(texts(`${counted(ONE)}200 ${TWO}`), [ONE, TWO]);
  assert.deepEqual(texts(`${ONE}\r`), [ONE]);
});

test('a frame of 8192 bytes is whole; a longer one is cut between characters, and the rest of it skipped', () => {
  const longest = '<'.padEnd(8192, 'x');
  const frames = framesOf(
    `${longest}\n${longest}\r\n${longest}x\n${longest}${'y'.repeat(70_000)}\n${ONE}\n`,
    `${counted(longest)}${counted(`${longest}x`)}${counted(longest.slice(1).padStart(20_000, '<'))}${counted(TWO)}`,
    `<${'x'.repeat(8190)}é\n${ONE}`,
  );
  assert.deepEqual(
    frames.map(({ text, cut }) => [Buffer.byteLength(text), cut]),
    [
      [8192, false],
      [8192, false],
      [8192, true],
      [8192, true],
      [ONE.length, false],
      [8192, false],
      [8192, true],
      [8192, true],
      [TWO.length, false],
      [8191, true],
      [ONE.length, false],
    ],
  );
});

test('a malformed count is bad once, and the stream goes on: by line ends, or by the next count where there are none', () => {
  const bad = (...chunks: readonly string[]) => framesOf(...chunks).map((frame) => [frame.text, frame.bad]);
  for (const count of ['0', '012', '99999', '4294967296']) {
    assert.deepEqual(bad(`${count} ${ONE}\n${TWO}\n`), [
      [ONE, true],
      [TWO, false],
    ]);
    assert.deepEqual(bad(`${count} ${ONE}${counted(TWO)}${counted(ONE)}`), [
      [ONE, true],
      [TWO, false],
      [ONE, false],
    ]);
  }
  // Too small: what is left of the message is a frame of its own.
  assert.deepEqual(bad(`10 ${ONE}${counted(TWO)}${ONE}\n`), [
    [ONE.slice(0, 10), false],
    [ONE.slice(10), true],
    [TWO, false],
    [ONE, false],
  ]);
  assert.deepEqual(bad(`10 ${ONE}${'x'.repeat(9000)}${counted(TWO)}`).at(-1), [TWO, false]);
});

test('a line feed in somebody’s text cannot make a count swallow more than one longest frame', () => {
  const others = Array.from({ length: 200 }, (_, n) => `${TWO}${n}`);
  const lines = texts([`${ONE} x`, '8193 <', ...others].join('\n'));
  assert.deepEqual(lines, [`${ONE} x`, '<', ...others]);
  assert.ok(texts([ONE, '8192 <', ...others].join('\n')).length > 100);
});

const corpus = readdirSync('test/golden/syslog')
  .sort()
  .flatMap((name) => readFileSync(`test/golden/syslog/${name}/input.log`, 'utf8').split('\n').filter(Boolean));

test('every golden line, cut at every byte, ended in every way, is the same line with the same claim', () => {
  for (const line of corpus) {
    for (const ended of [
      `${line}\n`,
      `${line}\r\n`,
      `${line}\0`,
      line,
      ...(line.startsWith('<') ? [counted(line)] : []),
    ]) {
      for (const chunks of eachCut(Buffer.from(ended))) {
        const frames = framesOf(...chunks);
        assert.deepEqual(frames, [{ text: line, cut: false, bad: false }]);
      }
    }
    assert.deepEqual(parse(texts(`${line}\n`)[0] ?? ''), parse(line));
  }
});

/** Streams that are close to what is read: pieces that mean something, in any order. */
const pieces = fc.constantFrom(ONE, TWO, counted(ONE), counted(TWO), '\n', '\r', '\0', ' ', '<', '1', '0', '12 ', '12 <', '9999 <', '70000 <', '3 <1>', 'é', 'x'.repeat(8190)); // prettier-ignore
const stream = fc.oneof(
  fc.array(pieces, { maxLength: 12 }).map((all) => Buffer.from(all.join(''))),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);

test('any bytes, cut in any way, give the same frames, and all of them but those of ends and counts', () => {
  fc.assert(
    fc.property(stream, fc.array(fc.nat(), { maxLength: 8 }), (bytes, cuts) => {
      const whole = framesOf(bytes);
      const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
      const chunks = at.slice(1).map((to, n) => bytes.subarray(at[n], to));
      assert.deepEqual(framesOf(...chunks), whole);
      if (bytes.length < 300) for (const cut of eachCut(bytes)) assert.deepEqual(framesOf(...cut), whole);
      assert.ok(whole.every(({ text }) => text.length <= 8192));
    }),
    { numRuns: 1000 },
  );
});

test('a stream that never ends a frame is held in bounded memory', () => {
  for (const start of ['<', '65536 <', '0 <', '10 <166>%ASA-x']) {
    const framer = new Framer();
    let frames = [...framer.push(Buffer.from(start))].length;
    const chunk = Buffer.alloc(65_536, 'x');
    for (let n = 0; n < 1000; n += 1) frames += [...framer.push(chunk)].length;
    assert.ok(frames <= 3, `${start}: ${frames}`);
    assert.ok(framer.held <= 8300, `${start}: ${framer.held}`);
  }
});
