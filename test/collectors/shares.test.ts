import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Intake } from '../../collectors/syslog/intake.ts';
import { Shares } from '../../collectors/syslog/shares.ts';

const CLAIM = '%ASA-6-113012: AAA user authentication Successful : local database : user = marty';
const CHATTER = '%ASA-6-302013: Built inbound TCP connection 1 for outside:192.0.2.1/1 to inside:10.0.0.1/443';
const isChatter = false;

test('up to half of the queue everybody is taken in, however much one sends', () => {
  const shares = new Shares(1000, () => 0);
  for (let queued = 0; queued < 500; queued += 10)
    assert.equal(shares.refusal('noisy', 10, queued, isChatter), undefined);
});

test('above, one that sends more than its share is refused, and all others are heard; its share comes again with time', () => {
  let now = 0;
  const shares = new Shares(100_000, () => now);
  let queued = 50_000;
  const send = (from: string): string | undefined => {
    const refusal = shares.refusal(from, 100, queued, isChatter);
    if (refusal === undefined) queued += 100;
    return refusal;
  };
  const quiet = Array.from({ length: 49 }, (_, n) => `quiet ${n}`);
  const refused = { noisy: 0, quiet: 0 };
  for (let round = 0; round < 5; round += 1) {
    for (const from of quiet) if (send(from) !== undefined) refused.quiet += 1;
    for (let n = 0; n < 1000; n += 1) if (send('noisy') !== undefined) refused.noisy += 1;
  }
  assert.equal(refused.quiet, 0);
  assert.ok(refused.noisy > 4000, String(refused.noisy));
  assert.equal(shares.state(queued), 'flood');
  now += 1000;
  assert.equal(send('noisy'), undefined);
  now += 10_000;
  assert.equal(shares.state(queued), 'normal');
  assert.match(shares.warnings(queued).join(), /more than their share.*the last from noisy/);
});

test('the last tenth of the queue is for messages that claim something, in any transport', () => {
  let now = 1_795_000_000_000;
  const intake = new Intake({ ...{ admission: { known: ['192.0.2.1'], room: 0, storing: { '192.0.2.1': 'all' } }, firstMessage: 1 }, queueBytes: 100_000, now: () => now }); // prettier-ignore
  const overflow = (): number => intake.counts('now').buckets['overflow'] ?? 0;
  // What the clock gives back is a whole share each second.
  for (; overflow() === 0; now += 1000) intake.receive(CHATTER, '192.0.2.1');
  const waiting = intake.waiting;
  assert.ok(intake.queuedBytes > 85_000 && intake.queuedBytes < 90_000);
  assert.match(intake.warnings.join(), /1 messages were lost .* the last from 192\.0\.2\.1/);
  intake.receive(CLAIM, '192.0.2.1', { transport: 'tcp' });
  assert.equal(intake.waiting, waiting + 1);
  for (; overflow() === 1; now += 1000) intake.receive(CLAIM, '192.0.2.1');
  assert.ok(intake.queuedBytes > 99_000 && intake.queuedBytes <= 100_000);
});

test('at 90 % it is said that the queue fills, before anything is lost', () => {
  const shares = new Shares(1000, () => 0);
  assert.deepEqual([shares.state(899), shares.state(900), shares.warnings(899)], ['normal', 'filling', []]);
  assert.match(shares.warnings(900).join(), /90 %/);
});
