import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The path of one of net-snmp's programs; as root on Debian they are installed where it is missing. Throws when there is none. */
export function debianTool(name: 'snmptrap' | 'snmpd'): string {
  const find = (): string | undefined => [`/usr/bin/${name}`, `/usr/sbin/${name}`].find((path) => existsSync(path));
  if (find() === undefined && process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'snmp', 'snmpd']])
      spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env });
  }
  const found = find();
  if (found === undefined) throw new Error(`no ${name}: install it (Debian: apt-get install snmp snmpd)`);
  return found;
}
