import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callControl } from '../../server/commands/control.ts';
import { socketPath } from '../../server/config.ts';
import { deviceOf } from '../asa/cli/device.ts';
import { serveSnmp } from '../asa/snmp/agent.ts';
import { busyAsa } from '../collectors/show/lab.ts';
import { allSessions } from './compare.ts';
import { addHeadEnd, makeLab } from './lab.ts';
import { startProgram } from './program.ts';
import { addDayDevice, keyOf, snmpDay } from './snmp-day.ts';
import { until } from './until.ts';

test('traps, syslog and polls over SNMP of one day together make each session once', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  await addDayDevice(lab);
  const program = await startProgram(lab.database, { ADOPT: 'off' });
  t.after(() => program.kill());
  const day = { users: 60, sessionSeconds: 5, polls: 1, ended: 1, patience: 60 };
  const { believed, wanted, traps } = await snmpDay(lab, program, day);
  assert.deepEqual(believed, wanted);
  assert.equal(traps.passed, traps.sent);
  assert.ok(traps.tunnels > 0 && traps.syslog > 0, JSON.stringify(traps));
  assert.equal(await program.stop(), 0);
});

test('a device with nothing but SNMP has the sessions of its table, its engine and what it counts', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab);
  const program = await startProgram(lab.database, { ADOPT: 'off' });
  t.after(() => program.kill());
  const asa = await busyAsa('9.1');
  const agent = await serveSnmp(deviceOf(asa), { community: 'hoverboard' });
  t.after(() => agent.close());
  const act = (action: string, body: object) =>
    callControl(socketPath(lab.database), action, { device: 'HV-ASA', ...body });
  await act('snmp.set', { version: '2c', community: 'hoverboard', host: '127.0.0.1', port: agent.port });
  const open = asa.ledgerFile().sessions.filter(({ end }) => end === null);
  const wanted = open.map(({ user: name, publicIp, assignedIp }) => keyOf({ user: name, publicIp, assignedIp })).sort();
  const sessions = await until(
    () => allSessions(program, '&state=active'),
    (found) => found.length >= wanted.length,
  );
  assert.deepEqual(sessions.map(keyOf).sort(), wanted);
  assert.ok(sessions.every(({ startIs, id }) => startIs === 'listed' && id < 0));

  interface Told {
    readonly snmp: { readonly samples: readonly { readonly metric: string; readonly value: string }[] };
    readonly told: {
      readonly facts: { readonly version?: string };
      readonly from: Record<string, { readonly by: string }>;
    };
  }
  const told = await program.get<Told>('/api/devices/HV-ASA');
  assert.match(told.told.facts.version ?? '', /^9\.1/);
  assert.equal(told.told.from['version']?.by, 'snmp');
  assert.ok(told.snmp.samples.some(({ metric }) => metric === 'sessions.active'));

  interface Walked {
    readonly told: readonly { readonly name: string; readonly value: string }[];
    readonly failure?: { readonly why: string };
  }
  const walked = (await act('snmp.walk', { oid: '1.3.6.1.4.1.9.9.392.1.3.1' })) as Walked;
  assert.deepEqual(
    walked.told.map(({ name }) => name),
    ['crasNumSessions.0'],
  );
  await act('snmp.set', { version: '2c', community: 'skateboard' });
  const silent = (await act('snmp.walk', { oid: '1.3.6.1.2.1.1' })) as Walked;
  assert.deepEqual([silent.told, silent.failure?.why], [[], 'deadline']);
  assert.equal(await program.stop(), 0);
});
