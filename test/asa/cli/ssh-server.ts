import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { Algorithms, AuthContext, Connection, ServerChannel } from 'ssh2';
import type { SimulatedAsa } from '../model.ts';
import { deviceOf } from './device.ts';
import type { Device } from './device.ts';
import { Outflow } from './outflow.ts';
import { logDenied, logGivenUp, logLeft, logPermitted } from './own-syslog.ts';
import { plainManner, Shell } from './shell.ts';
import type { Manner } from './shell.ts';
import { arrived, noCounts } from './trouble.ts';
import type { Counts, Trouble } from './trouble.ts';

/** What can be chosen of a server; what is left out is as in the lab. */
export interface SshOptions extends Partial<Manner> {
  readonly host?: string;
  readonly port?: number;
  /** PEM (PKCS1, or of OpenSSH); without it, one is made. */
  readonly hostKey?: string;
  /** `old` knows nothing but group1 and group14 with SHA-1, 3des-cbc and aes-cbc, hmac-sha1, ssh-rsa. */
  readonly algorithms?: 'old' | 'modern';
  readonly auth?: readonly ('password' | 'keyboard-interactive')[];
  /** More than so many connections at once are sent away. */
  readonly most?: number;
  /** Logins and commands emit the device's own messages. */
  readonly syslog?: boolean;
  readonly trouble?: Trouble;
  /** To count together with another server of the same device. */
  readonly counts?: Counts;
}

/** A command line that listens. */
export interface CliServer {
  readonly host: string;
  readonly port: number;
  readonly counts: Counts;
  trouble: Trouble;
  /** SHA-256 of the host key or certificate that is shown now: base64 without `=` for SSH, hexadecimal for HTTPS. */
  readonly fingerprint: string;
  /** Shows another host key or certificate from the next connection on. */
  readonly changeKey: () => void;
  /** Drops who is there, and listens no more. */
  readonly close: () => Promise<void>;
}

/** Serves a device's command line over SSH, on the loopback unless told otherwise. */
export async function serveSsh(of: SimulatedAsa | Device, options: SshOptions = {}): Promise<CliServer> {
  const device = 'chassis' in of ? of : deviceOf(of);
  const { host = '127.0.0.1', algorithms = 'modern', most = 5, counts = noCounts() } = options;
  const state = { trouble: options.trouble ?? {}, key: options.hostKey ?? makeHostKey(algorithms) };
  const sockets = new Map<Socket, Visit>();
  const service = { device, options, counts, trouble: () => state.trouble };
  let server = sshServer();

  function sshServer(): ssh2.Server {
    const config = { hostKeys: [state.key], ident: 'Cisco-1.25', algorithms: offers[algorithms] };
    return new ssh2.Server(config, (client, { port }) => {
      const visit = [...sockets.values()].find(({ socket }) => socket.remotePort === port);
      if (visit === undefined) client.end();
      else attend(client, visit, service);
    });
  }

  const listener = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy()).setNoDelay(true);
    if (counts.open >= most) {
      counts.noRoom += 1;
      socket.destroy();
      return;
    }
    arrived(counts);
    const visit: Visit = { socket, loggedIn: false };
    sockets.set(socket, visit);
    socket.on('data', (bytes: Buffer) => {
      if (!visit.loggedIn) counts.bytesBeforeLogin += bytes.length;
    });
    socket.once('close', () => {
      counts.open -= 1;
      sockets.delete(socket);
      visit.left?.();
    });
    const { hang } = state.trouble;
    if (hang === 'key exchange') socket.write('SSH-2.0-Cisco-1.25\r\n');
    if (hang !== 'banner' && hang !== 'key exchange') server.injectSocket(socket);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject).listen(options.port ?? 0, host, resolve);
  });
  const forget = device.onMove(() => {
    for (const socket of sockets.keys()) socket.destroy();
  });
  return {
    host,
    port: (listener.address() as AddressInfo).port, // it listens on TCP
    counts,
    get trouble() {
      return state.trouble;
    },
    set trouble(trouble: Trouble) {
      state.trouble = trouble;
    },
    get fingerprint() {
      return fingerprintOf(state.key);
    },
    changeKey: () => {
      state.key = makeHostKey(algorithms);
      server = sshServer();
    },
    close: async () => {
      forget();
      for (const socket of sockets.keys()) socket.destroy();
      await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
}

/** A TCP connection to the server. */
interface Visit {
  readonly socket: Socket;
  loggedIn: boolean;
  left?: () => void;
}

interface Service {
  readonly device: Device;
  readonly options: SshOptions;
  readonly counts: Counts;
  readonly trouble: () => Trouble;
}

/** One client, from its first packet on. */
function attend(client: Connection, visit: Visit, service: Service): void {
  const { device, options, counts, trouble } = service;
  const { auth = ['password', 'keyboard-interactive'], syslog = true } = options;
  const { remoteAddress: fromIp = '127.0.0.1', remotePort: port = 0 } = visit.socket;
  let [user, failures] = ['', 0];
  const visitor = () => ({ user, fromIp, service: 'ssh' as const });
  client.on('error', () => visit.socket.destroy());
  const judge = (context: AuthContext, password: string) => {
    counts.passwords += 1;
    if (trouble().hang === 'authentication') return;
    if (device.accounts[user]?.password === password && trouble().refuseLogin !== true) {
      counts.loginsPermitted += 1;
      visit.loggedIn = true;
      if (syslog) logPermitted(device.asa, visitor(), port, failures);
      context.accept();
      return;
    }
    failures += 1;
    counts.loginsFailed += 1;
    if (syslog) logDenied(device.asa, visitor(), port, failures);
    if (failures === 3) client.end();
    else context.reject([...auth]);
  };
  client.on('authentication', (context) => {
    user = context.username;
    if (context.method === 'password' && auth.includes('password')) judge(context, context.password);
    else if (context.method === 'keyboard-interactive' && auth.includes('keyboard-interactive')) {
      context.prompt([{ prompt: 'Password: ', echo: false }], '', '', (answers) => judge(context, answers[0] ?? ''));
    } else context.reject([...auth]);
  });
  client.on('session', (accept) => {
    if (trouble().hang === 'channel') return;
    const session = accept();
    session.on('pty', (yes: (() => void) | undefined) => yes?.());
    session.on('window-change', (yes: (() => void) | undefined) => yes?.());
    // An ASA has no exec channel.
    session.on('exec', (_yes, no: (() => void) | undefined) => no?.());
    session.on('shell', (yes) => open(yes()));
  });
  const open = (channel: ServerChannel) => {
    const drop = () => visit.socket.destroySoon();
    const out = new Outflow({ write: (bytes) => channel.write(bytes), drop }, trouble);
    const manner = { ...plainManner, ...options };
    const leave = () => {
      if (trouble().hang === 'close') out.close();
      else if (manner.abrupt) drop();
      else channel.end();
      // Whoever hangs does not even notice that the other side has gone.
      if (trouble().hang === 'close') visit.socket.pause();
    };
    const shell = new Shell({ device, manner, user, fromIp, counts, trouble, syslog, out, leave });
    channel.on('data', (bytes: Buffer) => shell.type(bytes.toString()));
    channel.once('close', () => out.close());
    shell.start();
  };
  visit.left = () => {
    if (!syslog) return;
    if (visit.loggedIn) logLeft(device.asa, user, fromIp);
    else if (failures > 0) logGivenUp(device.asa, visitor(), failures);
  };
}

/** A host key of the kind that goes with the algorithms. */
export function makeHostKey(algorithms: 'old' | 'modern' | 'dsa'): string {
  if (algorithms === 'modern') {
    // One in some hundred keys that ssh2 makes is one that it cannot read.
    for (;;) {
      const key = ssh2.utils.generateKeyPairSync('ed25519').private;
      if (!(ssh2.utils.parseKey(key) instanceof Error)) return key;
    }
  }
  const pem = { type: 'pkcs1', format: 'pem' } as const;
  const publicKeyEncoding = { type: 'spki', format: 'pem' } as const;
  if (algorithms === 'old') {
    return generateKeyPairSync('rsa', { modulusLength: 1024, privateKeyEncoding: pem, publicKeyEncoding }).privateKey;
  }
  throw new Error('ssh-dss: OpenSSL writes its keys as PKCS8 only, give one as hostKey');
}

function fingerprintOf(key: string): string {
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  return createHash('sha256').update(parsed.getPublicSSH()).digest('base64').replace(/=+$/, '');
}

const offers: Readonly<Record<'old' | 'modern', Algorithms>> = {
  old: {
    kex: ['diffie-hellman-group1-sha1', 'diffie-hellman-group14-sha1'],
    serverHostKey: ['ssh-rsa'],
    cipher: ['3des-cbc', 'aes128-cbc', 'aes256-cbc'],
    hmac: ['hmac-sha1'],
    compress: ['none'],
  },
  modern: {
    kex: ['curve25519-sha256', 'ecdh-sha2-nistp256', 'diffie-hellman-group14-sha256'],
    serverHostKey: ['ssh-ed25519', 'rsa-sha2-256', 'rsa-sha2-512'],
    cipher: ['aes256-ctr', 'aes128-ctr'],
    hmac: ['hmac-sha2-256', 'hmac-sha1'],
    compress: ['none'],
  },
};
