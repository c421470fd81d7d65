import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { deviceOf } from './cli/device.ts';
import type { Device } from './cli/device.ts';
import { serveHttps } from './cli/https-server.ts';
import { serveSsh } from './cli/ssh-server.ts';
import { runningConfig } from './lab/running-config.ts';
import { help, readOptions } from './options.ts';
import { comfort } from './scenarios.ts';
import { simulate } from './simulation.ts';
import { serveSnmp } from './snmp/agent.ts';
import type { SnmpAgent } from './snmp/agent.ts';
import type { SnmpUser } from './snmp/net-snmp.ts';
import { sendTraps } from './snmp/trap-sender.ts';
import type { TrapSender } from './snmp/trap-sender.ts';
import { watching } from './snmp/traps.ts';
import type { Values } from './option-table.ts';
import { openSyslogTcp } from './syslog-tcp.ts';
import type { SyslogTcp } from './syslog-tcp.ts';
import { openSyslogUdp } from './syslog-udp.ts';
import type { SyslogUdp } from './syslog-udp.ts';

/** The simulated ASA as a process: `--help` tells its options; it exits 2 if they are wrong, 0 once it has stopped. */
async function main(): Promise<void> {
  const asked = readOptions(process.argv.slice(2));
  switch (asked.ask) {
    case 'help':
      console.log(help());
      return;
    case 'config':
      process.stdout.write(runningConfig(asked));
      return;
    case 'nothing':
      for (const fault of asked.faults) console.error(fault);
      process.exitCode = 2;
      return;
    case 'run':
      await run(asked);
  }
}

async function run({
  values,
  simulation: chosen,
}: Extract<ReturnType<typeof readOptions>, { ask: 'run' }>): Promise<void> {
  const rate = values.most ?? Math.max(20_000, 2 * (values['lines-per-second'] ?? 0));
  const syslog = await openSyslog(values, rate);
  const send = (line: string) => syslog.send(line);
  const { asa, engine, plan, quiesce } = simulate(send, { ...chosen, start: values.start ?? Date.now() });
  const device = deviceOf(asa);
  const traps = await openTraps(device, values);
  if (traps !== undefined) engine.begin(watching(traps), true);
  const writeLedger = () => {
    if (values.ledger === undefined) return;
    const { handedOver, refused } = syslog;
    const scenario = values.scenario;
    const datagrams = { handedOver, refused };
    const ledger = { device: values.from, scenario, datagrams, traps: traps?.sent, ...asa.ledgerFile() };
    // Whoever waits for the file must never see half of it.
    writeFileSync(`${values.ledger}.new`, JSON.stringify(ledger));
    renameSync(`${values.ledger}.new`, values.ledger);
  };
  const stop = () => engine.stop();
  process.once('SIGTERM', stop).once('SIGINT', stop).once('disconnect', stop);
  process.on('SIGUSR2', writeLedger);
  const most = Math.floor(comfort * plan.capacity);
  if (plan.presence * plan.users > most && values.scenario !== 'full-pool') {
    console.error(`the pools have room for ${most} of ${plan.users} users at once: see --pool-last`);
  }
  const room = () => syslog.room() ?? traps?.room();
  const { duration, speed } = values;
  const until = duration === undefined ? {} : { until: engine.now() + duration * speed * 1000 };
  const algorithms = Number(asa.dialect.release) < 9 ? ('old' as const) : ('modern' as const);
  const ssh = values.ssh === undefined ? undefined : await serveSsh(device, { ...values.ssh, algorithms });
  // For whoever asks it: which port it got, and the key that is its own.
  if (ssh !== undefined) console.log(`ssh ${ssh.port} SHA256:${ssh.fingerprint}`);
  const servers = [
    ...(ssh === undefined ? [] : [ssh]),
    ...(values.https === undefined ? [] : [await serveHttps(device, { ...values.https, algorithms })]),
    ...(values.snmp === undefined ? [] : [await openAgent(device, values.snmp, values, traps)]),
  ];
  console.log('ready');
  await engine.run({ ...until, speed, room });
  if (values.quiesce) await quiesce(room);
  for (const server of servers) await server.close();
  await traps?.stop();
  await syslog.close();
  writeLedger();
  // Listening for these would keep the process alive.
  process.off('SIGUSR2', writeLedger).off('disconnect', stop);
}

/** Who may ask over SNMP, and whom its receivers know. */
const user: SnmpUser = {
  ...{ name: 'tunnelwatch', auth: 'sha256', authKey: 'flux capacitor', priv: 'aes', privKey: 'great scott' },
};
const community = 'public';

/** The agent; whom it does not let in is told by a trap. */
function openAgent(
  device: Device,
  at: NonNullable<Values['snmp']>,
  values: Values,
  traps: TrapSender | undefined,
): Promise<SnmpAgent> {
  const refused = () => traps?.notify('authenticationFailure');
  return serveSnmp(device, { ...at, community, users: [user], sessionThreshold: values['session-threshold'], refused });
}

async function openTraps(device: Device, values: Values): Promise<TrapSender | undefined> {
  const { traps: to, from, history, 'trap-version': version, 'session-threshold': sessionThreshold } = values;
  if (to === undefined) return undefined;
  const access = version === 'v3' ? ({ version, user } as const) : { version, community };
  const told = history === undefined ? {} : { history };
  return sendTraps(device, { ...to, from, access }, { ...told, sessionThreshold });
}

/** The way to the syslog server; over TCP and TLS it is the connection that holds back, not a rate. */
function openSyslog({ syslog, from, transport, framing, ca }: Values, most: number): Promise<SyslogUdp | SyslogTcp> {
  if (transport === 'udp') return openSyslogUdp({ ...syslog, from, most });
  const trusted = transport === 'tls' && ca !== undefined ? { ca: readFileSync(ca, 'utf8') } : {};
  return openSyslogTcp({ ...syslog, from, framing, ...trusted });
}

await main();
