import { setTimeout as pause } from 'node:timers/promises';
import { deviceOf } from '../../asa/cli/device.ts';
import { serveSsh } from '../../asa/cli/ssh-server.ts';
import type { CliServer } from '../../asa/cli/ssh-server.ts';
import { simulate } from '../../asa/simulation.ts';

// A process that is so many simulated ASAs over SSH: it prints their ports and fingerprints, and on SIGTERM what it has seen.
const many = Number(process.argv[2]);
const { asa, engine } = simulate(() => undefined, { release: '9.1', scenario: 'normal-day', users: 60 });
await engine.run({ until: engine.now() + 3_600_000 });
const servers: CliServer[] = [];
for (let n = 1; n <= many; n += 1) {
  servers.push(await serveSsh(deviceOf(asa, { hostname: `edge${n}`, serial: `JMX${n}` }), { syslog: false }));
  if (n % 20 === 0) await pause(0);
}
process.stdout.write(`${JSON.stringify(servers.map(({ port, fingerprint }) => ({ port, fingerprint })))}\n`);
process.once('SIGTERM', () => {
  const counts = servers.map((one) => one.counts);
  const seen = {
    connections: counts.reduce((sum, one) => sum + one.connections, 0),
    mostOpen: Math.max(...counts.map((one) => one.mostOpen)),
    loginsFailed: counts.reduce((sum, one) => sum + one.loginsFailed, 0),
    commands: counts.reduce((sum, one) => sum + one.commands.length, 0),
  };
  process.stdout.write(`${JSON.stringify(seen)}\n`, () => process.exit(0));
});
