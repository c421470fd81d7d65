import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { header, messageIdOf } from '../../collectors/syslog/header.ts';

// The forms themselves are golden cases: test/golden/syslog/header-*.

test('the first tag is the header, whatever its text carries', () => {
  const read = header('<166>%ASA-6-113012: user = <166>asa01 : %ASA-1-113019: x');
  assert.equal(read?.messageId, 113012);
  assert.equal(read.severity, 6);
  assert.equal(read.text, 'user = <166>asa01 : %ASA-1-113019: x');
});

test('a tag in the text of a line without a tag of its own is not a header', () => {
  for (const line of [
    '<38>Jan  1 10:00:00 host sshd[1]: Invalid user %ASA-6-113019: Group = x',
    '<38>Jan  1 10:00:00 host sshd[1]: Failed password for x from 192.0.2.1: %ASA-6-113019: Group = x',
    '<38>Jan  1 10:00:00 host sshd: Failed password for x: %ASA-6-113019: Group = x',
    '<38>Jan  1 10:00:00 host sshd[1]: 1704466355 %ASA-6-113019: Group = x',
    '<134>Jan  1 10:00:00 host httpd: 192.0.2.1 "GET /%ASA-6-113019: HTTP/1.1"',
    '<189>%SYS-5-CONFIG_I: Configured from console by %ASA-6-113019: x',
    '<189>%NGIPS-5-430001: %ASA-6-113019: x',
    '<166>%ASA-9-113019: user = %ASA-6-113019: x',
    '<166>%ASA-6-11301: user = %ASA-6-113019: x',
    '<166>%ASA-6-1130199: user = %ASA-6-113019: x',
    `<166>${'x '.repeat(2000)}%ASA-6-113019: x`,
  ]) {
    assert.equal(header(line), undefined, line);
  }
});

test('the severity is the one of the tag, not of the PRI, which relays rewrite', () => {
  assert.equal(header('<13>%ASA-3-713167: x')?.severity, 3);
  assert.equal(header('%ASA-3-713167: x')?.severity, 3);
});

test('what `logger` sends is a header, with and without structured data', () => {
  const rfc5424 = header(
    '<13>1 2026-11-23T18:00:00.123456+00:00 relay01 root - - [timeQuality tzKnown="1" isSynced="0"] %ASA-6-113012: x',
  );
  assert.deepEqual([rfc5424?.device, rfc5424?.deviceTime], ['relay01', '2026-11-23T18:00:00.123456+00:00']);
  assert.equal(header('<13>1 - - - - - - %ASA-6-113012: x')?.device, undefined);
  const rfc3164 = header('<13>Nov 23 18:00:00 relay01 root: %ASA-6-113012: x');
  assert.deepEqual([rfc3164?.device, rfc3164?.deviceTime], ['relay01', 'Nov 23 18:00:00']);
});

test('behind a relay, what the ASA itself wrote wins', () => {
  const read = header('<166>Jan  5 14:52:35 relay01 <166>Jan 01 2024 10:11:12 asa01 : %ASA-6-113012: x');
  assert.deepEqual([read?.device, read?.deviceTime], ['asa01', 'Jan 01 2024 10:11:12']);
});

test('what a sender ends its datagram with is not of the text', () => {
  for (const end of ['\0', ' \0', '\r\n\0', ' \0 \0'])
    assert.equal(header(`%ASA-6-113012: user = x${end}`)?.text, 'user = x');
});

test('a relay may take the tag for the program of an RFC 5424 header, and only there its other fields are no text', () => {
  const text = (line: string): string | undefined => header(line)?.text;
  assert.equal(text('<166>1 2024-01-05T14:52:35Z asa01 %ASA-6-113012 - ID47 [a b="c"][d] x'), 'x');
  assert.equal(text('<166>1 2024-01-05T14:52:35Z asa01 %ASA-6-113012: Group = - x'), 'Group = - x');
  assert.equal(text('<166>Jan 05 2024 14:52:35 asa01 : %ASA-6-113012: - - - x'), '- - - x');
});

test('the same tag twice is one, another one behind it is text', () => {
  assert.equal(header('<166>%ASA-6-113012: %ASA-6-113012: x')?.text, 'x');
  assert.equal(header('<166>%ASA-6-113012: %ASA-4-113019: x')?.text, '%ASA-4-113019: x');
});

test('a tag without its percent sign is one only where the line begins, and nowhere hides the tag behind it', () => {
  for (const line of [
    ' ASA-6-113019: x',
    '<166> ASA-6-113019: x',
    'asa01 ASA-6-113019: x',
    '<166>asa01 : ASA-6-113019: x',
    '<38>Jan  1 10:00:00 host sshd[1]: ASA-6-113019: x',
    'ASA-6-113019 x',
    'ASA-8-113019: x',
    'ASA-6-1130199: x',
    'ASA--6-113019: x',
    'XASA-6-113019: x',
  ]) {
    assert.equal(header(line), undefined, line);
  }
  for (const line of ['<166>asa01 ASA-6-113019: %ASA-6-113012: x', '<166> ASA-6-113019: %ASA-6-113012: x'])
    assert.equal(header(line)?.messageId, 113012, line);
  assert.equal(header('%ASA-6-113012: user = ASA-6-113019: x')?.messageId, 113012);
  const bare = header('<166>ASA-6-113012: user = %ASA-1-113019: x');
  assert.deepEqual([bare?.messageId, bare?.text], [113012, 'user = %ASA-1-113019: x']);
});

const piece = fc.constantFrom(
  '%ASA-',
  'ASA-',
  '%',
  '<166>',
  ':',
  ' ',
  '6-',
  '113019',
  '[',
  ']',
  'Jan 01 2024 10:11:12',
  'asa01',
  'sshd[1]:',
  '1 ',
);
const lines = fc
  .array(fc.oneof(piece, fc.string(), fc.string({ unit: 'binary' })), { maxLength: 12 })
  .map((parts) => parts.join(''));

test('any string has a header or none, and never throws', () => {
  fc.assert(
    fc.property(lines, (line) => {
      const read = header(line);
      if (read !== undefined) assert.ok(line.includes(read.text));
    }),
  );
});

test('the message ID alone is that of the header, of a head that was met before as of a new one', () => {
  const headed = fc
    .tuple(
      fc.constantFrom('', '<166>', '<9>', '<1666>', '<>', '<a>', '\uFEFF<166>'),
      fc.constantFrom(
        '',
        'Jan  1 2024 10:11:12',
        'Jan 11 2024 10:11:12',
        'Jan 11 2024 10:11:13',
        'Jam 11 2024 10:11:12',
      ),
      fc.constantFrom('', ' ', ': ', ' asa01 : ', ' asa02 : ', ' asa01 root: '),
      fc.constantFrom(
        '%ASA-6-113012:',
        '%ASA-6-1130123:',
        'ASA-6-113012:',
        '%ASA-vpn-6-113012:',
        '%PIX-6-113012',
        '%SYS-5-X:',
      ),
      lines,
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(headed, lines), (line) => {
      const alone = messageIdOf(line);
      assert.equal(alone, header(line)?.messageId);
      assert.equal(messageIdOf(`${line} `), alone);
      assert.equal(messageIdOf(`${line}.`), header(`${line}.`)?.messageId);
    }),
    { numRuns: 2_000 },
  );
});
