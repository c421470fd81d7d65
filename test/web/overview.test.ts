import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AlertRow } from '../../server/domain/alert/row.ts';
import { estate, overviewVerdict } from '../../web/words/overview.ts';
import { poolUses } from '../../web/words/pools.ts';
import { chain, device, now, pool, summary } from './rows.ts';

const minute = 60_000;
const say = (given: Partial<Parameters<typeof overviewVerdict>[0]>) =>
  overviewVerdict({ summary: summary(), devices: [device()], chains: [], warnings: [], ...given }, now);

describe("the overview's first line", () => {
  it('says that all is quiet, and how full the fullest pool is', () => {
    const said = say({ summary: summary({ pools: [pool(71), pool(10, { name: 'small' })], failed15m: 1 }) });
    assert.equal(said.state, 'ok');
    assert.equal(said.text, 'All quiet: 12 sessions of 11 users on 1 head-end.');
    assert.equal(said.more, 'The fullest pool, vpnpool on HV-ASA, is at 71 %. 1 login failed in the last 15 minutes.');
  });

  it('puts a full pool before all else', () => {
    const said = say({
      summary: summary({ pools: [pool(100)], refused15m: 7 }),
      warnings: ['The receive buffer is small.'],
    });
    assert.equal(said.state, 'crit');
    assert.equal(said.text, 'vpnpool on HV-ASA is full: the next client gets no address.');
    assert.equal(
      said.more,
      'Also: 7 clients got no address in the last 15 minutes. The receive buffer is small. 12 sessions on 1 head-end.',
    );
  });

  it('leads with the first sentence of a collector that warns', () => {
    const said = say({ warnings: ['nothing can be saved: its disk is full. 412 messages wait: make room'] });
    assert.equal(said.state, 'warn');
    assert.equal(said.text, 'Nothing can be saved: its disk is full.');
    assert.equal(said.more, '412 messages wait: make room. 12 sessions on 1 head-end.');
    assert.equal(say({ warnings: ['it is small', 'and slow'] }).more, 'Also: And slow. 12 sessions on 1 head-end.');
  });

  it('warns from 80 % on and is critical from 95 % on', () => {
    assert.equal(say({ summary: summary({ pools: [pool(79)] }) }).state, 'ok');
    assert.equal(
      say({ summary: summary({ pools: [pool(80)] }) }).text,
      'vpnpool on HV-ASA is filling up: 20 of 100 addresses are free.',
    );
    assert.equal(say({ summary: summary({ pools: [pool(94)] }) }).state, 'warn');
    assert.equal(
      say({ summary: summary({ pools: [pool(99)] }) }).text,
      'vpnpool on HV-ASA is nearly full: 1 of 100 addresses is free.',
    );
  });

  it('claims nothing of the present when nothing is received', () => {
    const silent = device({ lastMessageAt: now - 41 * minute });
    const said = say({ devices: [silent], summary: summary({ pools: [pool(100)], lastMessageAt: now - 41 * minute }) });
    assert.equal(said.state, 'unknown');
    assert.equal(said.text, 'Nothing received for 41 m.');
    assert.match(
      said.more,
      /^Quiet, or the path is broken: 12 sessions at \d\d:25:29, and since then nobody can tell\.$/,
    );
  });

  it('does not call a full pool a fault while its chain has room', () => {
    const pools = [pool(100, { name: 'first' }), pool(40, { name: 'second' })];
    const said = say({ summary: summary({ pools }), chains: [chain(['first', 'second'])] });
    assert.equal(said.state, 'ok');
  });

  it('names the one head-end that is silent, and says nothing of its pools', () => {
    const silent = device({ id: 2, name: 'SYD1', lastMessageAt: now - 4 * minute });
    const said = say({ devices: [device(), silent], summary: summary({ pools: [pool(99, { device: 'SYD1' })] }) });
    assert.equal(said.text, 'SYD1 cannot be seen: silent for 4 m 0 s.');
  });

  it('teaches when no device has sent anything', () => {
    assert.equal(say({ devices: [] }).text, 'No device yet: nothing has been received.');
  });

  it('asks for a pending device to be adopted', () => {
    const pending = device({ name: '203.0.113.9', state: 'pending' });
    assert.equal(say({ devices: [pending] }).text, '203.0.113.9 is sending and waits to be adopted.');
    assert.equal(say({ devices: [device(), pending] }).text, '203.0.113.9 waits to be adopted.');
  });

  it('shows what a name hides', () => {
    assert.match(say({ devices: [device({ name: 'a\u202eb', state: 'pending' })] }).text, /a\\u\{202e\}b/);
  });
});

describe('the estate', () => {
  it('counts a silent head-end as unknown, never as OK', () => {
    const devices = [
      device(),
      device({ id: 2, name: 'SYD1', lastMessageAt: null }),
      device({ id: 3, name: 'x', state: 'pending' }),
    ];
    assert.deepEqual(estate(devices, [], [], now), { crit: 0, warn: 0, unknown: 1, ok: 1, pending: 1 });
  });

  it('gives a head-end the state of its fullest pool', () => {
    const { pools } = poolUses([pool(96), pool(1, { name: 'b', size: null, utilization: null })], [], now);
    assert.equal(estate([device()], pools, [], now).crit, 1);
  });

  it('calls a head-end no better than the alert that asks for somebody there', () => {
    const alert = (more: Partial<AlertRow>): AlertRow => ({
      ...{ id: 1, rule: 'address.none', subject: 'x', about: {}, device: 'LON1', severity: 'critical', text: 'x' },
      ...{ raisedAt: now, changedAt: now, value: 1, threshold: 1, peak: 1, count: 1, evidence: [] },
      ...more,
    });
    const name = device().name;
    assert.equal(estate([device()], [], [alert({ device: name })], now).crit, 1);
    assert.equal(estate([device()], [], [alert({ device: name, severity: 'warning' })], now).warn, 1);
    assert.equal(estate([device()], [], [alert({ device: name, clearedAt: now })], now).ok, 1);
    assert.equal(estate([device()], [], [alert({ device: 'another' })], now).ok, 1);
  });
});
