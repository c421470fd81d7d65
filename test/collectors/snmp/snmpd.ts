import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ensureDebian, firstPath } from '../../debian.ts';

/** A running snmpd of the test's own, on IPv4 and IPv6 of this machine. */
export interface Snmpd {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** What Debian has of net-snmp: the agent, and the tools that ask and send. */
export const netSnmp = ['snmp', 'snmpd'] as const;

/** Starts snmpd in the foreground with these lines of configuration. */
export async function startSnmpd(lines: readonly string[]): Promise<Snmpd> {
  const path = ensureDebian(
    () => firstPath('/usr/bin/snmpget') && firstPath('/usr/sbin/snmpd', '/sbin/snmpd'),
    netSnmp,
  );
  const folder = mkdtempSync(join(tmpdir(), 'tw-snmpd-'));
  const port = await freePort();
  const config = join(folder, 'snmpd.conf');
  writeFileSync(config, `${[`agentAddress udp:127.0.0.1:${port},udp6:[::1]:${port}`, ...lines].join('\n')}\n`, { mode: 0o600 }); // prettier-ignore
  const child = spawn(
    path,
    ['-f', '-LE', '3', '-m', '', '-I', '-smux', '-C', '-c', config, `--persistentDir=${join(folder, 'kept')}`],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const ended = once(child, 'exit');
  return {
    port,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What Debian's tools read of an object over version 2c, as they print it without MIBs. */
export function asRead(tool: 'snmpget' | 'snmpwalk', port: number, community: string, oid: string): readonly string[] {
  const args = ['-v2c', '-c', community, '-m', '', '-On', '-Oq', '-Oe', '-OU', '-Ot', `udp:127.0.0.1:${port}`, oid];
  const { stdout, status } = spawnSync(tool, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${tool} of ${oid} ended with ${status}`);
  return stdout.trimEnd().split('\n');
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}
