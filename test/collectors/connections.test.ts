import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Connections, type Connection } from '../../collectors/syslog/connections.ts';
import { Flow } from '../../collectors/syslog/tcp-flow.ts';

const limits = { most: 10, mostOfOne: 4, mostOfStrangers: 3, knows: (from: string) => from.startsWith('asa') };

/** Opens connections, each a moment after the one before; tells who was closed. */
function opening(...from: readonly string[]): {
  readonly closed: readonly string[];
  readonly connections: Connections;
} {
  const closed: string[] = [];
  const connections = new Connections(limits);
  from.forEach((name, n) => {
    connections.opened({ from: name, heardAt: n, close: () => closed.push(`${name} ${n}`) });
  });
  return { closed, connections };
}

test('one sender too many of its own closes its most silent', () => {
  assert.deepEqual(opening('asa1', 'asa2', 'asa1', 'asa1', 'asa1', 'asa1').closed, ['asa1 0']);
});

test('strangers push out strangers, and go first when it is full', () => {
  assert.deepEqual(opening('asa1', 'x', 'y', 'z', 'w').closed, ['x 1']);
  assert.deepEqual(opening('asa1', 'x', ...'222333'.split('').map((n) => `asa${n}`), 'asa4', 'asa5', 'asa6').closed, ['x 1']); // prettier-ignore
});

test('when it is full of devices, the one with most connections loses its most silent', () => {
  const devices = ['asa1', 'asa2', 'asa2', 'asa2', 'asa3', 'asa4', 'asa5', 'asa6', 'asa7', 'asa8'];
  assert.deepEqual(opening(...devices, 'asa9').closed, ['asa2 1']);
  assert.deepEqual(opening(...devices, 'x').closed, ['asa2 1']);
});

test('never more than the limits, and the newest is always in', () => {
  const sender = fc.constantFrom('asa1', 'asa2', 'asa3', 'asa4', 'x', 'y', 'z');
  fc.assert(
    fc.property(fc.array(fc.tuple(sender, fc.nat(100)), { maxLength: 60 }), (opened) => {
      const open = new Set<Connection>();
      const connections = new Connections(limits);
      for (const [from, heardAt] of opened) {
        const one: Connection = { from, heardAt, close: () => open.delete(one) };
        connections.opened(one);
        open.add(one);
        const of = (name: string) => [...open].filter((other) => other.from === name).length;
        assert.ok(open.size <= 10 && of(from) <= 4 && of('x') + of('y') + of('z') <= 3);
        assert.equal(connections.size, open.size);
      }
    }),
  );
});

test('reading waits above the high mark, goes on below the low one, and waits no more once it may not', () => {
  let queued = 0;
  const resumed: number[] = [];
  const flow = new Flow({ queued: () => queued, high: 10, low: 5, longest: 60_000 });
  const resume = () => void resumed.push(queued);
  assert.ok(flow.admits(resume));
  queued = 10;
  assert.ok(!flow.admits(resume) && flow.holds);
  queued = 6;
  flow.relieve();
  assert.ok(!flow.admits(resume));
  queued = 5;
  flow.relieve();
  assert.deepEqual(resumed, [5]);
  assert.ok(flow.admits(resume));
  queued = 11;
  assert.ok(!flow.admits(resume));
  flow.close();
  assert.deepEqual([resumed, flow.admits(resume), flow.held], [[5, 11], true, 2]);
});
