import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';

import ssh2, { type AuthContext, type Connection, type ServerChannel } from 'ssh2';

const { Server, utils } = ssh2;

/** Where a scripted device stops to answer; the socket stays open. */
export type Hang = 'banner' | 'kex' | 'auth' | 'channel' | 'output' | 'close';

/** What a scripted device is like. */
export interface Script {
  readonly hostKey?: string;
  readonly algorithms?: Record<string, readonly string[]>;
  readonly password?: string;
  /** How it asks for the password. */
  readonly methods?: readonly ('password' | 'keyboard-interactive')[];
  readonly prompts?: readonly string[];
  readonly enable?: string;
  readonly banner?: string;
  hang?: Hang | undefined;
  /** What it prints for a line, `undefined` for no such command. Its prompt may change with it. */
  readonly run?: (line: string, shell: Shell) => string | undefined;
  /** Prints its own way; by default all at once. */
  readonly print?: (channel: ServerChannel, text: string) => void;
  readonly echo?: (line: string) => string;
  /** Lines a page; 0 for no pager, which `terminal pager 0` makes it. */
  readonly pager?: number;
  /** Whether `terminal pager 0` is refused. */
  readonly keepsPager?: boolean;
}

/** What one login sees. */
export interface Shell {
  prompt: string;
}

/** A device that listens on loopback, and what it has seen. */
export interface Device {
  readonly port: number;
  readonly fingerprint: string;
  readonly script: Script;
  /** Passwords as they were tried. */
  readonly tried: string[];
  /** Lines that came over the shell. */
  readonly typed: string[];
  /** Bytes that came, before decryption. */
  readonly heard: Buffer[];
  readonly open: () => number;
  /** The most that were open at once. */
  readonly most: () => number;
  readonly total: () => number;
  /** Resolves when nobody is connected. */
  readonly idle: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const keys = new Map<string, string>();
/** A host key of a test, made once. */
export function hostKey(name: string, type: 'ed25519' | 'rsa' = 'ed25519'): string {
  const made = keys.get(name) ?? utils.generateKeyPairSync(type, type === 'rsa' ? { bits: 2048 } : {}).private;
  keys.set(name, made);
  return made;
}

/** A scripted ASA shell behind a TCP server of its own, which counts who is connected. */
export async function startDevice(script: Script = {}): Promise<Device> {
  const key = script.hostKey ?? hostKey('first');
  const parsed = utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  const fingerprint = `SHA256:${createHash('sha256').update(parsed.getPublicSSH()).digest('base64').replace(/=+$/, '')}`;
  const seen = { tried: [] as string[], typed: [] as string[], heard: [] as Buffer[] };
  const algorithms = script.algorithms as never;
  const ssh = new Server({ hostKeys: [key], ...(script.algorithms && { algorithms }) }, (client) =>
    serve(client, script, seen),
  );
  const sockets = new Set<Socket>();
  let most = 0;
  let total = 0;
  const front: TcpServer = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    most = Math.max(most, sockets.size);
    total += 1;
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) front.emit('idle');
    });
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => seen.heard.push(data));
    if (script.hang === 'banner' || script.hang === 'kex') socket.on('end', () => socket.destroy());
    if (script.hang === 'banner') return;
    if (script.hang === 'kex') {
      socket.write('SSH-2.0-Cisco-1.25\r\n');
      return;
    }
    const inner = connect((ssh.address() as AddressInfo).port, '127.0.0.1');
    socket.on('data', (data) => inner.write(data));
    inner.on('data', (data) => socket.write(data));
    inner.on('error', () => inner.destroy());
    inner.on('close', () => {
      if (script.hang !== 'close') socket.destroy();
    });
    socket.on('end', () => inner.end());
    socket.on('close', () => inner.destroy());
  });
  ssh.listen(0, '127.0.0.1');
  front.listen(0, '127.0.0.1');
  await Promise.all([once(ssh, 'listening'), once(front, 'listening')]);
  return {
    port: (front.address() as AddressInfo).port,
    ...{ fingerprint, script, ...seen },
    open: () => sockets.size,
    most: () => most,
    total: () => total,
    idle: async () => {
      if (sockets.size > 0) await once(front, 'idle');
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all([front, ssh].map((server) => new Promise((done) => server.close(done))));
    },
  };
}

function serve(client: Connection, script: Script, seen: { tried: string[]; typed: string[] }): void {
  const { password = 'great scott', methods = ['password'] } = script;
  const verdict = (context: AuthContext, given: string): void => {
    seen.tried.push(given);
    if (given === password) context.accept();
    else context.reject([...methods]);
  };
  client.on('error', () => client.end());
  client.on('authentication', (context) => {
    if (script.hang === 'auth' && context.method !== 'none') return;
    if (context.method === 'password' && methods.includes('password')) verdict(context, context.password);
    else if (context.method === 'keyboard-interactive' && methods.includes('keyboard-interactive')) {
      const prompts = (script.prompts ?? ['Password: ']).map((prompt) => ({ prompt, echo: false }));
      context.prompt(prompts, (answers) => verdict(context, answers.join('\n')));
    } else context.reject([...methods]);
  });
  client.on('session', (accept) => {
    if (script.hang === 'channel') return;
    const session = accept();
    session.on('pty', (granted) => granted());
    session.on('shell', (granted) => runShell(granted(), script, seen.typed));
  });
}

/** Reads what is typed as a terminal does: echo, line by line, a key at the pager. */
function runShell(channel: ServerChannel, script: Script, typed: string[]): void {
  const shell: Shell = { prompt: script.enable === undefined ? 'asa# ' : 'asa> ' };
  const print = (text: string): void => {
    if (script.print) script.print(channel, text);
    else channel.write(text);
  };
  let pages = script.pager ?? 0;
  let line = '';
  let asking = 0;
  /** What the pager holds back. */
  let rest: string[] | undefined;
  const page = (): void => {
    const [now, later] = pages === 0 ? [rest, []] : [rest?.slice(0, pages), rest?.slice(pages)];
    const text = (now ?? []).map((one) => `${one}\r\n`).join('');
    rest = later !== undefined && later.length > 0 ? later : undefined;
    print(rest === undefined ? `${text}${shell.prompt}` : `${text}<--- More --->`);
  };
  const show = (output: string): void => {
    rest = output.split('\n');
    if (script.hang === 'output') print(output.slice(0, output.length / 2));
    else page();
  };
  const answer = (command: string): void => {
    typed.push(command);
    if (asking > 0) {
      if (command === script.enable) shell.prompt = shell.prompt.replace('>', '#');
      asking = command === script.enable ? 0 : asking - 1;
      print(asking > 0 ? 'Invalid password\r\nPassword: ' : `\r\n${shell.prompt}`);
    } else if (command.trim() === '') print(shell.prompt);
    else if (command === 'enable' && script.enable !== undefined) {
      asking = 3;
      print('Password: ');
    } else if (command === 'terminal pager 0' && script.keepsPager !== true) {
      pages = 0;
      print(shell.prompt);
    } else show(script.run?.(command, shell) ?? "         ^\nERROR: % Invalid input detected at '^' marker.");
  };
  print(`${script.banner ?? ''}${shell.prompt}`);
  channel.on('data', (data: Buffer) => {
    for (const key of data.toString()) {
      if (rest !== undefined) {
        channel.write('\r              \r');
        page();
      } else if (key === '\n') {
        if (asking === 0) channel.write(script.echo?.(line) ?? line);
        channel.write('\r\n');
        const whole = line;
        line = '';
        answer(whole);
      } else line += key;
    }
  });
  channel.on('end', () => channel.end());
}
