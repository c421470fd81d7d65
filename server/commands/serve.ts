import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import { startServer } from './server.ts';
import { untilStopped } from './signals.ts';

/** Runs the product until it is told to stop. Rejects when it cannot start, or when a part of it died that it cannot be without. */
export async function serve(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  const stopped = untilStopped();
  const server = await startServer(config, log, stopped.fault);
  const { url, readOnly, syslogPort, syslogTcpPort, syslogTlsPort, trapPort } = server;
  const state = syslogPort === undefined ? (readOnly ?? '') : `syslog on UDP port ${syslogPort}`;
  const setUp = server.entry.setUpPath();
  if (setUp !== undefined)
    process.stdout.write(`First run: make the administrator within 15 minutes at ${url}${setUp}\n`);
  process.stdout.write(`Tunnelwatch: ${url} (${state})\n`);
  log.info({ url, syslogPort, syslogTcpPort, syslogTlsPort, trapPort, database: config.database }, 'started');
  try {
    const signal = await stopped.reason;
    log.info({ signal }, 'stopping');
  } finally {
    await server.stop();
  }
}
