import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import type { SimulatedAsa } from '../model.ts';
import { answer } from './answer.ts';
import { deviceOf, generation } from './device.ts';
import type { Device } from './device.ts';
import { Outflow } from './outflow.ts';
import { logCommand, logDenied, logGivenUp, logPermitted } from './own-syslog.ts';
import type { CliServer } from './ssh-server.ts';
import { arrived, disturbed, noCounts, refusal } from './trouble.ts';
import type { Counts, Trouble } from './trouble.ts';

/** What can be chosen of the server of `/admin/exec/`. */
export interface HttpsOptions {
  readonly host?: string;
  readonly port?: number;
  /** PEM of key and certificate; without it, one that signs itself is made. */
  readonly certificate?: Certificate;
  /** `old` speaks TLS 1.0 only. */
  readonly algorithms?: 'old' | 'modern';
  /** `http server basic-auth-client NAME`: only these user agents may log in so; without it, any. */
  readonly clients?: readonly string[];
  /** Bodies have a length and the connection stays; else they end where the connection does, as in HTTP/1.0. */
  readonly keepAlive?: boolean;
  readonly most?: number;
  readonly syslog?: boolean;
  readonly trouble?: Trouble;
  readonly counts?: Counts;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Serves a device's commands as `GET /admin/exec/COMMAND[/COMMAND]`, as its ASDM asks them (domain facts, G2). */
export async function serveHttps(of: SimulatedAsa | Device, options: HttpsOptions = {}): Promise<CliServer> {
  const device = 'chassis' in of ? of : deviceOf(of);
  const { host = '127.0.0.1', most = 5, counts = noCounts(), algorithms = 'modern' } = options;
  const state = {
    trouble: options.trouble ?? {},
    certificate: options.certificate ?? makeCertificate(device.hostname),
  };
  const sockets = new Set<Socket>();
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  const context = () => ({ ...state.certificate, ...(algorithms === 'old' ? old : {}) });
  const secure = createTlsServer(context(), (socket) => {
    serve(socket, { device, options, counts, trouble: () => state.trouble });
  });
  secure.on('tlsClientError', (_error, socket) => socket.destroy());
  const listener = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    if (counts.open >= most) {
      counts.noRoom += 1;
      socket.destroy();
      return;
    }
    arrived(counts);
    sockets.add(socket);
    socket.once('close', () => {
      counts.open -= 1;
      sockets.delete(socket);
    });
    const { hang } = state.trouble;
    if (hang === 'banner' || hang === 'key exchange') {
      socket.on('data', (bytes: Buffer) => (counts.bytesBeforeLogin += bytes.length));
    } else secure.emit('connection', socket);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject).listen(options.port ?? 0, host, resolve);
  });
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const forget = device.onMove(dropAll);
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
      return new X509Certificate(state.certificate.cert).fingerprint256.replaceAll(':', '').toLowerCase();
    },
    changeKey: () => {
      state.certificate = makeCertificate(device.hostname);
      secure.setSecureContext(context());
    },
    close: async () => {
      forget();
      dropAll();
      await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
}

interface Service {
  readonly device: Device;
  readonly options: HttpsOptions;
  readonly counts: Counts;
  readonly trouble: () => Trouble;
}

/** One connection: request after request, until it is closed. */
function serve(socket: TLSSocket, service: Service): void {
  const out = new Outflow({ write: (bytes) => socket.write(bytes), drop: () => socket.end() }, service.trouble);
  const { remoteAddress: fromIp = '127.0.0.1', remotePort: port = 0 } = socket;
  let heard = '';
  socket.on('error', () => socket.destroy()).once('close', () => out.close());
  const before = service.counts.loginsPermitted;
  socket.on('data', (bytes: Buffer) => {
    if (service.counts.loginsPermitted === before) service.counts.bytesBeforeLogin += bytes.length;
    heard += bytes.toString('latin1');
    for (let end = heard.indexOf('\r\n\r\n'); end >= 0; end = heard.indexOf('\r\n\r\n')) {
      const head = heard.slice(0, end).split('\r\n');
      heard = heard.slice(end + 4);
      reply(socket, out, head, { fromIp, port }, service);
    }
  });
}

function reply(
  socket: TLSSocket,
  out: Outflow,
  [request = '', ...headers]: readonly string[],
  { fromIp, port }: { readonly fromIp: string; readonly port: number },
  { device, options, counts, trouble }: Service,
): void {
  const { clients, keepAlive = false, syslog = true } = options;
  const { hang, refuseLogin } = trouble();
  const header = (name: string) =>
    headers.find((line) => line.toLowerCase().startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
  const finish = () => {
    if (hang !== 'close' && !keepAlive) out.after(() => socket.end());
  };
  const refuse = (status: string, more = '') => {
    out.write(
      `HTTP/1.0 ${status}\r\n${more}Content-Type: text/html\r\nConnection: close\r\n\r\n<html>${status}</html>\n`,
    );
    out.after(() => socket.end());
  };
  const [user = '', password = ''] = credentials(header('authorization'));
  const visitor = { user, fromIp, service: 'asdm' } as const;
  if (header('authorization') !== '') counts.passwords += 1;
  if (hang === 'authentication') return;
  const agent = header('user-agent');
  if (clients !== undefined && !clients.some((name) => agent.startsWith(name))) return refuse('403 Forbidden');
  const known = user === '' ? password === device.enablePassword : device.accounts[user]?.password === password;
  if (!known || refuseLogin === true) {
    counts.loginsFailed += 1;
    if (syslog) {
      logDenied(device.asa, visitor, port, 1);
      logGivenUp(device.asa, visitor, 1);
    }
    return refuse('401 Unauthorized', 'WWW-Authenticate: Basic realm="Authentication"\r\n');
  }
  counts.loginsPermitted += 1;
  if (syslog) logPermitted(device.asa, visitor, port, 0);
  const [, path] = /^GET \/admin\/exec\/(\S+) HTTP\/1\.[01]$/.exec(request) ?? [];
  if (path === undefined) return refuse('404 Not Found');
  const commands = path.split('/').map((one) => decodeURIComponent(one.replaceAll('+', ' ')));
  const lines = commands.flatMap((command) => {
    counts.commands.push(command);
    if (syslog) logCommand(device.asa, user === '' ? 'enable_15' : user, fromIp, command);
    const refused = refusal(command, trouble(), generation(device) === 7);
    return disturbed(refused === undefined ? answer(device, command) : [refused], command, trouble());
  });
  const body = lines.map((line) => `${line}\n`).join('');
  const length = keepAlive ? `Content-Length: ${Buffer.byteLength(body)}\r\n` : 'Connection: close\r\n';
  out.write(`HTTP/${keepAlive ? '1.1' : '1.0'} 200 OK\r\nContent-Type: text/plain\r\n${length}\r\n`);
  if (hang === 'channel') return;
  out.begin(commands[0] ?? '');
  out.write(body);
  finish();
}

function credentials(authorization: string): readonly string[] {
  const [, encoded = ''] = /^Basic (\S+)$/.exec(authorization) ?? [];
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? [] : [text.slice(0, colon), text.slice(colon + 1)];
}

/** A certificate that signs itself, and its key. Needs the command openssl. */
export function makeCertificate(name: string): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'asa-cli-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const kind = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`];
  try {
    execFileSync('openssl', ['req', ...kind, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
