import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Server as TcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import type { Letter } from '../../../server/alert/deliver.ts';
import type { Channel, Circumstances, Notification, Told } from '../../../server/domain/alert/notification.ts';
import { makeCertificate } from '../../collectors/certificate.ts';
import { NOON } from '../store/scratch.ts';

/** A pool that is nearly full, as it is told. */
export const pool: Told = {
  ...{ alert: 7, rule: 'pool.chain', title: 'The address pools of a connection profile fill up' },
  ...{ severity: 'critical', state: 'open', escalated: false, text: 'hillvalleyvpn: 96 of 100 addresses are taken' },
  ...{ device: 'HV-ASA', site: 'Hill Valley', contact: 'Doc Brown, +1 555 0100' },
  ...{ raisedAt: NOON - 60_000, value: 0.96, threshold: 0.95, unit: 'share', count: 1, connected: 96 },
  ...{ alsoOn: ['TOKYO-ASA'], messages: [7_001, 7_002] },
  paths: { alert: '/alerts/7', about: '/pools/1', runbook: '/pools' },
};

/** What is looked up of it when it is sent; one line is no longer kept. */
export const circumstances: Circumstances = {
  lines: { 7001: '%ASA-4-737019: IPAA: Unable to get address from group-policy or tunnel-group local pools' },
  headEnds: { 'HV-ASA': { failing: 2, lastChange: 'marty at 11:58: ip local pool vpnpool ...' } },
};

export const raised: Notification = {
  ...{ id: 3, at: NOON, kind: 'raised', group: 'pool.chain Hill Valley', severity: 'critical' },
  ...{ title: 'HV-ASA: the pools of hillvalleyvpn are 96 % full', alerts: [pool], alertsInAll: 1, events: 1, open: 1 },
};

export const cleared: Notification = {
  ...{ ...raised, id: 4, at: NOON + 60_000, kind: 'cleared', open: 0 },
  alerts: [{ ...pool, state: 'cleared', clearedAt: NOON + 60_000 }],
};

export function channel(own: Partial<Channel> = {}): Channel {
  return {
    ...{ id: 1, name: 'noc', kind: 'webhook', settings: {}, from: 'warning', onlyEscalated: false },
    ...{ rules: [], sites: [], enabled: true },
    ...own,
  };
}

export function letter(own: Partial<Letter> = {}): Letter {
  return { notification: raised, channel: channel(), secrets: {}, circumstances, key: 'tw-abc-3-1', ...own };
}

/** What a sink has been sent. */
export interface Taken {
  readonly headers: IncomingMessage['headers'];
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** An HTTPS server that keeps what it is sent, with a certificate that it has made itself. */
export interface Sink {
  readonly port: number;
  readonly taken: readonly Taken[];
  /** How many have connected. */
  readonly connections: () => number;
  readonly ca: string;
}

/** Starts one; `answer` takes the place of a status of 200. It is gone after the test. */
export async function startSink(
  test: TestContext,
  {
    answer,
    isTls = true,
  }: { readonly answer?: (response: ServerResponse, taken: Taken) => void; readonly isTls?: boolean } = {},
): Promise<Sink> {
  const folder = scratchFolder(test);
  const files = makeCertificate(folder, 'sink');
  const [cert, key] = [readFileSync(files.cert, 'utf8'), readFileSync(files.key, 'utf8')];
  const taken: Taken[] = [];
  const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { headers, method = '', url: path = '' } = incoming;
      const one = { headers, method, path, body: Buffer.concat(chunks).toString() };
      taken.push(one);
      if (answer === undefined) response.writeHead(200).end('ok');
      else answer(response, one);
    });
  };
  const server: Server = isTls ? createServer({ cert, key }, listener) : createHttp(listener);
  let connections = 0;
  server.on('connection', () => (connections += 1));
  const port = await listening(test, server);
  return { port, taken, connections: () => connections, ca: cert };
}

/** Lets a server listen on a free port of 127.0.0.1 until the test is over. */
export async function listening(test: TestContext, server: Server | TcpServer): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  test.after(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port; // it listens on TCP
}

/** A folder that is gone after the test. */
export function scratchFolder(test: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-alert-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A signal that never aborts. */
export const endless = new AbortController().signal;
