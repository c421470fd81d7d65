import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';

import { openSession } from '../../../collectors/snmp/open-session.ts';
import type { PollFault } from '../../../collectors/show/fault.ts';
import { between } from './between.ts';
import { accessOf, agent, LIMITS, pollOf, secrets, v3 } from './poll-lab.ts';
import { bytesOf, treeOf, type Node } from './tree.ts';

const UPTIME = '1.3.6.1.2.1.1.3.0';
const authOnly = { version: 'v3', user: 'doc', auth: 'sha' } as const;
const users = [{ name: 'doc', auth: 'sha', authKey: secrets.authKey }] as const;

/** An answer as somebody without the key can send it: it claims not to be authenticated. A report is left as it is. */
function lowered(datagram: Buffer): Buffer {
  const tree = treeOf(datagram) ?? [];
  const flags = inside(inside(tree[0])?.[1])?.[2];
  if (flags === undefined || !Buffer.isBuffer(flags.content) || ((flags.content[0] ?? 0) & 1) === 0) return datagram;
  flags.content = Buffer.of(0);
  return bytesOf(tree);
}
const inside = (node: Node | undefined): Node[] | undefined => (node === undefined || Buffer.isBuffer(node.content) ? undefined : node.content); // prettier-ignore

describe('a session with an agent', () => {
  it('takes no answer below the level that it asks at', async (t) => {
    const { agent: to } = await agent(t, '9.16', { users });
    const honest = await between(t, to, (datagram) => datagram);
    assert.deepEqual((await pollOf(accessOf(honest, authOnly))).failures, []);
    let forged = 0;
    const forger = await between(t, to, (datagram) => {
      const answer = lowered(datagram);
      if (answer !== datagram) forged += 1;
      return answer;
    });
    const polled = await pollOf(accessOf(forger, authOnly));
    assert.equal(forged, 1);
    assert.deepEqual(polled.failures, [{ at: 'connect', why: 'cut', detail: 'its answer does not fit the question' }]);
    assert.deepEqual([polled.samples, polled.facts, polled.rosters], [[], {}, []]);
  });

  it('takes no answer that was changed on its way', async (t) => {
    const { agent: to } = await agent(t, '9.16', { users });
    const changer = await between(t, to, (datagram) => {
      const answer = Buffer.from(datagram);
      answer[answer.length - 1] = (answer.at(-1) ?? 0) ^ 1;
      return answer;
    });
    const { failures } = await pollOf(accessOf(changer, authOnly), { limits: { ...LIMITS, timeout: 300 } });
    assert.equal(failures.length, 1);
  });

  it('outlives answers that are nothing of the kind, and says so', async (t) => {
    const { agent: to } = await agent(t);
    const limits = { ...LIMITS, timeout: 200 };
    for (const nonsense of ['', '30', '3082ffff', '300302010', '30050201', 'ff'.repeat(20_000)]) {
      const answer = Buffer.from(nonsense, 'hex');
      const liar = await between(t, to, () => answer);
      const { failures } = await pollOf(accessOf(liar), { limits });
      assert.deepEqual(
        failures.map(({ at, why }) => [at, why]),
        [['connect', 'deadline']],
        nonsense.slice(0, 20),
      );
    }
    // Cut anywhere, and with any octet changed, an answer is none or another value, but never the end of the process.
    for (let end = 0; end < 60; end += 7) {
      const cutter = await between(t, to, (datagram) => datagram.subarray(0, end));
      const { failures } = await pollOf(accessOf(cutter), { limits: { ...LIMITS, timeout: 100 } });
      assert.equal(failures.length, 1);
    }
  });

  it('ends at once, with its question, when polling stops', async (t) => {
    const { agent: to } = await agent(t);
    to.trouble = { silent: true };
    const stopping = new AbortController();
    const session = await openSession(accessOf(to), secrets, { ...LIMITS, timeout: 60_000 }, stopping.signal);
    const asked = session.get([UPTIME]);
    stopping.abort();
    await assert.rejects(asked, (fault: PollFault) => fault.why === 'cut');
    await assert.rejects(session.get([UPTIME]));
  });

  it('lets go of the passphrases that the package would keep', async (t) => {
    const { agent: to } = await agent(t);
    const { Authentication } = createRequire(import.meta.url)('net-snmp') as {
      Authentication: { readonly authToKeyCache: object };
    };
    const session = await openSession(accessOf(to, v3), secrets, LIMITS);
    await session.get([UPTIME]);
    const kept = () => Object.keys(Authentication.authToKeyCache).filter((one) => one.includes(secrets.authKey));
    assert.ok(kept().length > 0, 'the package keeps them where this test looks');
    session.close();
    assert.deepEqual(kept(), []);
  });

  it('asks nobody without a community', async (t) => {
    const { agent: to } = await agent(t, '9.16', { community: 'public' });
    const polled = await pollOf(accessOf(to), { secrets: {} });
    assert.deepEqual(polled.failures, [{ at: 'login', why: 'refused', detail: 'there is no community to ask with' }]);
    assert.equal(to.counts.datagrams, 0);
  });
});
