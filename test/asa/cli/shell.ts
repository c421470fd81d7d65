import { answer, invalid } from './answer.ts';
import { generation } from './device.ts';
import type { Device } from './device.ts';
import type { Outflow } from './outflow.ts';
import { logCommand } from './own-syslog.ts';
import { disturbed, refusal } from './trouble.ts';
import type { Counts, Trouble } from './trouble.ts';

/** How the command line behaves. */
export interface Manner {
  /** Printed after the login, before the prompt; may hold `#` and `>`. */
  readonly banner: readonly string[];
  /** `prompt hostname context priority state`; the context is printed only where there are some. */
  readonly prompt: readonly ('hostname' | 'context' | 'priority' | 'state')[];
  /** Security contexts to change to; none: single mode. */
  readonly contexts: readonly string[];
  /** `aaa authorization exec ... auto-enable`: whoever has privilege 15 comes in at `#`. */
  readonly autoEnable: boolean;
  readonly echo: boolean;
  /** Lines between two `<--- More --->`; 0: none. */
  readonly pager: number;
  /** Ends of lines as `\r\n`, or all kinds of them by turns. */
  readonly newline: 'crlf' | 'mixed';
  /** The echo of what is typed, and the records of the `full` form, wrap at this column; 0: they do not. Other output never does (G1). */
  readonly width: number;
  /** `exit` drops the connection without closing the channel. */
  readonly abrupt: boolean;
}

export const plainManner: Manner = {
  banner: [],
  prompt: ['hostname', 'context'],
  contexts: [],
  autoEnable: false,
  echo: true,
  pager: 24,
  newline: 'crlf',
  width: 0,
  abrupt: true,
};

/** What a shell is opened with. */
export interface Opening {
  readonly device: Device;
  readonly manner: Manner;
  readonly user: string;
  readonly fromIp: string;
  readonly counts: Counts;
  readonly trouble: () => Trouble;
  readonly syslog: boolean;
  readonly out: Outflow;
  /** The user has said `exit`. */
  readonly leave: () => void;
}

type Mode = 'user' | 'privileged' | 'config';

/** One login to the command line: takes what is typed, and prints. */
export class Shell {
  readonly #opening: Opening;
  #mode: Mode = 'user';
  #user: string;
  #context: string;
  #typed = '';
  #promptWidth = 0;
  #pager: number;
  /** Output that waits for a key. */
  #pages: string[] = [];
  /** A question that the next line answers. */
  #question: { readonly hidden: boolean; readonly then: (text: string) => void } | undefined;
  #lines = 0;
  #skip = '';

  constructor(opening: Opening) {
    const { manner, device, user } = opening;
    this.#opening = opening;
    this.#user = user;
    this.#context = manner.contexts[0] ?? '';
    this.#pager = manner.pager;
    if (manner.autoEnable && (device.accounts[user]?.privilege ?? 1) >= 15) this.#mode = 'privileged';
  }

  start(): void {
    for (const line of this.#opening.manner.banner) this.#print(`${line}${this.#end()}`);
    this.#print(`Type help or '?' for a list of available commands.${this.#end()}`);
    this.#prompt();
  }

  /** Keys that were pressed. */
  type(text: string): void {
    for (const key of text) {
      if (this.#opening.out.dead) return;
      const pair = this.#skip + key;
      this.#skip = '';
      if (pair === '\r\n') continue;
      if (this.#pages.length > 0) this.#more(key);
      else if (key === '\r' || key === '\n') {
        if (key === '\r') this.#skip = key;
        this.#enter();
      } else {
        this.#typed += key;
        if (this.#question?.hidden === true) this.#print('*');
        else if (this.#opening.manner.echo) this.#echo(key);
      }
    }
  }

  #echo(key: string): void {
    const { width } = this.#opening.manner;
    const column = this.#promptWidth + this.#typed.length;
    this.#print(width > 0 && column % width === 0 ? `${key}${this.#end()}` : key);
  }

  #enter(): void {
    const line = this.#typed;
    const question = this.#question;
    this.#typed = '';
    this.#question = undefined;
    if (this.#opening.manner.echo) this.#print(this.#end());
    if (question !== undefined) question.then(line);
    else this.#run(line.trim());
  }

  #run(line: string): void {
    const { device, counts, trouble, out, leave, syslog, fromIp } = this.#opening;
    if (line !== '') counts.commands.push(line);
    out.begin(line);
    const refused = line === '' ? undefined : refusal(line, trouble(), generation(device) === 7);
    if (refused !== undefined) return this.#say(line, [refused]);
    const [word = '', ...rest] = line.split(/\s+/);
    const own = this.#own(word, rest);
    if (own === 'left') {
      this.#print(`${this.#end()}Logoff${this.#end()}${this.#end()}`);
      return out.after(leave);
    }
    if (own === 'asked') return;
    if (own !== undefined) return this.#say(line, own);
    if (syslog) logCommand(device.asa, this.#user, fromIp, line);
    if (this.#mode === 'config' && word !== 'show') return this.#say(line, []);
    if (this.#mode === 'user' && !forAll.includes(line)) return this.#say(line, invalid(line.indexOf(rest[0] ?? '')));
    this.#say(line, answer(device, line));
  }

  /** What the command line does by itself; `undefined`: it is a question to the device. */
  #own(word: string, rest: readonly string[]): readonly string[] | 'left' | 'asked' | undefined {
    const { device, manner } = this.#opening;
    const given = rest.join(' ');
    if (word === '') return [];
    if (word === 'exit' || word === 'quit' || word === 'logout' || word === 'end') {
      if (this.#mode !== 'config') return word === 'end' ? undefined : 'left';
      this.#mode = 'privileged';
      return [];
    }
    if (word === 'enable') {
      if (this.#mode === 'user') return this.#askEnable(1);
      return [];
    }
    if (word === 'login') return this.#askLogin();
    if (word === 'disable') {
      this.#mode = 'user';
      return [];
    }
    const pager = /^pager (?:lines )?(\d+)$/.exec(given);
    if (word === 'terminal' && pager !== null) {
      this.#pager = Number(pager[1]);
      return [];
    }
    if (word === 'configure' && given === 'terminal' && this.#mode === 'privileged') {
      this.#mode = 'config';
      return [];
    }
    if (word === 'changeto' && manner.contexts.length > 0) {
      const name = given === 'system' ? 'system' : rest[1];
      if (name !== 'system' && !manner.contexts.includes(name ?? '')) return [`ERROR: Context ${name} does not exist`];
      this.#context = name ?? '';
      return [];
    }
    if (word === 'show' && given === 'curpriv') {
      const level = this.#mode === 'user' ? 1 : 15;
      const name = this.#user === '' || device.accounts[this.#user] === undefined ? `enable_${level}` : this.#user;
      return [
        `Username : ${name}`,
        `Current privilege level : ${level}`,
        `Current Mode/s : ${level === 1 ? 'P_UNPR' : 'P_PRIV'}${this.#mode === 'config' ? ' P_CONF' : ''}`,
      ];
    }
    return undefined;
  }

  #askEnable(tries: number): 'asked' {
    const { device, counts } = this.#opening;
    this.#ask('Password: ', true, (password) => {
      counts.passwords += 1;
      if (password === device.enablePassword) {
        this.#mode = 'privileged';
        this.#user = 'enable_15';
        return this.#prompt();
      }
      this.#print(`Invalid password${this.#end()}`);
      if (tries < 3) this.#askEnable(tries + 1);
      else this.#say('enable', ['Access denied.']);
    });
    return 'asked';
  }

  #askLogin(): 'asked' {
    const { device, counts } = this.#opening;
    this.#ask('Username: ', false, (user) => {
      this.#ask('Password: ', true, (password) => {
        counts.passwords += 1;
        const account = device.accounts[user];
        if (account?.password !== password) return this.#say('login', ['Login failed']);
        this.#user = user;
        this.#mode = account.privilege >= 2 ? 'privileged' : 'user';
        this.#prompt();
      });
    });
    return 'asked';
  }

  #ask(words: string, hidden: boolean, then: (text: string) => void): void {
    this.#question = { hidden, then };
    this.#print(words);
  }

  #say(command: string, lines: readonly string[]): void {
    const { width } = this.#opening.manner;
    const told = disturbed(lines, command, this.#opening.trouble());
    const wraps = width > 0 && /\bfull\b/.test(command);
    const wrapped = wraps ? told.flatMap((line) => pieces(line, width)) : told;
    this.#pages =
      this.#pager === 0
        ? []
        : chunks(wrapped, this.#pager)
            .slice(1)
            .map((page) => this.#text(page));
    this.#print(this.#text(this.#pager === 0 ? wrapped : wrapped.slice(0, this.#pager)));
    if (this.#pages.length > 0) this.#print(more);
    else this.#prompt();
  }

  #more(key: string): void {
    const page = key === 'q' ? undefined : this.#pages.shift();
    if (page === undefined) this.#pages = [];
    this.#print(`${erase}${page ?? ''}`);
    if (this.#pages.length > 0) this.#print(more);
    else this.#prompt();
  }

  #prompt(): void {
    const { device, manner } = this.#opening;
    const { unit, role } = device.chassis();
    const parts = {
      hostname: device.hostname,
      context: this.#context,
      priority: unit === undefined ? '' : unit === 'Primary' ? 'pri' : 'sec',
      state: unit === undefined ? 'actNoFailover' : role === 'active' ? 'act' : 'stby',
    };
    const words = manner.prompt.map((part) => parts[part]).filter((part) => part !== '');
    const mode = this.#mode === 'config' ? '(config)' : '';
    const prompt = `${words.join('/')}${mode}${this.#mode === 'user' ? '>' : '#'} `;
    this.#promptWidth = prompt.length;
    this.#print(prompt);
  }

  readonly #text = (lines: readonly string[]) => lines.map((line) => line + this.#end()).join('');

  #end(): string {
    this.#lines += 1;
    return this.#opening.manner.newline === 'crlf' ? '\r\n' : (ends[this.#lines % ends.length] ?? '\r\n');
  }

  #print(text: string): void {
    this.#opening.out.write(text);
  }
}

const more = '<--- More --->';
const erase = '\r              \r';
const ends = ['\r\n', '\r\r\n', '\n\r', '\r\n'] as const;
const forAll = ['show version', 'show clock', 'show failover', 'show curpriv'];

function chunks(lines: readonly string[], size: number): readonly (readonly string[])[] {
  const count = Math.ceil(lines.length / size);
  return Array.from({ length: count }, (_, place) => lines.slice(place * size, (place + 1) * size));
}

const pieces = (line: string, width: number): readonly string[] =>
  line.length <= width ? [line] : (line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [line]);
