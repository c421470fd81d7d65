import { socketPath, type Config } from '../config.ts';
import type { Typed } from './command.ts';
import { alone } from './alone.ts';
import { callControl } from './control.ts';
import { requireDatabase } from './database.ts';
import type { Print } from './device.ts';
import { visible } from './fault.ts';
import { readPollUrl } from './poll-url.ts';
import { pollingActions, type PollingBodies, type PollState } from './polling-actions.ts';
import { typedSecrets } from './typed-secret.ts';

/** What may be told of how a device is asked. */
export type PollOptions = Pick<Typed['options'], 'every' | 'legacy' | 'enable' | 'key'>;

/** `device poll NAME URL`: asks for the password and keeps it sealed; from now on the device is asked what it knows. */
export async function devicePoll(
  config: Config,
  device: string,
  url: string,
  { every, legacy, enable: asked, key: fingerprint }: PollOptions,
  print: Print,
): Promise<void> {
  requireDatabase(config);
  readPollUrl(url);
  const questions = ['password', ...(asked === true ? ['enable password'] : [])];
  const [password = '', enable] = await typedSecrets(questions);
  const told = {
    ...(enable !== undefined && { enable }),
    ...(every !== undefined && { everySeconds: every }),
    ...(legacy !== undefined && { legacy }),
    ...(fingerprint !== undefined && { fingerprint }),
  };
  tell(await ask(config, 'polling.set', { device, url, password, ...told }), print);
}

/** `device key NAME [FINGERPRINT]`: tells which key the device has shown; with a fingerprint, accepts that one and no other. */
export async function deviceKey(
  config: Config,
  device: string,
  fingerprint: string | undefined,
  print: Print,
): Promise<void> {
  requireDatabase(config);
  const state =
    fingerprint === undefined
      ? await ask(config, 'polling.show', { device })
      : await ask(config, 'polling.accept', { device, fingerprint });
  tell(state, print);
}

/** `device unpoll NAME`: it is not asked any more, and its passwords are forgotten. */
export async function deviceUnpoll(config: Config, device: string, print: Print): Promise<void> {
  requireDatabase(config);
  tell(await ask(config, 'polling.stop', { device }), print);
}

/** The running server's answer; with none running, the same done here, with the database locked meanwhile. */
async function ask<K extends keyof PollingBodies>(
  config: Config,
  action: K,
  body: PollingBodies[K],
): Promise<PollState> {
  const answer = await callControl(socketPath(config.database), action, body);
  if (answer !== undefined) return answer as PollState; // our own server, of this user
  return alone(config, action, body, (store, key) => pollingActions(store, key, () => undefined));
}

function tell({ name, polling, startedAt, at, failures }: PollState, print: Print): void {
  if (polling === undefined) {
    print(`${visible(name)} is not polled`);
    return;
  }
  const { transport, user, host, port, everySeconds, legacy, fingerprint } = polling;
  const weak = legacy ? ', old algorithms allowed' : '';
  print(
    `${visible(name)} is polled as ${visible(`${transport}://${user}@${host}:${port}`)} each ${everySeconds} s${weak}`,
  );
  if (fingerprint === undefined)
    print(`  its key is not accepted yet, so no password is sent: tunnelwatch device key ${visible(name)} FINGERPRINT`);
  else print(`  accepted key: ${fingerprint}`);
  if (at !== undefined && startedAt !== undefined)
    print(`  last poll: ${new Date(at).toISOString()}, it took ${((at - startedAt) / 1000).toFixed(1)} s`);
  for (const failure of failures) print(`  ${visible(`${failure.at}: ${failure.why}: ${failure.detail}`)}`);
}
