import type { Config } from '../config.ts';
import { createLog, type Log } from '../log.ts';
import { startServer } from './server.ts';
import { untilStopped, type Stopped } from './signals.ts';

/** Runs the product until it is told to stop. Rejects when it cannot start, or when a part of it died that it cannot be without. */
export async function serve(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  const stopped = untilStopped();
  // A start sets aside what is damaged. Sockets that were handed over are closed by then: whoever holds them starts us again.
  while ((await serveOnce(config, log, stopped)) === 'damaged') {
    if (process.env['LISTEN_PID'] === String(process.pid))
      throw new Error('the database is damaged: the next start mends it');
  }
}

async function serveOnce(config: Config, log: Log, stopped: Stopped): Promise<'damaged' | 'stopped'> {
  let onDamage: (error: Error) => void = () => undefined;
  const damaged = new Promise<Error>((resolve) => (onDamage = resolve));
  const server = await startServer(config, log, stopped.fault, onDamage);
  const { url, readOnly, syslogPort, syslogTcpPort, syslogTlsPort, trapPort } = server;
  const state = syslogPort === undefined ? (readOnly ?? '') : `syslog on UDP port ${syslogPort}`;
  const setUp = server.entry.setUpPath();
  if (setUp !== undefined)
    process.stdout.write(`First run: make the administrator within 15 minutes at ${url}${setUp}\n`);
  process.stdout.write(`Tunnelwatch: ${url} (${state})\n`);
  log.info({ url, syslogPort, syslogTcpPort, syslogTlsPort, trapPort, database: config.database }, 'started');
  let damage: Error | undefined;
  try {
    const reason = await Promise.race([stopped.reason, damaged]);
    if (reason instanceof Error) damage = reason;
    else log.info({ signal: reason }, 'stopping');
  } finally {
    await server.stop().catch((fault: unknown) => {
      // What waits cannot be written to it any more.
      if (damage === undefined) throw fault;
      log.error({ err: fault }, 'stopped to mend the database');
    });
  }
  return damage === undefined ? 'stopped' : 'damaged';
}
