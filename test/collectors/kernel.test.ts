import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countsIn } from '../../collectors/syslog/kernel.ts';
import { bufferWarning, raiseReceiveBuffer, WANTED_BUFFER } from '../../collectors/syslog/receive-buffer.ts';

// 158A is 5514. Columns as in Linux 6; the second socket is bound to one address, so it is not ours.
const TABLE = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  100: 00000000:158A 00000000:0000 07 00000000:00000A00 00:00000000 00000000     0        0 111 2 0000000000000000 2834
  101: 0100007F:158A 00000000:0000 07 00000000:00000001 00:00000000 00000000     0        0 112 2 0000000000000000 7
  102: 00000000:158B 00000000:0000 07 00000000:00000001 00:00000000 00000000     0        0 113 2 0000000000000000 9
`;

test('the kernel tells what it dropped and what waits, of our port on any address alone', () => {
  assert.deepEqual(countsIn(TABLE, 5514), { dropped: 2834, waiting: 2560 });
  assert.deepEqual(countsIn(TABLE, 514), { dropped: 0, waiting: 0 });
  const six = TABLE.replaceAll('00000000:158A', `${'0'.repeat(32)}:158A`);
  assert.deepEqual(countsIn(six, 5514), { dropped: 2834, waiting: 2560 });
});

test('a table of another shape counts nothing', () => {
  for (const table of ['', '\n\n', 'x\ny z\n', 'header\n 1: 0:158A\n']) {
    assert.deepEqual(countsIn(table, 5514), { dropped: 0, waiting: 0 });
  }
});

/** A socket of a system that gives at most `most` bytes and, if it is strict, refuses to be asked for more. */
function socketOf(most: number, factor: number, { strict = false, given = 212_992 } = {}) {
  let size = given;
  return {
    getRecvBufferSize: () => size,
    setRecvBufferSize: (asked: number) => {
      if (strict && asked > most) throw Object.assign(new Error('no'), { code: 'ERR_SOCKET_BUFFER_SIZE' });
      size = Math.min(asked, most) * factor;
    },
  };
}

test('the receive buffer is raised to 128 MiB effective, or as far as the system allows, and below 8 MiB with the remedy', () => {
  if (process.platform === 'linux') {
    assert.equal(raiseReceiveBuffer(socketOf(4 * 1024 * 1024, 2)), WANTED_BUFFER);
    assert.equal(raiseReceiveBuffer(socketOf(128 * 1024 * 1024, 2)), 16 * WANTED_BUFFER);
  }
  assert.equal(raiseReceiveBuffer(socketOf(212_992, 2)), 425_984);
  assert.equal(raiseReceiveBuffer(socketOf(1024 * 1024, 1, { strict: true })), 1024 * 1024);
  // What systemd has given beyond what we may ask for is not taken back.
  assert.equal(raiseReceiveBuffer(socketOf(212_992, 2, { given: 32 * 1024 * 1024 })), 32 * 1024 * 1024);
  assert.equal(bufferWarning(WANTED_BUFFER), undefined);
  assert.match(bufferWarning(425_984) ?? '', /416 KiB instead of 8192 KiB/);
  if (process.platform === 'linux') assert.match(bufferWarning(425_984) ?? '', /sysctl -w net\.core\.rmem_max=4194304/);
});
