import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { TestContext } from 'node:test';

/** Somebody between us and an agent, who passes on its answers as he likes; no answer where he gives none. */
export async function between(
  t: TestContext,
  agent: { readonly port: number },
  answer: (datagram: Buffer) => Buffer | undefined,
): Promise<{ readonly port: number }> {
  const [front, back] = [createSocket('udp4'), createSocket('udp4')];
  let asker = 0;
  front.on('message', (datagram, from) => {
    asker = from.port;
    back.send(datagram, agent.port, '127.0.0.1');
  });
  back.on('message', (datagram) => {
    const told = answer(datagram);
    if (told !== undefined) front.send(told, asker, '127.0.0.1');
  });
  front.bind(0, '127.0.0.1');
  back.bind(0, '127.0.0.1');
  await Promise.all([once(front, 'listening'), once(back, 'listening')]);
  t.after(() => {
    front.close();
    back.close();
  });
  return { port: front.address().port };
}
