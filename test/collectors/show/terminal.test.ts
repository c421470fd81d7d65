import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { ShowCommand } from '../../../collectors/show/command.ts';
import { PollFault } from '../../../collectors/show/fault.ts';
import { promptOf, type Prompt } from '../../../collectors/show/prompt.ts';
import { sendable } from '../../../collectors/show/sendable.ts';
import { Terminal } from '../../../collectors/show/terminal.ts';

const command = sendable('show vpn-sessiondb anyconnect') ?? assert.fail();

const listing = 'Session Type: AnyConnect\n\nUsername     : marty                  Index        : 12\nBytes Tx     : 1';

/** A shell that answers what is written to it; `says` gets a line and gives the chunks that it prints. */
function shell(says: (line: string, nth: number) => readonly string[]): { terminal: Terminal; written: string[] } {
  const written: string[] = [];
  let nth = 0;
  const terminal: Terminal = new Terminal((text) => {
    written.push(text);
    const chunks = says(text, nth++);
    queueMicrotask(() => chunks.forEach((chunk) => terminal.hear(chunk)));
  });
  return { terminal, written };
}

interface Manner {
  readonly prompt?: string;
  /** Its prompt from the first command on. */
  readonly after?: string;
  readonly size?: number;
  readonly echo?: (line: string) => string;
}

/** One that prints `output` for the command, cut into chunks of `size`, and its prompt behind it. */
function asa(output: string, manner: Manner = {}): ReturnType<typeof shell> & { begin: () => Promise<Prompt> } {
  const { prompt = 'asa# ', after = prompt, size = Infinity, echo = (line: string): string => line } = manner;
  let current: string = prompt;
  const made = shell((line): readonly string[] => {
    if (line === '\n') return [`\r\n${current}`];
    current = after;
    return chunks(`${echo(line.trimEnd())}\r\n${output.replaceAll('\n', '\r\n')}\r\n${current}`, size);
  });
  return {
    ...made,
    begin: () => {
      made.terminal.hear(`Welcome\r\n${prompt}`);
      return made.terminal.greet();
    },
  };
}

function chunks(text: string, size: number): readonly string[] {
  if (size === Infinity) return [text];
  return Array.from({ length: Math.ceil(text.length / size) }, (_, n) => text.slice(n * size, (n + 1) * size));
}

const trimmed = (text: string): string => text.replace(/ +$/gm, '').trim();

describe('a prompt', () => {
  it('tells the name, the role and whether it is privileged', () => {
    assert.deepEqual(promptOf('ciscoasa> '), { text: 'ciscoasa>', hostname: 'ciscoasa', privileged: false });
    const role = { hostname: 'asa', privileged: true };
    assert.deepEqual(promptOf('asa/pri/act# '), { ...role, text: 'asa/pri/act#', role: 'active' });
    assert.deepEqual(promptOf('asa/ctx1/sec/stby#'), { ...role, text: 'asa/ctx1/sec/stby#', role: 'standby' });
    assert.equal(promptOf('ASA-AIP-CLI(config)#')?.hostname, 'ASA-AIP-CLI');
  });
  it('is nothing that has words beside it', () => {
    for (const line of ['', '#', 'Username : marty#', 'asa# show', '*** keep out ***>', 'a/b/c/d/e/f/g#', '-x#']) {
      assert.equal(promptOf(line), undefined, line);
    }
  });
});

describe('a terminal', () => {
  for (const size of [1, 2, 3, 7, 64, Infinity]) {
    it(`takes an answer apart from echo and prompt when it comes in pieces of ${size}`, async () => {
      const { terminal, begin } = asa(listing, { size });
      await begin();
      assert.equal(trimmed(await terminal.ask(command)), listing);
      assert.equal(trimmed(await terminal.ask(command)), listing);
    });
  }
  it('finds the prompt behind a banner whose lines look like one', async () => {
    const { terminal } = shell(() => ['\r\nreal# ']);
    terminal.hear('\r\nfake# \r\nfake#\r\nreally>\r\nreal');
    const greeted = terminal.greet();
    terminal.hear('# ');
    assert.equal((await greeted).text, 'real#');
  });
  it('does not take a banner for the prompt when a packet ends behind a line like one', async () => {
    const { terminal } = shell((_, nth) => (nth === 0 ? ['\r\nmore of the banner\r\nreal# ', '\r\nreal# '] : []));
    terminal.hear('no entry>');
    terminal.hear('\r\nfake#');
    assert.equal((await terminal.greet()).text, 'real#');
  });
  it('reads on when a line of the output is the prompt and a packet ends right there', async () => {
    const parts = ['asa# \r\nUsername : x\r\nasa#', '\r\nasa# '];
    const { terminal, written } = shell((line, nth) => {
      if (nth < 1) return ['\r\nasa# '];
      if (line !== '\n') return [`${line.trimEnd()}\r\nfirst\r\nasa# `];
      const part = parts.shift();
      return part === undefined ? [] : [part.replace(/^asa# /, '')];
    });
    terminal.hear('asa# ');
    await terminal.greet();
    const asked = terminal.ask(command);
    // The shell's own prompt, and then its answer to the empty line.
    queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => terminal.hear('\r\nasa# '))));
    assert.equal(trimmed(await asked), 'first\n\nUsername : x'.replace('\n\n', '\nasa#\n'));
    assert.deepEqual(written.slice(1), [`${command}\n`, '\n']);
  });
  it('answers the pager once for each page, and takes its traces out', async () => {
    const pages = [
      'a\r\nb\r\n<--- More --->',
      '\r              \rc\r\nd\r\n<--- More --->',
      '\r              \re\r\nasa# ',
    ];
    const { terminal, written } = shell((line, nth) => {
      if (line === '\n') return ['\r\nasa# '];
      if (nth > 0 && line === ' ') return (pages.shift() ?? '').split(/(?<=\r)/);
      return [`${line.trimEnd()}\r\n`, pages.shift() ?? ''];
    });
    terminal.hear('asa# ');
    await terminal.greet();
    assert.equal(trimmed(await terminal.ask(command)), 'a\nb\nc\nd\ne');
    assert.deepEqual(written.slice(2), [' ', ' ', '\n']);
  });
  it('learns a prompt anew, and tells that it changed', async () => {
    const { terminal, begin } = asa(listing, { prompt: 'asa/pri/act# ', after: 'asa/pri/stby# ' });
    assert.equal((await begin()).role, 'active');
    assert.equal(trimmed(await terminal.ask(command)), listing);
    assert.deepEqual([terminal.prompt?.role, terminal.changed], ['standby', true]);
  });
  it('knows its command again when the echo is wrapped', async () => {
    const { terminal, begin } = asa(listing, { echo: (line) => `${line.slice(0, 11)}\r\n${line.slice(11)}` });
    await begin();
    assert.equal(trimmed(await terminal.ask(command)), listing);
  });
  it('looks through lines of the log around prompts and echo', async () => {
    const log = "%ASA-5-111008: User 'marty' executed the 'show clock' command.\r\n";
    const { terminal } = shell((line) =>
      line === '\n' ? [`\r\n${log}asa# `] : [`\r\n${log}`, `asa# ${line.trimEnd()}\r\nfirst\r\nasa# \r\n${log}`],
    );
    terminal.hear('asa# ');
    await terminal.greet();
    assert.equal(trimmed(await terminal.ask(command)), 'first');
  });
  it('gives up when something is printed that nobody asked for', async () => {
    const { terminal, begin } = asa(listing);
    await begin();
    await terminal.ask(command);
    terminal.hear('The system goes down\r\nasa# ');
    await assert.rejects(terminal.ask(command), (fault) => fault instanceof PollFault && fault.spoils);
  });
  it('gives up when the answer is not to the command', async () => {
    const { terminal, begin } = asa(listing, { echo: () => 'show version' });
    await begin();
    await assert.rejects(terminal.ask(command), (fault) => fault instanceof PollFault && fault.spoils);
  });
  it('fails what is waited for when the connection ends', async () => {
    const { terminal, begin } = asa(listing);
    await begin();
    const asked = terminal.ask(command);
    terminal.end(new PollFault(command, 'cut', 'gone'));
    await assert.rejects(asked, { message: 'gone' });
    await assert.rejects(terminal.ask(command), { message: 'gone' });
  });
});

describe('enable', () => {
  const enabling = (answer: (sent: string) => readonly string[]) => {
    const made = shell((line, nth) => (nth === 0 ? ['\r\nasa> '] : answer(line)));
    made.terminal.hear('asa> ');
    return made;
  };
  it('sends its password once, to its own question', async () => {
    const { terminal, written } = enabling((sent) =>
      sent === 'enable\n' ? ['enable\r\nPass', 'word: '] : ['\r\nasa# '],
    );
    await terminal.greet();
    assert.equal((await terminal.enable('flux')).text, 'asa#');
    assert.equal(written.filter((line) => line.includes('flux')).length, 1);
  });
  it('sends it no second time', async () => {
    const { terminal, written } = enabling((sent) =>
      sent === 'enable\n' ? ['enable\r\nPassword: '] : ['\r\nInvalid password\r\nPassword: '],
    );
    await terminal.greet();
    await assert.rejects(terminal.enable('flux'), (fault) => fault instanceof PollFault && fault.countsAsLogin);
    assert.equal(written.filter((line) => line.includes('flux')).length, 1);
  });
  it('does not set a password where there is none', async () => {
    const { terminal, written } = enabling(() => [
      'enable\r\nThe enable password is not set. Please set it now.\r\nEnter  Password: ',
    ]);
    await terminal.greet();
    await assert.rejects(terminal.enable('flux'), { why: 'login refused', countsAsLogin: false });
    assert.ok(!written.some((line) => line.includes('flux')));
  });
  it('says so when the device does not let the user', async () => {
    const { terminal } = enabling((sent) => (sent === 'enable\n' ? ['enable\r\n'] : []));
    await terminal.greet();
    const asked = terminal.enable('flux');
    queueMicrotask(() => terminal.hear('Access denied.\r\nasa> '));
    queueMicrotask(() => queueMicrotask(() => terminal.hear('\r\nasa> ')));
    await assert.rejects(asked, { why: 'login refused' });
  });
});

describe('what may be sent', () => {
  it('is a row of the list and nothing else', () => {
    assert.equal(sendable('show vpn-sessiondb summary'), 'show vpn-sessiondb summary');
    for (const other of [
      'show',
      'reload',
      'show vpn-sessiondb summary\nreload',
      'vpn-sessiondb logoff all',
      'configure terminal',
    ]) {
      assert.equal(sendable(other), undefined, other);
    }
  });
  it('takes no word for a hole that is more than a name', () => {
    const rows: readonly ShowCommand[] = [
      { command: 'show ip local pool {pool}', read: () => ({ outcome: 'read', facts: null }) },
    ];
    const pool = (name: string): string | undefined => sendable('show ip local pool {pool}', { pool: name }, rows);
    assert.equal(pool('vpnpool'), 'show ip local pool vpnpool');
    for (const name of ['', 'a b', 'a\nreload', 'a|b', 'a;b', 'a?', 'a\r']) assert.equal(pool(name), undefined, name);
  });
});
