import { objectName } from '../../collectors/snmp/object-name.ts';
import { snmpWalk } from '../../collectors/snmp/snmp-walk.ts';
import type { Varbind } from '../../collectors/snmp/trap.ts';
import type { Key } from '../access/key.ts';
import { openSnmp } from '../access/snmp-secrets.ts';
import { socketPath, type Config } from '../config.ts';
import type { PollFailure } from '../domain/polling.ts';
import type { SnmpAccess } from '../domain/snmp.ts';
import { TRAP_PORT } from '../domain/snmp-lines.ts';
import { snmpTrouble } from '../domain/snmp-trouble.ts';
import type { Store } from '../store/store.ts';
import { field, text } from './body.ts';
import { withKey } from './alone.ts';
import { callControl } from './control.ts';
import { requireDatabase } from './database.ts';
import { findDevice } from './device-actions.ts';
import type { Print } from './device.ts';
import { UsageFault, visible } from './fault.ts';

/** What an agent has told. */
export interface WalkTold {
  readonly access: Pick<SnmpAccess, 'version' | 'user' | 'auth' | 'priv' | 'host' | 'port'>;
  readonly told: readonly { readonly name: string; readonly value: string }[];
  readonly failure: PollFailure | undefined;
}

/** What is walked when nothing is named: what the device is (SNMPv2-MIB), and its remote access (CISCO-REMOTE-ACCESS-MONITOR-MIB). */
const DEFAULT_ROOTS = ['1.3.6.1.2.1.1', '1.3.6.1.4.1.9.9.392.1'];
const OID = /^\.?(1\.[\d.]{1,400}\d)$/;

/** The action of the running server: asks an agent with what is sealed of its access, which never leaves the server. */
export function walkAction(store: Pick<Store, 'devices' | 'snmpAccesses' | 'secrets'>, key: Key) {
  return {
    'snmp.walk': async (body: unknown): Promise<WalkTold> => {
      const { id, name } = await findDevice(store, field(body, 'device'));
      const access = (await store.snmpAccesses()).find(({ device }) => device === id);
      if (access === undefined)
        throw new Error(`${name}: no SNMP is set: tunnelwatch device snmp ${name} --version 2c or 3`);
      const secrets = openSnmp(key, id, await store.secrets());
      if (secrets === undefined) throw new Error(`${name}: its community or passphrases do not open with this key`);
      const told: { name: string; value: string }[] = [];
      for (const root of rootsOf(field(body, 'oid'))) {
        const { varbinds, failure } = await snmpWalk(access, secrets, root);
        told.push(...varbinds.map(({ oid, value }) => ({ name: objectName(oid), value: valueText(value) })));
        if (failure !== undefined) return { access, told, failure };
      }
      return { access, told, failure: undefined };
    },
  };
}

/** `snmp walk DEVICE [OID]`: prints what its agent tells; if it does not answer, why that may be. Whether all of it came. */
export async function walkCommand(
  config: Config,
  device: string,
  oid: string | undefined,
  print: Print,
): Promise<boolean> {
  requireDatabase(config);
  const body = { device, ...(oid !== undefined && { oid }) };
  const { access, told, failure } = await ask(config, body);
  for (const { name, value } of told) print(`${name} = ${visible(value)}`);
  if (failure === undefined) {
    if (told.length === 0) print('the agent answers, and has nothing there');
    return true;
  }
  const to = { address: 'THIS-MACHINE', trapPort: config.trapPort ?? TRAP_PORT };
  const { said, todo, lines } = snmpTrouble(failure, access, to);
  print(`${visible(`${access.host} port ${access.port}`)}: ${visible(said)}`);
  print(todo);
  for (const line of lines) print(`  ${line}`);
  return false;
}

async function ask(config: Config, body: object): Promise<WalkTold> {
  const answer = await callControl(socketPath(config.database), 'snmp.walk', body);
  if (answer !== undefined) return answer as WalkTold; // our own server, of this user
  return withKey(config, (store, key) => walkAction(store, key)['snmp.walk'](body));
}

function rootsOf(oid: unknown): readonly string[] {
  if (oid === undefined) return DEFAULT_ROOTS;
  const [, dotted] = OID.exec(text(oid, 'oid')) ?? [];
  if (dotted === undefined || dotted.includes('..'))
    throw new UsageFault(`${JSON.stringify(oid)}: not an OID (1.3.6.1 ...)`);
  return [dotted];
}

/** Octets are text where they are printable, else hexadecimal. */
function valueText(value: Varbind['value']): string {
  if (!Buffer.isBuffer(value)) return String(value ?? 'nothing');
  const read = value.toString('utf8');
  return /^[\P{C}\r\n\t]*$/u.test(read) && !read.includes('\ufffd') ? read : `0x${value.toString('hex')}`;
}
