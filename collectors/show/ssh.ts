import { Socket } from 'node:net';

import { Client, type AnyAuthMethod, type ClientChannel, type ConnectConfig } from 'ssh2';

import type { Polling } from '../../server/domain/polling.ts';
import { addressOf } from './address.ts';
import type { Conversation, Limits, Open, Secrets } from './conversation.ts';
import { ANY_STEP, PollFault } from './fault.ts';
import { keyFingerprint, pinFault } from './fingerprint.ts';
import { Lifeline, words } from './lifeline.ts';
import { fixed } from './sendable.ts';
import { current, legacy, noCommonAlgorithm } from './ssh-algorithms.ts';
import { Terminal } from './terminal.ts';

/** Logs in to a shell: an ASA has no `exec`. The host key is compared before a password is sent, and the password is sent once. */
export const openSsh: Open = async (polling, secrets, { limits, now, signal }) => {
  const line = new Lifeline(limits.poll, signal);
  const client = new Client();
  const state: State = { polling, secrets, line, passwordSent: false, told: [] };
  const socket = new Socket();
  const gone = (fault: PollFault): void => line.end(fault);
  client.on('error', (error) => gone(faultOf(error, state)));
  client.on('close', () => gone(endedBy(state, 'the device closed the connection')));
  // A rejected login can ask for another password; nobody is here to give one.
  client.on('change password', () => gone(refused('the device wants a new password for this user', true)));

  await line.step('connect', limits.connect, connect(client, socket, state));
  const terminal = await line.step('login', limits.login, logIn(client, state));
  return conversation(client, line, terminal, limits, now);
};

/** What is known of a login on its way. */
interface State {
  readonly polling: Polling;
  readonly secrets: Secrets;
  readonly line: Lifeline;
  /** What ssh2 says of the algorithms of the other side. */
  readonly told: string[];
  connected?: boolean;
  handshaken?: boolean;
  authenticated?: boolean;
  passwordSent: boolean;
}

/** Resolves when the keys are exchanged, and the host key is the one that was accepted. */
async function connect(client: Client, socket: Socket, state: State): Promise<void> {
  const { polling, line } = state;
  const host = await addressOf(polling.host).catch((cause: unknown) => {
    throw new PollFault('connect', 'unreachable', `${polling.host}: ${words(cause)}`, { cause });
  });
  if (line.fault !== undefined) throw line.fault;
  await new Promise<void>((resolve) => {
    socket.once('connect', () => {
      state.connected = true;
      socket.setNoDelay(true); // Node 20 takes no word of it when connecting: each command would wait for a delayed ACK, twice
    });
    client.once('handshake', () => {
      state.handshaken = true;
      resolve();
    });
    line.hold(socket);
    socket.connect({ host, port: polling.port });
    client.connect(config(socket, state));
  });
}

function config(sock: Socket, state: State): ConnectConfig {
  const { polling, line, told } = state;
  const both = (kind: keyof typeof current): never =>
    [...current[kind], ...(polling.legacy ? legacy[kind] : [])] as never; // ssh2 spells its algorithms out as types
  return {
    sock,
    username: polling.user,
    readyTimeout: 0,
    algorithms: {
      kex: both('kex'),
      serverHostKey: both('serverHostKey'),
      cipher: both('cipher'),
      hmac: both('hmac'),
      compress: ['none'],
    },
    hostVerifier: (key: Buffer) => {
      const fault = pinFault('host key', keyFingerprint(key), polling.fingerprint);
      if (fault !== undefined) line.end(fault);
      return fault === undefined;
    },
    authHandler: (left, partial, next) => {
      const method = nextMethod(state, left, partial);
      if (method instanceof PollFault) line.end(method);
      else next(method);
    },
    debug: (message) => {
      if (message.startsWith('Handshake: (remote) ')) told.push(message);
    },
  };
}

/** First none, so that the device tells what it takes; then the password, once, in one of two ways. */
function nextMethod(state: State, left: readonly string[] | null, partial: boolean | null): AnyAuthMethod | PollFault {
  const { polling, secrets } = state;
  const username = polling.user;
  if (left === null) return { type: 'none', username };
  if (partial === true) return refused('the device wants more than a password', false);
  if (state.passwordSent) return refused(`the device refuses the password of ${JSON.stringify(username)}`, true);
  if (left.includes('password')) {
    state.passwordSent = true;
    return { type: 'password', username, password: secrets.password };
  }
  if (!left.includes('keyboard-interactive'))
    return refused(`the device takes no password (${left.join(', ')})`, false);
  return {
    type: 'keyboard-interactive',
    username,
    prompt: (_name, _instructions, _language, prompts, finish) => {
      const [only] = prompts;
      if (state.passwordSent) state.line.end(refused('the device wants more than a password', true));
      else if (prompts.length !== 1 || !/password/i.test(only?.prompt ?? '')) {
        state.line.end(refused('the device asks for something else than a password', false));
      } else {
        state.passwordSent = true;
        finish([secrets.password]);
      }
    },
  };
}

/** Resolves with a terminal at its prompt: privileged, if there is a password for it. */
async function logIn(client: Client, state: State): Promise<Terminal> {
  await new Promise<void>((resolve) => client.once('ready', resolve));
  state.authenticated = true;
  const channel = await new Promise<ClientChannel>((resolve, reject) => {
    // Wide, so that nothing is wrapped: `terminal width` would change the configuration.
    client.shell({ term: 'vt100', cols: 511, rows: 24 }, (error, opened) => {
      if (error === undefined) resolve(opened);
      else reject(new PollFault('login', 'refused', `the device gives no shell: ${words(error)}`, { cause: error }));
    });
  });
  const terminal = new Terminal((text) => {
    if (state.line.fault === undefined) channel.write(text);
  });
  state.line.onEnd((fault) => terminal.end(fault));
  channel.setEncoding('utf8');
  channel.on('data', (text: string) => terminal.hear(text));
  channel.on('close', () => state.line.end(endedBy(state, 'the device closed the shell')));
  channel.stderr.resume();
  const prompt = await terminal.greet();
  if (!prompt.privileged && state.secrets.enable !== undefined) await terminal.enable(state.secrets.enable);
  // Refused by some in user mode: then the pager is answered page by page.
  await terminal.ask(fixed.noPager);
  return terminal;
}

function conversation(
  client: Client,
  line: Lifeline,
  terminal: Terminal,
  limits: Limits,
  now: () => number,
): Conversation {
  return {
    ask: async (command) => {
      const startedAt = now();
      const text = await line.step(command, limits.command, terminal.ask(command));
      return { text, startedAt, finishedAt: now(), end: 'prompt' };
    },
    prompt: () => terminal.prompt,
    changed: () => terminal.changed,
    close: async () => {
      const late = setTimeout(() => line.end(over), limits.close);
      if (line.fault === undefined) client.end();
      // An ASA may drop the connection instead of ending it: all the same to us.
      await line.closed();
      clearTimeout(late);
      line.end(over);
    },
  };
}

const over = new PollFault(ANY_STEP, 'cut', 'the conversation is over');

function refused(detail: string, countsAsLogin: boolean): PollFault {
  return new PollFault('login', 'login refused', detail, { countsAsLogin });
}

/** Where a connection ended that should not have. One that ends on a password is a refusal: AAA may have counted it. */
function endedBy({ connected, handshaken, authenticated, passwordSent }: State, detail: string): PollFault {
  if (authenticated === true) return new PollFault(ANY_STEP, 'cut', detail);
  if (passwordSent) return refused(`${detail} when it had the password`, true);
  if (handshaken === true) return refused(detail, false);
  return new PollFault('connect', connected === true ? 'refused' : 'unreachable', detail);
}

function faultOf(error: Error, state: State): PollFault {
  const algorithms = state.handshaken === true ? undefined : noCommonAlgorithm(state.told, state.polling.legacy);
  return algorithms === undefined ? endedBy(state, words(error)) : new PollFault('connect', 'refused', algorithms);
}
