import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { after, test } from 'node:test';

import type { Receiver, ReceiverOptions } from '../../../collectors/receive.ts';
import { HERE, Kept } from './kept.ts';
import { access, accessV3, AUTH_KEY, COMMUNITY, ENGINE, PRIV_KEY, senderV3 } from './lab.ts';
import { trapV2c, trapV3 } from './sender.ts';

const running: Receiver[] = [];
const sockets: Socket[] = [];
after(async () => {
  for (const socket of sockets) socket.close();
  await Promise.all(running.map((receiver) => receiver.stop()));
});

async function start(kept: Kept, options: Partial<ReceiverOptions> = {}): Promise<Receiver> {
  const receiver = await kept.start(options);
  running.push(receiver);
  return receiver;
}

async function send(port: number | undefined, datagram: Buffer | string, address = '127.0.0.1'): Promise<void> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  sockets.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.send(datagram, port ?? 0, address, (error) => (error === null ? resolve() : reject(error)));
  });
}

test('traps and syslog come out in one sequence of messages, with a row of counts each', async () => {
  const kept = new Kept();
  const receiver = await start(kept, { traps: { port: 0, accesses: [access({ addresses: HERE })] } });
  await send(receiver.trapPort, trapV2c(COMMUNITY));
  await kept.until(({ rows }) => rows.length === 1);
  await send(receiver.port, '<166>%ASA-6-302013: one');
  await kept.until(({ rows }) => rows.length === 2);
  await send(receiver.trapPort, trapV2c('public'));
  await kept.until(({ buckets }) => buckets['wrongCommunity'] === 1);
  const ids = kept.rows.map(([id]) => id);
  assert.deepEqual(
    ids,
    [...ids].sort((a, b) => a - b),
  );
  const batch = kept.batches.at(-1);
  const { buckets, notes } = batch?.health ?? assert.fail();
  assert.deepEqual([buckets['stored'], notes?.['trap'], notes?.['udp']], [2, 1, 1]);
  const [row, ...none] = batch?.others ?? [];
  assert.ok(row !== undefined && none.length === 0);
  assert.deepEqual(
    [row.collector, row.buckets['passed'], row.notes],
    ['traps', 1, { datagrams: 2, v1: 0, v2c: 1, v3: 0 }],
  );
  assert.equal(Object.values(row.buckets).reduce((a, b) => a + b, 0), 2); // prettier-ignore
  assert.ok(row.warnings.some((warning) => warning.startsWith('1 traps were refused, the last from 127.0.0.1: another community'))); // prettier-ignore
  assert.ok((row.receiveBuffer.effective ?? 0) > 0);
  assert.deepEqual([batch?.health?.ports, row.ports], [{ udp: receiver.port }, { udp: receiver.trapPort }]);
});

const sixHere = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));
test('traps are heard over IPv6 on the same port', { skip: !sixHere && 'this machine has no ::1' }, async () => {
  const kept = new Kept();
  const receiver = await start(kept, {
    traps: { port: 0, accesses: [accessV3('sha256', 'aes', { addresses: HERE })] },
  });
  await send(receiver.trapPort, trapV3(senderV3('sha256', 'aes')), '::1');
  await kept.until(({ rows }) => rows.length === 1);
  assert.equal(kept.rows[0]?.[2], '::1');
});

test('the engine of a device is reported at once, and what the main thread says of accesses holds from then on', async () => {
  const kept = new Kept();
  const receiver = await start(kept, { traps: { port: 0, accesses: [] } });
  const trap = trapV3(senderV3('sha256', 'aes'));
  await send(receiver.trapPort, trap);
  await kept.until(({ buckets }) => buckets['unknownUser'] === 1);
  receiver.traps([accessV3('sha256', 'aes', { addresses: HERE })]);
  await send(receiver.trapPort, trap);
  await kept.until(({ engines }) => engines.length > 0);
  const [engine] = kept.engines;
  assert.deepEqual([engine?.device, engine?.engineId, engine?.accepted, engine?.boots, engine?.time], [1, ENGINE, true, 3, 1_000]); // prettier-ignore
  await kept.until(({ rows }) => rows.length === 1);
  const told = JSON.stringify([kept.batches, kept.engines, receiver.health(), receiver.others()]);
  for (const secret of [AUTH_KEY, PRIV_KEY]) assert.ok(!told.includes(secret));
});

test('a port that is taken is refused with the name of its setting, and nothing else is left open', async () => {
  const taken = createSocket('udp4');
  sockets.push(taken);
  taken.bind(0, '0.0.0.0');
  await once(taken, 'listening');
  const { port } = taken.address();
  await assert.rejects(start(new Kept(), { traps: { port, accesses: [] } }), {
    message: `TRAP_PORT ${port} (UDP): already in use`,
  });
});

test('what has arrived before the stop is stored, and the last counts come with it', async () => {
  const kept = new Kept();
  const receiver = await start(kept, { traps: { port: 0, accesses: [access({ addresses: HERE })] } });
  for (let n = 0; n < 200; n += 1) await send(receiver.trapPort, trapV2c(COMMUNITY));
  await receiver.stop();
  assert.equal(kept.rows.length, 200);
  assert.equal(receiver.others()[0]?.buckets['passed'], 200);
});

test('without the setting nothing listens for traps', async () => {
  const receiver = await start(new Kept());
  assert.equal(receiver.trapPort, undefined);
  assert.deepEqual(receiver.others(), []);
  receiver.traps([]);
});
