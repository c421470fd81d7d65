import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { deviceOf } from '../cli/device.ts';
import { withGuests } from './guests.ts';
import { serveSnmp } from './agent.ts';
import type { SnmpAgent, SnmpOptions } from './agent.ts';
import { desOf } from './des.ts';
import { shownBy } from './mibs.ts';
import { replay } from './replay.ts';
import type { SnmpTrouble } from './trouble.ts';

const cras = '1.3.6.1.4.1.9.9.392.1';
const flow = '1.3.6.1.4.1.9.9.171.1';

/** The package as the one who asks; it is not the half of it that answers. */
interface Asker {
  get: (oids: readonly string[], done: (error: Error | null, got: Got[]) => void) => void;
  getBulk: (
    oids: readonly string[],
    non: number,
    most: number,
    done: (error: Error | null, got: Got[][]) => void,
  ) => void;
  set: (varbinds: readonly object[], done: (error: Error | null) => void) => void;
  close: () => void;
}
interface Got {
  readonly oid: string;
  readonly type: number;
  readonly value: unknown;
}
const snmp = createRequire(import.meta.url)('net-snmp') as {
  createSession: (target: string, community: string, options: object) => Asker;
  createV3Session: (target: string, user: object, options: object) => Asker;
};

/** One who waits long for an answer, or hastily where none will come. */
const askerAt = (port: number, timeout = 20_000, community = 'public') =>
  snmp.createSession('127.0.0.1', community, { port, version: 1, retries: 0, timeout });
const hasty = 150;

type Expected = (asker: Asker, hurried: Asker) => Promise<void>;
type Work = (agent: SnmpAgent, asker: Asker, hurried: Asker) => Promise<void>;

async function withAgent(work: Work, options: SnmpOptions = {}) {
  const agent = await serveSnmp(deviceOf(withGuests('9.16').asa), { keep: 0, ...options });
  const [asker, hurried] = [askerAt(agent.port), askerAt(agent.port, hasty)];
  try {
    await work(agent, asker, hurried);
  } finally {
    asker.close();
    hurried.close();
    await agent.close();
  }
}

const get = (asker: Asker, ...oids: readonly string[]) =>
  new Promise<readonly Got[]>((resolve, reject) => {
    asker.get(oids, (error, got) => (error === null ? resolve(got) : reject(error)));
  });
const bulk = (asker: Asker, oid: string, most: number) =>
  new Promise<readonly Got[]>((resolve, reject) => {
    asker.getBulk([oid], 0, most, (error, got) => (error === null ? resolve(got[0] ?? []) : reject(error)));
  });

describe('the agent', () => {
  it('is walked in bulk and says where its MIB ends', async () => {
    await withAgent(async (agent, asker) => {
      const seen: string[] = [];
      for (let oid = '1.3.6.1'; oid !== '';) {
        const got = await bulk(asker, oid, 25);
        seen.push(...got.filter(({ type }) => type !== 130).map((one) => one.oid));
        oid = got.some(({ type }) => type === 130) ? '' : (got.at(-1)?.oid ?? '');
      }
      const { asa } = withGuests('9.16');
      assert.deepEqual(
        seen,
        shownBy(deviceOf(asa)).map(({ oid }) => oid),
      );
      assert.equal(agent.counts.mostRepetitions, 25);
    });
  });

  it('tells what is no object and no instance, and lets nothing be set', async () => {
    await withAgent(async (_, asker) => {
      const got = await get(asker, '1.3.6.1.2.1.1.5.0', '1.3.6.1.2.1.1.5.1', `${cras}.3.23.0`);
      assert.deepEqual(
        got.map(({ type }) => type),
        [4, 129, 128],
      );
      const refused = new Promise((resolve) => asker.set([{ oid: '1.3.6.1.2.1.1.5.0', type: 4, value: 'x' }], resolve));
      assert.match(String(await refused), /NotWritable/);
    });
  });

  it('drops requests of more than 512 bytes, wrong communities and strangers', async () => {
    await withAgent(
      async (agent, _, hurried) => {
        await assert.rejects(get(hurried, ...Array.from({ length: 60 }, () => '1.3.6.1.2.1.1.5.0')), /timed out/);
        const wrong = askerAt(agent.port, hasty, 'wrong');
        await assert.rejects(get(wrong, '1.3.6.1.2.1.1.5.0'), /timed out/);
        wrong.close();
        const { tooLong, refused, answered } = agent.counts;
        assert.deepEqual({ tooLong, refused, answered }, { tooLong: 1, refused: 1, answered: 0 });
      },
      { clients: ['127.0.0.1'] },
    );
  });

  const users = [
    { name: 'old', auth: 'md5', authKey: 'flux capacitor', priv: 'aes', privKey: 'great scott' },
    { name: 'new', auth: 'sha256', authKey: 'flux capacitor', priv: 'aes256', privKey: 'great scott' },
    { name: 'open', auth: 'sha512', authKey: 'flux capacitor' },
  ] as const;
  const askedBy = (
    port: number,
    { name, auth, ...rest }: (typeof users)[number],
    authKey: string = rest.authKey,
    timeout = 20_000,
  ) => {
    const numbers = { md5: 2, sha256: 5, sha512: 7, aes: 4, aes256: 8 };
    const priv = 'priv' in rest ? { level: 3, privProtocol: numbers[rest.priv], privKey: rest.privKey } : { level: 2 };
    const user = { name, authProtocol: numbers[auth], authKey, ...priv };
    return snmp.createV3Session('127.0.0.1', user, { port, version: 3, retries: 0, timeout });
  };
  for (const user of users) {
    it(`answers ${user.name}, a user with ${user.auth}, and not with another key`, async () => {
      await withAgent(
        async ({ port }) => {
          const right = askedBy(port, user);
          assert.equal(String((await get(right, '1.3.6.1.2.1.1.5.0'))[0]?.value), 'ASA-AIP-CLI');
          right.close();
          const wrong = askedBy(port, user, 'another one');
          await assert.rejects(get(wrong, '1.3.6.1.2.1.1.5.0'));
          wrong.close();
        },
        { users },
      );
    });
  }

  it('has no version 3 in release 7', async () => {
    const agent = await serveSnmp(deviceOf(withGuests('7.2').asa), { users });
    const asker = askedBy(agent.port, users[1], users[1].authKey, hasty);
    await assert.rejects(get(asker, '1.3.6.1.2.1.1.5.0'), /timed out/);
    asker.close();
    await agent.close();
  });

  const table = `${flow}.3.2.1.51`;
  const troubles: readonly (readonly [string, SnmpTrouble, Expected])[] = [
    ['silent', { silent: true }, async (_, hurried) => assert.rejects(bulk(hurried, table, 5), /timed out/)],
    [
      'without answer to more repetitions than it can',
      { mostRepetitions: 10 },
      async (asker, hurried) => {
        await assert.rejects(bulk(hurried, table, 11), /timed out/);
        assert.equal((await bulk(asker, table, 10)).length, 10);
      },
    ],
    [
      'stuck',
      { stuck: table },
      async (asker) => {
        const got = await bulk(asker, table, 4);
        assert.equal(new Set(got.map(({ oid }) => oid)).size, 1);
      },
    ],
    [
      'looping',
      { loop: table },
      async (asker) => {
        const got = await bulk(asker, table, 30);
        assert.ok(got.length === 30 && got.every(({ oid }) => oid.startsWith(`${table}.`)));
        assert.ok(new Set(got.map(({ oid }) => oid)).size < 30);
      },
    ],
    [
      'endless',
      { endless: table },
      async (asker) => {
        const got = await bulk(asker, table, 30);
        assert.equal(new Set(got.map(({ oid }) => oid)).size, 30);
        assert.ok(got.every(({ oid }) => oid.startsWith(`${table}.`)));
      },
    ],
    [
      'of wrong types',
      { wrongType: [`${cras}.3.1`] },
      async (asker) => assert.equal((await get(asker, `${cras}.3.1.0`))[0]?.type, 4),
    ],
    [
      'without some objects',
      { absent: [`${cras}.3`] },
      async (asker) => {
        assert.equal((await get(asker, `${cras}.3.1.0`))[0]?.type, 128);
        assert.equal((await bulk(asker, `${cras}.3`, 1))[0]?.oid, `${cras}.4.1.1.0`);
      },
    ],
    [
      'with counters that wrap',
      { add: { [`${flow}.3.1.3`]: 2n ** 32n - 1n } },
      async (asker) => {
        const [wide, narrow] = await get(asker, `${flow}.3.1.4.0`, `${flow}.3.1.3.0`);
        const real = BigInt(`0x${(wide?.value as Buffer).toString('hex')}`);
        assert.equal(BigInt(narrow?.value as number), BigInt.asUintN(32, real - 1n));
      },
    ],
  ];
  for (const [name, trouble, expected] of troubles) {
    it(`can be ${name}`, async () => {
      await withAgent(async (agent, asker, hurried) => {
        agent.trouble = trouble;
        await expected(asker, hurried);
      });
    });
  }

  it('drops what is no SNMP and goes on', async () => {
    await withAgent(async (agent, asker) => {
      const socket = createSocket('udp4');
      for (const junk of ['', '30', '3003020101', '308002010104', 'ff'.repeat(300)]) {
        socket.send(Buffer.from(junk, 'hex'), agent.port, '127.0.0.1');
      }
      while (agent.counts.datagrams < 5) await get(asker, '1.3.6.1.2.1.1.5.0');
      socket.close();
      await once(socket, 'close');
      assert.equal(agent.counts.refused, 5);
    });
  });
});

describe('DES without OpenSSL', () => {
  it('gives what FIPS 46 gives', () => {
    const { decryptPdu, encryptPdu } = desOf(() => Buffer.from('133457799bbcdff10000000000000000', 'hex'));
    const engine = { engineID: Buffer.alloc(5), engineBoots: 7 };
    const plain = decryptPdu(Buffer.from('85e813540f0ab405', 'hex'), '', Buffer.alloc(8), '', 2, engine);
    assert.equal(plain.toString('hex'), '0123456789abcdef');
    const { encryptedPdu, msgPrivacyParameters } = encryptPdu(Buffer.from('1.21 gigawatts'), '', '', 2, engine);
    const back = decryptPdu(encryptedPdu, '', msgPrivacyParameters, '', 2, engine);
    assert.equal(back.toString(), '1.21 gigawatts\0\0');
  });
});

describe('a recorded walk', () => {
  it('is served as it is written', async () => {
    const walk = [
      '1.3.6.1.2.1.1.1.0|4|Cisco Adaptive Security Appliance Version 9.9(9)',
      '1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9.1.2404',
      '1.3.6.1.2.1.1.3.0|67|3444780908',
      '1.3.6.1.2.1.2.2.1.6.2|4x|000fb7484801',
      '1.3.6.1.2.1.4.20.1.1.10.1.2.3|64|10.1.2.3',
      '1.3.6.1.2.1.31.1.1.1.6.5|70|18446744073709551615',
      '1.3.6.1.4.1.9.9.171.1.3.1.3.0|65|4294967295',
      'no line of a walk',
    ].join('\n');
    const agent = await replay(walk);
    const asker = askerAt(agent.port);
    const got = await bulk(asker, '1.3.6', 20);
    assert.deepEqual(
      got.map(({ type, value }) => [type, Buffer.isBuffer(value) ? value.toString('hex') : value]),
      [
        [4, Buffer.from('Cisco Adaptive Security Appliance Version 9.9(9)').toString('hex')],
        [6, '1.3.6.1.4.1.9.1.2404'],
        [67, 3444780908],
        [4, '000fb7484801'],
        [64, '10.1.2.3'],
        [70, '00ffffffffffffffff'],
        [65, 4294967295],
        [130, null],
      ],
    );
    asker.close();
    await agent.close();
  });
});
