import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfiguration } from '../../../collectors/show/configuration.ts';
import type { Arrivals } from '../../../server/domain/arrivals.ts';
import type { SourceRow } from '../../../server/domain/sources.ts';
import { poll } from './polled.ts';
import { AT, deps, fakeReads, get, health, message } from './stage.ts';

interface Answer {
  readonly at: number;
  readonly sources: readonly SourceRow[];
}

test('each source of a device is told with its last arrival; what nobody told is absent, never zero', async () => {
  const { at, sources } = (await get('/api/sources')).json<Answer>();
  assert.equal(at, AT);
  const [told, strange] = sources;
  assert.deepEqual(told, {
    device: 'hill-valley',
    // Of its engine nobody has accepted what it says.
    trapAt: poll.last.at - 2000,
    show: { everySeconds: 60, at: poll.last.at, failed: 2 },
    snmp: { everySeconds: 60, at: poll.last.at, failed: 1 },
    findings: null,
    version: '8.2(5)',
  });
  assert.deepEqual(strange, { device: '192.0.2.9', trapAt: null, findings: null });
  const { sources: none } = (await get('/api/sources?site=Elsewhere')).json<Answer>();
  assert.deepEqual(none, []);
});

test('a poll that was kept from telling anything says by what, and findings are counted by severity', async () => {
  const { reads } = fakeReads();
  const { configuration } = readConfiguration('ASA Version 9.1(7)\nhostname edge\nno logging enable\n: end\n');
  const failures = [{ at: 'connect', why: 'key unknown', detail: 'SHA256:x', fingerprint: 'SHA256:x' }] as const;
  const own = {
    ...deps(),
    reads: {
      ...reads,
      sources: async (since: number) => ({ ...(await reads.sources(since)), shows: [{ ...poll.last, failures }] }),
      configurations: () =>
        Promise.resolve([{ part: 'whole', at: AT, source: 'file', complete: true, configuration } as const]),
    },
  };
  const [row] = (await get('/api/sources', own)).json<Answer>().sources;
  assert.deepEqual(row?.show?.failure, { at: 'connect', why: 'key unknown', detail: 'SHA256:x' });
  assert.ok((row.findings?.critical ?? 0) >= 2, 'logging is off, and nobody gets it');
});

test('what has come of a device that is added: its first line and the first that was understood, by name or by address', async () => {
  const { device, line, understood, trap, show, since } = (await get('/api/arrivals?name=hill-valley')).json<Arrivals>(); // prettier-ignore
  assert.deepEqual(device, { name: 'hill-valley', state: 'adopted', addresses: ['10.10.10.2'] });
  const first = { at: AT, from: '10.10.10.2', text: message[6] };
  assert.deepEqual([line, understood, trap, show?.failed, since], [first, first, undefined, 2, AT - 3_600_000]);
  const byAddress = (await get('/api/arrivals?name=HV-ASA&address=192.0.2.9')).json<Arrivals>();
  assert.equal(byAddress.device?.state, 'pending');
  assert.equal(byAddress.line, undefined);
  const nobody = (await get('/api/arrivals')).json<Arrivals>();
  assert.deepEqual(nobody, { at: AT, since: AT - 3_600_000 });
});

test('where it is listened is told by transport, and what is off has no port', async () => {
  const [one] = health.collectors;
  assert.ok(one !== undefined);
  const collectors = [{ ...one, collector: 'syslog', ports: { udp: 5514, tls: 6514 } }];
  const own = { health: () => ({ ...health, collectors }), addresses: () => ['192.0.2.1'] };
  assert.deepEqual((await get('/api/listening', own)).json(), {
    addresses: ['192.0.2.1'],
    syslog: { udp: 5514, tls: 6514 },
  });
});
