import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { HealthRow } from '../../server/domain/feed.ts';
import { isBalanced, ledgerOf, type Ledger } from '../../server/domain/ledger.ts';
import { access, ASA, COMMUNITY, TrapLab } from './snmp/lab.ts';
import { trapV2c } from './snmp/sender.ts';

const ACCEPTED = '<166>%ASA-6-113012: AAA user authentication Successful : local database : user = marty';

const rest = { receiveBuffer: { effective: null, wanted: 0 }, warnings: [], queuedBytes: 0 };

/** The books as the receiver thread would send them. */
function booksOf({ intake, receiver }: TrapLab, when: 'now' | 'stored'): Ledger {
  const rows: readonly HealthRow[] = [
    { collector: 'syslog', ...rest, ...intake.counts(when) },
    { collector: 'traps', ...rest, ...receiver.counts() },
  ];
  return ledgerOf(rows, () => undefined);
}

const from = fc.constantFrom(ASA, '10.10.10.2', '198.51.100.1', '198.51.100.2', '::ffff:10.10.10.2', '2001:db8::2');
const arrival = fc.oneof(
  fc.record({
    is: fc.constant('line' as const),
    from,
    text: fc.constantFrom(ACCEPTED, '', '\n', 'no tag', '%ASA-6-302013: x', 'z'.repeat(9_000)),
    transport: fc.constantFrom('udp' as const, 'tcp' as const, 'tls' as const),
    bad: fc.boolean(),
  }),
  fc.record({
    is: fc.constant('trap' as const),
    from,
    datagram: fc.constantFrom(trapV2c(COMMUNITY), trapV2c('public'), Buffer.from('junk'), Buffer.alloc(0)),
  }),
  fc.record({ is: fc.constantFrom('load' as const, 'stored' as const, 'drops' as const, 'admit' as const) }),
);

test('whatever arrives, and whenever it is looked at, the residual is 0: by collector, all together, and by sender', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.array(arrival, { maxLength: 60 }), (arrivals) => {
      const lab = new TrapLab([access()], { room: 1, known: [ASA, '10.10.10.2'], queueBytes: 12_000 });
      let drops = 0;
      for (const [place, one] of arrivals.entries()) {
        if (one.is === 'line') lab.intake.receive(one.text, one.from, { transport: one.transport, bad: one.bad });
        else if (one.is === 'trap') lab.receiver.receive(Buffer.from(one.datagram), one.from);
        else if (one.is === 'load') lab.intake.load();
        else if (one.is === 'stored') lab.intake.stored();
        else if (one.is === 'drops') lab.intake.kernelDropped((drops += 3));
        // A device is taken away, another one gets room.
        else lab.intake.admit({ known: place % 2 === 0 ? [ASA] : [ASA, '10.10.10.2'], room: 1 });
        for (const when of ['now', 'stored'] as const) {
          const books = booksOf(lab, when);
          assert.ok(isBalanced(books), JSON.stringify(books));
          const [syslog] = books.lines;
          const sum = (of: 'received' | 'stored' | 'counted' | 'queued'): number =>
            books.senders.reduce((all, sender) => all + sender[of], 0);
          // Senders are counted apart from collectors, and must tell the same.
          assert.deepEqual(
            [sum('received'), sum('stored'), sum('counted'), sum('queued')],
            [syslog?.received, syslog?.buckets['stored'], syslog?.buckets['counted'], syslog?.queued],
          );
          for (const [bucket, count] of Object.entries(books.total.buckets)) if (count > 0) seen.add(bucket);
        }
      }
    }),
    { numRuns: 300 },
  );
  // The property is worth something only where everything happens.
  for (const bucket of ['stored', 'counted', 'empty', 'refused', 'overflow', 'kernelDropped', 'wrongCommunity', 'malformed', 'unknownSource'])
    assert.ok(seen.has(bucket), bucket); // prettier-ignore
});
