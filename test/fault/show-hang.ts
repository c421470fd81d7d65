import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { startPoller, type Target } from '../../collectors/show/poller.ts';
import { plan } from '../../collectors/show/plan.ts';
import { poll } from '../../collectors/show/poll.ts';
import { DeviceMemory } from '../../collectors/show/memory.ts';
import { deafPort } from '../asa/cli/deaf-port.ts';
import { deviceOf } from '../asa/cli/device.ts';
import { serveHttps } from '../asa/cli/https-server.ts';
import { serveSsh } from '../asa/cli/ssh-server.ts';
import type { Hang } from '../asa/cli/trouble.ts';
import { startDevice } from '../collectors/show/device.ts';
import { busyAsa, handClock, pollingOf, Polls, secrets, targetOf } from '../collectors/show/lab.ts';

// A device that hangs at each step, 20 times each: the poll ends by its deadline, the next one works, nothing is left, never two sessions.
const TIMES = 20;
const limits = { connect: 700, login: 700, command: 700, close: 200, poll: 8_000 };
/** Of what is asked, as much as it takes to list who is there. */
const rows = plan.filter(({ phase }) => phase !== 'rest');
const stages = ['tcp', 'banner', 'key exchange', 'authentication', 'channel', 'output', 'close'] as const;

const device = deviceOf(await busyAsa('9.1', 12));
const figures: { where: string; hung: number; workedAfter: number; mostOpen: number }[] = [];
await hangs('ssh', 'banner', 1); // what is made once is there before it is counted
await pause(1_000);
const before = left();
for (const transport of ['ssh', 'https'] as const) for (const stage of stages) await hangs(transport, stage, TIMES);
await closing(TIMES);
// What ends by itself within a second is not left; a deadline of a poll (8 s) would be.
await pause(1_000);
const after = left();
console.log(`FIGURES ${JSON.stringify({ times: TIMES, stages: figures, before, after })}`);
for (const { where, hung, workedAfter, mostOpen } of figures)
  assert.deepEqual([hung, workedAfter, mostOpen], [TIMES, TIMES, 1], where);
assert.deepEqual(after, before, 'files and timers that are open');

async function hangs(transport: 'ssh' | 'https', stage: Hang | 'tcp', times: number): Promise<void> {
  const server = await (transport === 'ssh' ? serveSsh : serveHttps)(device, { syslog: false });
  const deaf = stage === 'tcp' ? await deafPort() : undefined;
  const good = pollingOf(server, 1, { transport });
  const [polls, clock] = [new Polls(), handClock()];
  let target: Target = targetOf(good);
  const poller = await startPoller(polls, { ...clock.options, limits, rows, targets: () => [target] });
  const next = async () => {
    clock.at += 3_600_000;
    const came = polls.next();
    poller.pollNow(1);
    return came;
  };
  let [hung, workedAfter] = [0, 0];
  for (let turn = 0; turn < times; turn += 1) {
    if (stage !== 'tcp')
      server.trouble = { hang: stage, at: 30 * turn, ...(stage === 'output' && { of: 'show version' }) };
    target = targetOf({ ...good, port: deaf?.port ?? good.port });
    const { failures } = await next();
    // We leave without `exit`: over SSH, nothing of the simulated device hangs then. `closing` has one that does.
    const isHung = failures.some(({ why }) => why === 'deadline') || (transport === 'ssh' && stage === 'close');
    if (isHung) hung += 1;
    server.trouble = {};
    target = targetOf(good);
    const worked = await next();
    if (worked.failures.every(({ why }) => why === 'refused') && worked.rosters.length > 3) workedAfter += 1;
    else console.log(stage, JSON.stringify(worked.failures.slice(0, 3)));
  }
  await poller.stop();
  await server.close();
  await deaf?.close();
  console.log(`${transport}: ${stage}: ${hung} hung, ${workedAfter} worked after, ${server.counts.mostOpen} open`);
  if (times === TIMES)
    figures.push({ where: `${transport}: ${stage}`, hung, workedAfter, mostOpen: server.counts.mostOpen });
}

/** Devices that never end a connection, not even one that we have left: each is taken away after its poll. */
async function closing(times: number): Promise<void> {
  let [ended, most] = [0, 0];
  for (let turn = 0; turn < times; turn += 1) {
    const to = await startDevice({ hang: 'close', run: () => '12:00:00.000 UTC Mon Nov 23 2026' });
    const polling = {
      ...({ device: 1, transport: 'ssh', host: '127.0.0.1', port: to.port, user: 'monitor', legacy: false } as const),
      ...{ fingerprint: to.fingerprint, everySeconds: 60 },
    };
    const { polled } = await poll({
      ...{ polling, secrets: { password: secrets.enable }, memory: new DeviceMemory(), limits },
      ...{ now: Date.now, monotonic: () => performance.now() },
      rows: [{ command: 'show clock', every: 30, phase: 'rest' }],
    });
    if (polled.failures.length === 0 && polled.facts.clock !== undefined) ended += 1;
    most = Math.max(most, to.most());
    await to.stop();
  }
  figures.push({ where: 'ssh: the connection is never ended', hung: ended, workedAfter: ended, mostOpen: most });
}

function left(): Readonly<Record<string, number>> {
  const resources = process.getActiveResourcesInfo().filter((one) => /TCP|TLS|Timeout/.test(one));
  return { files: readdirSync('/proc/self/fd').length, resources: resources.length };
}
