import { request } from 'node:https';
import ssh2 from 'ssh2';
import type { ClientChannel, ConnectConfig } from 'ssh2';
import type { CliServer } from './ssh-server.ts';

/** A person at a terminal: types, and waits for what the screen shows. For the simulator's own tests. */
export interface Terminal {
  /** Types this, then waits until the screen's last part fits; gives all that came since the last wait. */
  readonly type: (text: string, until: RegExp) => Promise<string>;
  /** Waits for what fits, without typing. */
  readonly until: (wanted: RegExp) => Promise<string>;
  /** Resolves when the connection has ended, however. */
  readonly ended: Promise<void>;
  /** All that came and was not waited for. */
  readonly rest: () => string;
  readonly close: () => void;
}

export const password = 'flux capacitor';

/** Logs in by SSH with a shell; rejects with the words of the error. */
export async function terminal(server: CliServer, more: ConnectConfig = {}): Promise<Terminal> {
  const client = new ssh2.Client();
  const { host, port } = server;
  let shown = '';
  let look: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => client.once('close', () => resolve()));
  const channel = await new Promise<ClientChannel>((resolve, reject) => {
    client.on('error', reject).once('close', () => reject(new Error('closed')));
    client.on('keyboard-interactive', (_name, _words, _language, _prompts, answer) => answer([password]));
    client.once('ready', () => client.shell((error, one) => (error === undefined ? resolve(one) : reject(error))));
    client.connect({ host, port, username: 'tunnelwatch', password, ...more });
  });
  channel.on('data', (bytes: Buffer) => {
    shown += bytes.toString();
    look();
  });
  const until = (wanted: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const deadline = setTimeout(
        () => reject(new Error(`${String(wanted)} never came: ${JSON.stringify(shown)}`)),
        5000,
      );
      look = () => {
        if (!wanted.test(shown)) return;
        clearTimeout(deadline);
        look = () => undefined;
        const told = shown;
        shown = '';
        resolve(told);
      };
      void ended
        .then(() => clearTimeout(deadline))
        .then(() => reject(new Error(`it ended after ${JSON.stringify(shown)}`)));
      look();
    });
  return {
    type: (text, wanted) => {
      channel.write(text);
      return until(wanted);
    },
    until,
    ended,
    rest: () => shown,
    close: () => client.end(),
  };
}

/** Asks by HTTPS; an end that comes too early is an end. */
export async function ask(server: CliServer, path: string, more: { user?: string; agent?: string } = {}) {
  const { user = `tunnelwatch:${password}`, agent = 'Tunnelwatch' } = more;
  return await new Promise<{ readonly status: number; readonly body: string }>((resolve, reject) => {
    const asked = request(
      {
        ...{ host: server.host, port: server.port, path, auth: user, rejectUnauthorized: false, agent: false },
        headers: { 'user-agent': agent },
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.once('error', reject).once('end', () => resolve({ status: response.statusCode ?? 0, body }));
      },
    );
    asked.once('error', reject).end();
  });
}
