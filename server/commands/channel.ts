import { readFile } from 'node:fs/promises';

import { socketPath, type Config } from '../config.ts';
import { takesOf, whereOf } from '../domain/alert/channel-row.ts';
import type { Channel } from '../domain/alert/notification.ts';
import { createLog } from '../log.ts';
import { testChannel } from './alerting.ts';
import { channelActions, type ChannelAnswers, type ListedChannel } from './channel-actions.ts';
import type { Typed } from './command.ts';
import { alone } from './alone.ts';
import { callControl } from './control.ts';
import { requireDatabase } from './database.ts';
import type { Print } from './device.ts';
import { UsageFault, visible } from './fault.ts';
import { typedSecrets } from './typed-secret.ts';

/** `channel add NAME KIND ...`: messages go there from now on. */
export async function channelAdd(
  config: Config,
  name: string,
  kind: string,
  { ca: file, rules, sites, escalated, ...told }: Typed['options'],
  print: Print,
): Promise<void> {
  requireDatabase(config);
  const ca = file === undefined ? {} : { ca: await readFile(file, 'utf8') };
  const body = {
    ...{ name, kind, ...told, ...ca },
    ...(rules !== undefined && { rules: split(rules) }),
    ...(sites !== undefined && { sites: split(sites) }),
    ...(escalated === true && { onlyEscalated: true }),
  };
  const added = await ask(config, 'channel.add', { ...body, ...(await secretsOf(kind, told)) });
  print(`${visible(added.channel.name)}: messages go to ${whereOf(added.channel)}; try it: tunnelwatch channel test`);
  const { engineId } = added.channel.settings;
  if (engineId !== undefined) print(`  our engine is 0x${engineId}: whoever receives has the user for it`);
}

/** `channel list`: a table of all. */
export async function channelList(config: Config, print: Print): Promise<void> {
  requireDatabase(config);
  const channels = await ask(config, 'channel.list', {});
  if (channels.length === 0) print('no channels yet: tunnelwatch channel add NAME KIND');
  for (const line of channels.map(lineOf)) print(line);
}

/** `channel test NAME`: sends one; tells whether it was sent. */
export async function channelTest(config: Config, name: string, print: Print): Promise<boolean> {
  requireDatabase(config);
  const { sent, result } = await ask(config, 'channel.test', { name });
  print(`${visible(name)}: ${sent ? 'sent' : 'NOT sent'}: ${visible(result)}`);
  return sent;
}

/** `channel enable|disable|remove NAME`. */
export async function channelAct(
  config: Config,
  act: 'enable' | 'disable' | 'remove',
  name: string,
  print: Print,
): Promise<void> {
  requireDatabase(config);
  const { channel } = await ask(config, `channel.${act}`, { name });
  print(`${visible(channel.name)}: ${{ enable: 'enabled', disable: 'disabled', remove: 'removed' }[act]}`);
}

/** The running server's answer; with none running, the same done here, with the database locked meanwhile. */
async function ask<K extends keyof ChannelAnswers>(
  config: Config,
  action: K,
  body: unknown,
): Promise<ChannelAnswers[K]> {
  const answer = await callControl(socketPath(config.database), action, body);
  if (answer !== undefined) return answer as ChannelAnswers[K]; // our own server, of this user
  return alone(config, action, body, (store, key) => {
    const sending = { store, key, now: Date.now, pages: config.publicUrl, log: createLog(config.logLevel) };
    const hooks = { onChange: () => undefined, test: (channel: Channel) => testChannel(sending, channel) };
    return channelActions(store, key, hooks);
  });
}

/** Asks for what the kind needs; what may be left out is an empty line. */
async function secretsOf(
  kind: string,
  { user, auth, priv, template, version = '2c' }: Typed['options'],
): Promise<object> {
  const wanted: Readonly<Record<string, readonly (keyof typeof questions)[]>> = {
    email: user === undefined ? [] : ['password'],
    webhook: ['url', ...(template === 'pagerduty' ? (['routingKey'] as const) : (['hmacKey'] as const))],
    syslog: [],
    trap: /^v?2c$/.test(version)
      ? ['community']
      : [...(auth === undefined ? [] : (['authKey'] as const)), ...(priv === undefined ? [] : (['privKey'] as const))],
  };
  const names = wanted[kind];
  if (names === undefined) throw new UsageFault(`${JSON.stringify(kind)}: not a kind of channel (${Object.keys(wanted).join(', ')})`); // prettier-ignore
  const answers = await typedSecrets(names.map((one) => questions[one]));
  return Object.fromEntries(names.map((one, place) => [one, answers[place] ?? '']));
}

const questions = {
  password: 'password',
  url: 'URL (with whatever of it is secret; of PagerDuty none, if it is the usual one)',
  hmacKey: 'key that messages are signed with (none: no signature)',
  routingKey: 'integration key',
  community: 'community',
  authKey: 'passphrase of authentication',
  privKey: 'passphrase of privacy',
} as const;

function split(text: string): readonly string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function lineOf({ channel, last }: ListedChannel): string {
  const { name, kind, enabled } = channel;
  const state = last === null ? 'nothing sent yet' : `${last.state} after ${last.tries} tries: ${last.result ?? '-'}`;
  return visible(`${name}  ${kind} to ${whereOf(channel)}  ${enabled ? takesOf(channel) : 'DISABLED'}  ${state}`);
}
