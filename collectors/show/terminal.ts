import { PollFault } from './fault.ts';
import { promptOf, type Prompt } from './prompt.ts';
import { fixed, type Sendable } from './sendable.ts';
import { atPager, beforePrompt, behindEcho, lastTwo, said } from './transcript.ts';

/** Characters of one answer that are kept; what prints more is not read. */
const LONGEST = 32 * 1024 * 1024;
/** Enough of the end to hold two prompts and the log lines between them. */
const TAIL = 4096;

/** What is waited for. It looks at the end of what came, and answers once it is there. */
interface Wait {
  readonly at: string;
  readonly look: (tail: string) => void;
  readonly fail: (fault: PollFault) => void;
}

/**
 * The conversation with the shell of an ASA: one question at a time. It knows no socket: it writes through `write`, and is told what came by
 * `hear`. The only lines that it writes are `Sendable`, empty, or the enable password.
 *
 * When is an answer whole? A line may look like the prompt, and a packet may end right behind it. So a prompt at the end is only believed when
 * it comes again: an empty line is sent, to which a shell answers with its prompt and nothing else, while in the midst of an output more output
 * follows. It costs a round trip for each command; waiting for silence would cost more, and be wrong on a slow line.
 */
export class Terminal {
  readonly #write: (text: string) => void;
  #chunks: string[] = [];
  #tail = '';
  #length = 0;
  /** An empty line is under way, whose answer tells whether the prompt is one. */
  #asked = false;
  /** Where the pager was when its key was sent: the same one is not answered twice. */
  #turned = -1;
  #wait: Wait | undefined;
  #ended: PollFault | undefined;
  #prompt: Prompt | undefined;
  #changed = false;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** The prompt that came last. */
  get prompt(): Prompt | undefined {
    return this.#prompt;
  }

  /** Whether the prompt became another one between two commands: a new name, or another role in a failover pair. */
  get changed(): boolean {
    return this.#changed;
  }

  /** What came from the device. */
  hear(text: string): void {
    this.#chunks.push(text);
    this.#length += text.length;
    this.#tail = (this.#tail + text).slice(-TAIL);
    const wait = this.#wait;
    if (this.#length > LONGEST) {
      this.end(new PollFault(wait?.at ?? 'login', 'cut', `more than ${LONGEST >> 20} MiB without an end`));
    } else wait?.look(this.#tail);
  }

  /** Nothing more will come: what is waited for fails so, and all that is asked from now on. */
  end(fault: PollFault): void {
    this.#ended ??= fault;
    this.#wait?.fail(this.#ended);
  }

  /** Waits for the first prompt behind whatever banners there are. */
  async greet(): Promise<Prompt> {
    const text = await this.#untilPrompt('login', () => true);
    return this.#learn(text, 'login');
  }

  /** Becomes privileged. The password is sent once, to a plain `Password:` behind `enable` and to nothing else. */
  async enable(password: string): Promise<Prompt> {
    let sent = false;
    this.#send(fixed.enable);
    const text = await this.#untilPrompt('login', (tail) => {
      const last = /(?:^|[\r\n])([^\r\n]*)$/.exec(tail)?.[1] ?? '';
      if (!/password:\s*$/i.test(last)) return true;
      if (sent) throw new PollFault('login', 'login refused', 'the enable password is wrong', { countsAsLogin: true });
      const asked = said(behindEcho(this.#chunks.join(''), fixed.enable, this.#prompt?.text) ?? '');
      // An ASA without an enable password asks for a new one here: that must not be answered.
      if (asked.length !== 1 || !/^Password:$/i.test(asked[0] ?? '')) {
        throw new PollFault('login', 'login refused', 'enable asks for something else than the password that is known');
      }
      sent = true;
      this.#write(`${password}\n`);
      return false;
    });
    const prompt = this.#learn(text, 'login');
    if (prompt.privileged) return prompt;
    throw new PollFault('login', 'login refused', 'the device does not let this user enable', { countsAsLogin: sent });
  }

  /** Sends a command; its output without echo, prompt and pager. Rejects with a `PollFault`, after which nothing may be asked any more. */
  async ask(command: Sendable): Promise<string> {
    if (this.#ended !== undefined) throw this.#ended;
    const stray = said(this.#chunks.join('')).filter((line) => line !== this.#prompt?.text);
    if (stray.length > 0) throw outOfStep(command, 'the device went on printing after its prompt');
    this.#send(command);
    let echoed = false;
    const text = await this.#untilPrompt(command, () => {
      echoed ||= this.#answer(command) !== undefined;
      return echoed;
    });
    const output = this.#answer(command, text) ?? '';
    return beforePrompt(output, this.#learn(text, command).text);
  }

  /** What came behind the echo of a command, if that came. Another device than an ASA, or one that lags behind, does not repeat it. */
  #answer(command: Sendable, text = this.#chunks.join('')): string | undefined {
    const output = behindEcho(text, command, this.#prompt?.text);
    if (output !== null) return output;
    throw outOfStep(command, 'the device did not repeat the command before it answered');
  }

  #send(line: Sendable): void {
    this.#restart();
    this.#write(`${line}\n`);
  }

  #restart(): void {
    this.#chunks = [];
    this.#tail = '';
    this.#length = 0;
    this.#asked = false;
    this.#turned = -1;
  }

  /** All that came, once a prompt has come twice at its end. `ready` says whether a prompt may be looked for yet, and throws to give up. */
  #untilPrompt(at: string, ready: (tail: string) => boolean): Promise<string> {
    return new Promise<string>((resolve, reject) => {
      const done = (): void => (this.#wait = undefined);
      const fail = (fault: unknown): void => {
        done();
        reject(fault instanceof Error ? fault : new Error(String(fault)));
      };
      const look = (tail: string): void => {
        try {
          if (this.#turnPage(tail) || !ready(tail)) return;
        } catch (fault) {
          fail(fault);
          return;
        }
        const [last = '', before] = lastTwo(tail) ?? [];
        if (promptOf(last) === undefined) return;
        if (!this.#asked) {
          this.#asked = true;
          this.#write('\n');
        } else if (before === last) {
          done();
          resolve(this.#chunks.join(''));
        }
      };
      if (this.#ended !== undefined) {
        reject(this.#ended);
        return;
      }
      this.#wait = { at, look, fail };
      look(this.#tail);
    });
  }

  /** Has the pager print on. The key may have been our empty line's: whether that was answered is open again. */
  #turnPage(tail: string): boolean {
    const behind = atPager(tail);
    if (behind === undefined) return false;
    const place = this.#length - behind;
    if (place !== this.#turned) {
      this.#turned = place;
      this.#asked = false;
      this.#write(' ');
    }
    return true;
  }

  #learn(text: string, at: string): Prompt {
    const prompt = promptOf(said(text.slice(-TAIL)).at(-1) ?? '');
    if (prompt === undefined) throw outOfStep(at, 'the prompt cannot be found');
    if (at !== 'login' && prompt.text !== this.#prompt?.text) this.#changed = true;
    this.#prompt = prompt;
    this.#restart();
    return prompt;
  }
}

function outOfStep(at: string, words: string): PollFault {
  return new PollFault(at, 'cut', `${words}: what belongs to which command is not sure`, { spoils: true });
}
