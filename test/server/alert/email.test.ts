import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { describe, it, type TestContext } from 'node:test';

import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

import { email } from '../../../server/alert/email.ts';
import { makeCertificate } from '../../collectors/certificate.ts';
import { channel, cleared, endless, letter, listening, raised, scratchFolder } from './lab.ts';

interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
  readonly user: string | undefined;
  readonly text: string;
}

interface Relay {
  readonly port: number;
  readonly ca: string;
  readonly mails: readonly Mail[];
}

async function startRelay(t: TestContext, options: SMTPServerOptions = {}): Promise<Relay> {
  const files = makeCertificate(scratchFolder(t), 'smtp');
  const [cert, key] = [readFileSync(files.cert, 'utf8'), readFileSync(files.key, 'utf8')];
  const mails: Mail[] = [];
  const server = new SMTPServer({
    ...{ cert, key, disableReverseLookup: true, logger: false },
    onAuth: ({ username, password }, _session, done) => {
      if (username === 'marty' && password === 'flux capacitor') done(null, { user: username });
      else done(new Error('Invalid login: marty/flux capacitor'));
    },
    onRcptTo: ({ address }, _session, done) => done(address.startsWith('nobody@') ? new Error('no such user') : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        const user: unknown = session.user;
        mails.push({ from, to: rcptTo.map(({ address }) => address), secure: session.secure, user: typeof user === 'string' ? user : undefined, text: Buffer.concat(chunks).toString() }); // prettier-ignore
        done(null);
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => new Promise<void>((done) => server.close(done)));
  const address = server.server.address();
  assert.ok(address !== null && typeof address === 'object');
  return { port: address.port, ca: cert, mails };
}

const resolve = (): Promise<readonly string[]> => Promise.resolve(['127.0.0.1']);
const send = email({ resolve, pages: undefined });
const whom = {
  host: 'localhost',
  sender: 'tunnelwatch@hillvalley.example',
  to: 'doc@hillvalley.example,noc@hillvalley.example',
};

const to = (
  { port, ca }: Relay,
  settings: Record<string, string> = {},
  password = 'flux capacitor',
  notification = raised,
) =>
  letter({
    notification,
    channel: channel({ kind: 'email', settings: { ...whom, port: String(port), ca, user: 'marty', ...settings } }),
    secrets: { password },
  });

describe('e-mail', () => {
  it('is sent once over STARTTLS after a login, and known again by its id', async (t) => {
    const relay = await startRelay(t);
    assert.deepEqual(await send(to(relay), endless), { sent: true, result: 'SMTP 250' });
    const [mail, ...more] = relay.mails;
    assert.ok(mail);
    assert.deepEqual(more, []);
    const { text, ...envelope } = mail;
    assert.deepEqual(envelope, {
      ...{ from: 'tunnelwatch@hillvalley.example', to: ['doc@hillvalley.example', 'noc@hillvalley.example'] },
      ...{ secure: true, user: 'marty' },
    });
    assert.match(text, /^Subject: \[critical\] HV-ASA: the pools of hillvalleyvpn are 96 % full\r$/m);
    assert.match(text, /^Message-ID: <tw-abc-3-1@hillvalley.example>\r$/m);
    assert.match(text, /^X-Tunnelwatch-Key: tw-abc-3-1\r$/m);
    assert.match(text, /^Auto-Submitted: auto-generated\r$/m);
    assert.match(text, /^Content-Type: text\/plain; charset=utf-8\r$/m);
    assert.match(text, /hillvalleyvpn: 96 of 100 addresses are taken/);
    await send(to(relay, {}, undefined, cleared), endless);
    const thread = /^References: (\S+)\r$/m;
    assert.equal(
      thread.exec(text)?.[1],
      thread.exec(relay.mails[1]?.text ?? '')?.[1],
      'the end is in one thread with its beginning',
    );
  });

  it('is sent over TLS from the start, and to a relay without TLS only where that was said', async (t) => {
    const tls = await startRelay(t, { secure: true });
    assert.ok((await send(to(tls, { security: 'tls' }), endless)).sent);
    assert.equal(tls.mails[0]?.secure, true);
    const bare = await startRelay(t, { disabledCommands: ['STARTTLS', 'AUTH'], authOptional: true });
    const { sent, result } = await send(to(bare), endless);
    assert.equal(sent, false);
    t.diagnostic(result);
    const { user, ...settings } = { ...whom, port: String(bare.port), security: 'none', user: '' };
    assert.equal(user, '');
    assert.ok((await send(letter({ channel: channel({ kind: 'email', settings }) }), endless)).sent);
    assert.equal(bare.mails.length, 1);
  });

  it('tells nobody its password who cannot prove to be the server, and tells of a refused one by a code alone', async (t) => {
    const logins: string[] = [];
    const relay = await startRelay(t, {
      onAuth: ({ password }, _session, done) => {
        logins.push(password ?? '');
        done(new Error('no: flux capacitor'));
      },
    });
    const strange = await send(
      to({ ...relay, ca: readFileSync(makeCertificate(scratchFolder(t), 'other').cert, 'utf8') }),
      endless,
    );
    assert.equal(strange.sent, false);
    assert.match(strange.result, /certificate is not accepted/);
    const otherName = await send(to(relay, { host: 'mail.example' }), endless);
    assert.match(otherName.result, /certificate is not accepted \(ERR_TLS_CERT_ALTNAME_INVALID\)/);
    assert.deepEqual(logins, []);
    assert.deepEqual(await send(to(relay), endless), { sent: false, result: 'the login is refused (SMTP 535)' });
    assert.deepEqual(logins, ['flux capacitor']);
  });

  it('goes to those who are taken, and fails where nobody is', async (t) => {
    const relay = await startRelay(t);
    const partly = await send(to(relay, { to: 'doc@hillvalley.example,nobody@hillvalley.example' }), endless);
    assert.deepEqual(partly, { sent: true, result: 'SMTP 250, 1 of 2 recipients refused' });
    const none = await send(to(relay, { to: 'nobody@hillvalley.example' }), endless);
    assert.deepEqual(none, { sent: false, result: 'the sender or every recipient is refused (SMTP 550)' });
  });

  it('has no header that the network has written', async (t) => {
    const relay = await startRelay(t);
    const title = 'x\r\nBcc: evil@example.com\r\n\r\nbody';
    await send(to(relay, {}, undefined, { ...raised, title }), endless);
    const [head = ''] = (relay.mails[0]?.text ?? '').split('\r\n\r\n');
    assert.doesNotMatch(head, /^Bcc:/m);
    assert.deepEqual(relay.mails[0]?.to.length, 2);
  });

  it('lets go of a server that greets and then says nothing, when its time is over', async (t) => {
    let gone: () => void = () => undefined;
    const closed = new Promise<void>((done) => (gone = done));
    let greeted: () => void = () => undefined;
    const spoke = new Promise<void>((done) => (greeted = done));
    const deaf: Server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('close', gone);
      socket.write('220 deaf\r\n');
      socket.once('data', greeted);
    });
    const port = await listening(t, deaf);
    const isOver = new AbortController();
    const trying = send(to({ port, ca: '', mails: [] }), isOver.signal);
    await spoke;
    isOver.abort(new DOMException('over', 'TimeoutError'));
    assert.deepEqual(await trying, { sent: false, result: 'not done within 10 s' });
    await closed;
  });
});
