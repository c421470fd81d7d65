// A process of its own for the tests of lock and crash: `lock PATH` holds the lock, `write PATH` commits without end.
import { packRows } from '../../../collectors/syslog/packer.ts';
import { lockDatabase } from '../../../server/store/lock.ts';
import { openStore } from '../../../server/store/open.ts';
import { NOON, setOf } from './scratch.ts';

const [, , task, path = ''] = process.argv;

if (task === 'lock') {
  await lockDatabase(path);
  process.stdout.write('locked\n');
  // Only being killed ends it.
  setInterval(() => undefined, 60_000);
} else {
  const store = await openStore({ path, now: () => NOON });
  await store.addDevice({ name: 'asa', addresses: ['192.0.2.1'], state: 'adopted', addedAt: NOON });
  for (let seq = 1; ; seq += 1) {
    const id = NOON * 1000 + seq;
    const around = { device: 1, at: NOON, source: 'syslog', evidence: [id] } as const;
    await store.keep(packRows([[id, NOON, '192.0.2.1', 113019, 4, 'claim', 'x'.repeat(500)]]));
    await store.commit(
      setOf({
        events: [{ ...around, kind: 'session.closing', session: id, reason: 'x'.repeat(500) }],
        seen: [{ device: 1, lastMessageAt: NOON, messages: seq }],
        collector: { name: 'syslog', epoch: 1, seq, lastMessage: id },
      }),
    );
    process.stdout.write(`${seq}\n`);
  }
}
