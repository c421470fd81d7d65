import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import { startServer } from './server.ts';
import { untilStopped } from './signals.ts';

/** Runs the product until it is told to stop. Rejects when it cannot start, or when a part of it died that it cannot be without. */
export async function serve(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  const stopped = untilStopped();
  const server = await startServer(config, log, stopped.fault);
  process.stdout.write(`Tunnelwatch: ${server.url} (syslog on UDP port ${server.syslogPort})\n`);
  const { url, syslogPort, syslogTcpPort, syslogTlsPort } = server;
  log.info({ url, syslogPort, syslogTcpPort, syslogTlsPort, database: config.database }, 'started');
  try {
    const signal = await stopped.reason;
    log.info({ signal }, 'stopping');
  } finally {
    await server.stop();
  }
}
