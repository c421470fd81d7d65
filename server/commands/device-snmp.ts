import { socketPath, type Config } from '../config.ts';
import { levelOf, type SnmpEngine } from '../domain/snmp.ts';
import type { Typed } from './command.ts';
import { alone } from './alone.ts';
import { callControl } from './control.ts';
import { requireDatabase } from './database.ts';
import type { Print } from './device.ts';
import { UsageFault, visible } from './fault.ts';
import { snmpActions, type SnmpBodies, type SnmpState } from './snmp-actions.ts';
import { typedSecrets } from './typed-secret.ts';

/** What may be told of a device's SNMP on the command line: never a secret. */
export type SnmpOptions = Pick<
  Typed['options'],
  'version' | 'user' | 'auth' | 'priv' | 'host' | 'port' | 'every' | 'off' | 'acceptEngine'
>;

/** `device snmp NAME ...`: tells how its SNMP is spoken with, shows it, accepts an engine, or ends it. */
export async function deviceSnmp(config: Config, device: string, options: SnmpOptions, print: Print): Promise<void> {
  requireDatabase(config);
  tell(await act(config, device, options), print);
}

async function act(config: Config, device: string, options: SnmpOptions): Promise<SnmpState> {
  const { off, acceptEngine: engineId, version, every, ...told } = options;
  const chosen = [off, engineId, version].filter((one) => one !== undefined).length;
  if (chosen > 1) throw new UsageFault('only one of --version, --off and --accept-engine at once');
  if (version === undefined && [every, ...Object.values(told)].some((one) => one !== undefined))
    throw new UsageFault('--version 2c or 3 is wanted, too');
  if (off === true) return ask(config, 'snmp.off', { device });
  if (engineId !== undefined) return ask(config, 'snmp.accept', { device, engineId });
  if (version === undefined) return ask(config, 'snmp.show', { device });
  const everySeconds = every === undefined ? {} : { everySeconds: every };
  const secrets = await asked(version, told);
  return ask(config, 'snmp.set', { device, version, ...told, ...everySeconds, ...secrets });
}

/** Asks for what the version needs. */
async function asked(
  version: string,
  { auth, priv }: Pick<SnmpOptions, 'auth' | 'priv'>,
): Promise<Partial<Record<'community' | 'authKey' | 'privKey', string>>> {
  const wanted = [
    ...(/^v?2c$/.test(version) ? (['community'] as const) : []),
    ...(auth !== undefined ? (['authKey'] as const) : []),
    ...(priv !== undefined ? (['privKey'] as const) : []),
  ];
  const answers = await typedSecrets(wanted.map((one) => questions[one]));
  return Object.fromEntries(wanted.map((one, place) => [one, answers[place] ?? '']));
}

const questions = {
  community: 'community',
  authKey: 'passphrase of authentication',
  privKey: 'passphrase of privacy',
} as const;

/** The running server's answer; with none running, the same done here, with the database locked meanwhile. */
async function ask<K extends keyof SnmpBodies>(config: Config, action: K, body: SnmpBodies[K]): Promise<SnmpState> {
  const answer = await callControl(socketPath(config.database), action, body);
  if (answer !== undefined) return answer as SnmpState; // our own server, of this user
  return alone(config, action, body, (store, key) => snmpActions(store, key, () => undefined));
}

function tell({ name, access, engines, startedAt, at, failures }: SnmpState, print: Print): void {
  if (access === undefined) {
    print(
      `${visible(name)}: no SNMP is set; its traps of v1 and v2c are taken as unproven, and it is not polled over SNMP`,
    );
    return;
  }
  const { version, user, auth, priv, host, port, everySeconds } = access;
  const who = version === 'v3' ? ` as ${visible(user ?? '')}, ${levelOf(access)}` : ' with a community';
  const how = [auth, priv].filter((one) => one !== undefined).join('/');
  print(`${visible(name)}: SNMP ${version}${who}${how === '' ? '' : ` (${how})`}`);
  const polled = everySeconds === 0 ? 'not polled, for traps alone' : `polled each ${everySeconds} s`;
  print(`  ${visible(host)} port ${port}, ${polled}`);
  if (version === 'v3' && engines.length === 0) print('  no engine seen yet: the first good trap tells it');
  for (const engine of engines) print(`  ${engineLine(name, engine)}`);
  if (at !== undefined && startedAt !== undefined)
    print(`  last poll: ${new Date(at).toISOString()}, it took ${((at - startedAt) / 1000).toFixed(1)} s`);
  for (const failure of failures) print(`  ${visible(`${failure.at}: ${failure.why}: ${failure.detail}`)}`);
}

function engineLine(name: string, { engineId, accepted, boots, time, at }: SnmpEngine): string {
  const state = `engine ${engineId}, ${boots} boots, up ${time} s when heard at ${new Date(at).toISOString()}`;
  return accepted
    ? `${state}: believed`
    : `${state}: NOT believed, its traps are refused; if it is the device's own: tunnelwatch device snmp ${visible(name)} --accept-engine ${engineId}`;
}
