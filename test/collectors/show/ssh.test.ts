import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';

import { LIMITS, type Conversation, type Limits } from '../../../collectors/show/conversation.ts';
import { PollFault } from '../../../collectors/show/fault.ts';
import { sendable } from '../../../collectors/show/sendable.ts';
import { openSsh } from '../../../collectors/show/ssh.ts';
import type { Polling } from '../../../server/domain/polling.ts';
import { hostKey, startDevice, type Device, type Script } from './device.ts';

const command = sendable('show vpn-sessiondb summary') ?? assert.fail();
const output = Array.from({ length: 60 }, (_, n) => `line ${n} of what it prints`).join('\n');
const run = (line: string): string | undefined => (line === command ? output : undefined);
/** The limits with a short one for the phase that hangs alone: on a slow machine the others take their time. */
const brief = (phase: keyof Limits): Limits => ({ ...LIMITS, [phase]: phase === 'command' ? 2_000 : 300 });

const devices: Device[] = [];
async function device(script: Script = {}): Promise<Device> {
  const started = await startDevice({ run, ...script });
  devices.push(started);
  return started;
}

interface How extends Partial<Polling> {
  readonly limits?: Limits;
  readonly password?: string;
  readonly enable?: string;
}

function login(to: Device, how: How = {}): Promise<Conversation> {
  const { limits = LIMITS, password = 'great scott', enable, ...rest } = how;
  const polling: Polling = {
    ...{ device: 1, transport: 'ssh', host: '127.0.0.1', port: to.port, user: 'monitor', legacy: false },
    ...{ fingerprint: to.fingerprint, everySeconds: 60 },
    ...rest,
  };
  return openSsh(polling, { password, ...(enable !== undefined && { enable }) }, { limits, now: Date.now });
}

async function fault(trying: Promise<unknown>): Promise<PollFault> {
  const met: unknown = await trying.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(met instanceof PollFault, 'nothing failed');
  return met;
}

/** Asks once and ends it; what was printed. */
async function askOnce(to: Device, how: How = {}): Promise<string> {
  const conversation = await login(to, how);
  const { text, end } = await conversation.ask(command);
  assert.equal(end, 'prompt');
  await conversation.close();
  if (to.script.hang !== 'close') await to.idle();
  return text.trim();
}

describe('ssh', () => {
  after(() => Promise.all(devices.map((one) => one.stop())));

  it('logs in with a password, asks, and leaves nothing open', async () => {
    const to = await device();
    assert.equal(await askOnce(to), output);
    assert.deepEqual(
      to.typed.filter((line) => line !== ''),
      ['terminal pager 0', command],
    );
    assert.deepEqual([to.tried, to.open(), to.most()], [['great scott'], 0, 1]);
  });
  it('answers a prompt for the password, and becomes privileged', async () => {
    const to = await device({
      methods: ['keyboard-interactive'],
      enable: 'flux',
      banner: 'no entry>\r\nreally#\r\n\r\n',
    });
    assert.equal(await askOnce(to, { enable: 'flux' }), output);
    assert.deepEqual(to.tried, ['great scott']);
  });
  it('reads page by page where the pager cannot be switched off', async () => {
    const to = await device({ pager: 24, keepsPager: true });
    assert.equal(await askOnce(to), output);
  });
  it('stays in user mode without a password for enable', async () => {
    const to = await device({ enable: 'flux' });
    const conversation = await login(to);
    assert.equal(conversation.prompt()?.privileged, false);
    await conversation.close();
  });

  it('answers no prompt that is not for a password, and none a second time', async () => {
    for (const prompts of [['One-time code: '], ['Password: ', 'Token: '], []]) {
      const to = await device({ methods: ['keyboard-interactive'], prompts });
      const met = await fault(login(to, { limits: brief('login') }));
      assert.equal(met.at, 'login');
      assert.deepEqual(
        to.tried.filter((one) => one !== ''),
        [],
      );
    }
  });
  it('sends a wrong password once, in one way', async () => {
    const to = await device({ methods: ['password', 'keyboard-interactive'] });
    const met = await fault(login(to, { password: 'wrong' }));
    assert.deepEqual([met.why, met.at, met.countsAsLogin], ['login refused', 'login', true]);
    assert.deepEqual(to.tried, ['wrong']);
  });
  it('sends a wrong password for enable once', async () => {
    const to = await device({ enable: 'flux' });
    const met = await fault(login(to, { enable: 'wrong' }));
    assert.deepEqual([met.why, met.countsAsLogin], ['login refused', true]);
    assert.equal(to.typed.filter((line) => line === 'wrong').length, 1);
  });

  it('stops before any password when nobody has accepted the host key, and tells which it is', async () => {
    const to = await device();
    const { device: id, ...none } = { device: 1, transport: 'ssh', host: '127.0.0.1', port: to.port, user: 'monitor', legacy: false, everySeconds: 60 } as const; // prettier-ignore
    const met = await fault(
      openSsh({ device: id, ...none }, { password: 'great scott' }, { limits: LIMITS, now: Date.now }),
    );
    assert.deepEqual([met.why, met.fingerprint, met.countsAsLogin], ['key unknown', to.fingerprint, false]);
    assert.deepEqual(to.tried, []);
  });
  it('stops before any password when the host key is another than the one accepted', async () => {
    const first = await device();
    const to = await device({ hostKey: hostKey('second') });
    const met = await fault(login(to, { fingerprint: first.fingerprint }));
    assert.deepEqual([met.why, met.fingerprint], ['key changed', to.fingerprint]);
    assert.ok(met.message.includes(first.fingerprint));
    assert.deepEqual(to.tried, []);
    await to.idle();
  });

  const old = {
    kex: ['diffie-hellman-group1-sha1'],
    cipher: ['3des-cbc'],
    hmac: ['hmac-sha1'],
    serverHostKey: ['ssh-rsa'],
  };
  it('speaks to a device that knows old algorithms only, if its setting allows it', async () => {
    const to = await device({ hostKey: hostKey('old', 'rsa'), algorithms: old });
    assert.equal(await askOnce(to, { legacy: true }), output);
  });
  for (const kind of ['kex', 'cipher', 'hmac', 'serverHostKey'] as const) {
    it(`says that the ${kind} of a device is too old, if its setting does not allow it`, async () => {
      const to = await device({
        hostKey: hostKey('old', 'rsa'),
        algorithms: { cipher: ['aes256-ctr'], [kind]: old[kind] },
      });
      const met = await fault(login(to));
      assert.deepEqual([met.at, met.why], ['connect', 'refused']);
      assert.match(met.message, new RegExp(`old algorithms only .*${old[kind][0] ?? ''}.* does not allow`));
      assert.deepEqual(to.tried, []);
    });
  }

  const hangs = { banner: 'connect', kex: 'connect', auth: 'login', channel: 'login', output: 'command' } as const;
  for (const [hang, phase] of Object.entries(hangs)) {
    it(`does not wait for ever when the device hangs at ${hang}, and logs in again when it does not`, async () => {
      const to = await device({ hang: hang as keyof typeof hangs });
      const met = await fault(askOnce(to, { limits: brief(phase) }));
      const at = phase === 'command' ? command : phase;
      assert.deepEqual([met.at, met.why, met.countsAsLogin], [at, 'deadline', false]);
      await to.idle();
      to.script.hang = undefined;
      assert.equal(await askOnce(to), output);
      assert.equal(to.most(), 1);
    });
  }
  it('destroys the socket of a device that does not end the connection', async () => {
    const to = await device({ hang: 'close' });
    assert.equal(await askOnce(to, { limits: brief('close') }), output);
  });
  it('ends a poll that lasts too long as a whole', async () => {
    const to = await device({ hang: 'output' });
    const met = await fault(askOnce(to, { limits: { ...LIMITS, poll: 3_000 } }));
    assert.deepEqual([met.at, met.why], [command, 'deadline']);
  });
  it('tells a device that is not there from one that speaks something else', async () => {
    const other = createServer((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const to = await device();
    assert.equal((await fault(login(to, { port }))).why, 'refused');
    await new Promise((resolve) => other.close(resolve));
    assert.equal((await fault(login(to, { port }))).why, 'unreachable');
    assert.equal((await fault(login(to, { host: `${'x'.repeat(64)}.invalid` }))).why, 'unreachable');
  });
});
