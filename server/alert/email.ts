import { createHash } from 'node:crypto';
import { isIP } from 'node:net';

import { createTransport } from 'nodemailer';

import type { Notification } from '../domain/alert/notification.ts';
import { failed, sent, wordsOf, type Letter, type Send } from './deliver.ts';
import { dial } from './dial.ts';
import { addressOf, type Resolve } from './resolve.ts';
import { bodyOf, subjectOf, type Pages } from './words.ts';

/** What the sender of e-mail takes. */
export interface EmailParts {
  readonly resolve: Resolve;
  readonly pages: Pages;
}

/** Sends over nodemailer's SMTP. Its words hold what the server said, which may repeat a login: only codes of it leave this file. */
export function email({ resolve, pages }: EmailParts): Send {
  return async (letter, signal) => {
    try {
      const { host = '' } = letter.channel.settings;
      const address = await addressOf(host, resolve, signal);
      return await sendOver(address, letter, pages, signal);
    } catch (fault) {
      return failed(signal.aborted ? wordsOf(signal.reason) : smtpWords(fault));
    }
  };
}

/**
 * Settings: `host`, `port`, `security` (`starttls`, `tls`, or `none` for a relay beside us, without login), `user`, `sender`, `to` (with commas), `ca` (PEM);
 * secret: `password`. The certificate is always checked, and nothing is said before it is. One recipient who is taken is enough: all of it
 * would go again to those who have it.
 */
async function sendOver(
  address: string,
  { notification, channel: { settings }, secrets, circumstances, key }: Letter,
  pages: Pages,
  signal: AbortSignal,
): ReturnType<Send> {
  const { host = '', port = '587', security = 'starttls', user, sender = '', to = '', ca } = settings;
  const connection = await dial(address, Number(port), signal);
  const transport = createTransport({
    ...{ connection, host, port: Number(port), secure: security === 'tls', requireTLS: security === 'starttls' },
    ignoreTLS: security === 'none',
    tls: { minVersion: 'TLSv1.2', ...(isIP(host) === 0 && { servername: host }), ...(ca !== undefined && { ca }) },
    ...(user !== undefined && { auth: { user, pass: secrets['password'] ?? '' } }),
    ...{ disableFileAccess: true, disableUrlAccess: true, maxResponseSize: 64 * 1024 },
  });
  try {
    const thread = threadOf(notification, sender);
    const info = await transport.sendMail({
      ...{
        from: sender,
        to: to.split(','),
        subject: subjectOf(notification),
        text: bodyOf(notification, circumstances, pages).join('\r\n'),
      },
      // The same in every try, so a second copy is known as one; the thread is the group's.
      ...{
        messageId: `<${key}@${domainOf(sender)}>`,
        date: new Date(notification.at),
        inReplyTo: thread,
        references: thread,
      },
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Tunnelwatch-Key': key },
    });
    const refused = info.rejected.length;
    return sent(`SMTP 250${refused > 0 ? `, ${refused} of ${refused + info.accepted.length} recipients refused` : ''}`);
  } finally {
    transport.close();
    connection.destroy();
  }
}

/** An id that no message has: what has one parent is one thread. */
function threadOf({ group }: Notification, sender: string): string {
  return `<group-${createHash('sha256').update(group).digest('hex').slice(0, 32)}@${domainOf(sender)}>`;
}

function domainOf(sender: string): string {
  return /@([A-Za-z0-9.-]+)>?$/.exec(sender)?.[1] ?? 'tunnelwatch.invalid';
}

/** nodemailer's own codes; what has no words here is a code of the system. */
const codes: Readonly<Record<string, string>> = {
  EAUTH: 'the login is refused',
  ENOAUTH: 'it wants a login',
  EENVELOPE: 'the sender or every recipient is refused',
  EMESSAGE: 'the message is refused',
  ETLS: 'no TLS: it does not offer it, or its certificate is not accepted',
  EPROTOCOL: 'it does not speak SMTP as it should',
  ECONNECTION: 'the connection was closed',
};

function smtpWords(fault: unknown): string {
  if (!(fault instanceof Error)) return wordsOf(fault);
  const status =
    'responseCode' in fault && typeof fault.responseCode === 'number' ? ` (SMTP ${fault.responseCode})` : '';
  // What the system or TLS said stands beside nodemailer's own code.
  const inner = 'originalCode' in fault ? wordsOf(Object.assign(new Error(), { code: fault.originalCode })) : undefined;
  const code = 'code' in fault ? String(fault.code) : '';
  return `${inner ?? codes[code] ?? wordsOf(fault)}${status}`;
}
