import type { ArchiveCounts, ArchiveMark } from '../domain/archive.ts';
import type { Bytes } from '../domain/packed.ts';
import { field, text } from './body.ts';
import { UsageFault } from './fault.ts';
import { ImportDesk, type DeskParts, type ImportClosed, type ImportedFile, type ImportOrder } from './import-desk.ts';

/** What each action answers; each but the first tells which run it is of. */
export interface ImportAnswers {
  readonly 'import.open': { readonly run: number };
  readonly 'import.begin': ArchiveMark;
  /** `null`: nothing is decided upon yet. */
  readonly 'import.block': ArchiveCounts | null;
  readonly 'import.end': ArchiveMark;
  readonly 'import.close': ImportClosed;
}

export type ImportActions = { readonly [K in keyof ImportAnswers]: (body: unknown) => Promise<ImportAnswers[K]> };

/** Importing in this process: one run at a time, the last one that began. */
export interface Importing {
  readonly actions: ImportActions;
  /** Gives up the run that goes on, because what it holds is not so any more; whoever imports begins again, and goes on where it was. */
  readonly drop: (why: string) => Promise<void>;
}

/** Whoever hands nothing over for so long is no more, in milliseconds: what is held for it is let go. */
const IDLE = 10 * 60_000;

/** The actions of importing. */
export function importing(parts: DeskParts): Importing {
  let run = 0;
  let current: ImportDesk | undefined;
  let dropped = 'no import was begun';
  let idle: NodeJS.Timeout | undefined;
  const drop = async (why: string): Promise<void> => {
    clearTimeout(idle);
    const desk = current;
    current = undefined;
    dropped = why;
    await desk?.stop();
  };
  const wait = (): void => {
    clearTimeout(idle);
    idle = setTimeout(() => void drop('nothing was handed over for 10 minutes: import once more'), IDLE).unref();
  };
  const desk = (body: unknown): ImportDesk => {
    if (current === undefined) throw new Error(dropped);
    if (field(body, 'run') !== run) throw new Error('another import has begun, which takes the place of this one');
    wait();
    return current;
  };
  const actions: ImportActions = {
    'import.open': async (body) => {
      run += 1;
      const mine = run;
      await drop('another import has begun, which takes the place of this one');
      const opened = await ImportDesk.open(parts, readOrder(body));
      if (mine !== run) await opened.stop();
      else current = opened;
      wait();
      return { run: mine };
    },
    'import.begin': (body) => desk(body).begin(readFile(field(body, 'file'))),
    'import.block': async (body) => {
      const counts = await desk(body).block(lines(field(body, 'text')), whole(field(body, 'offset'), 'offset'));
      // What arrives comes first.
      await new Promise(setImmediate);
      return counts ?? null;
    },
    'import.end': (body) => desk(body).end(),
    'import.close': async (body) => {
      const closed = await desk(body).close();
      await drop('the import is over');
      return closed;
    },
  };
  return { actions, drop };
}

function readOrder(body: unknown): ImportOrder {
  const [device, zone] = [field(body, 'device'), field(body, 'zone')];
  return {
    ...(field(body, 'leave') === true && { leave: true }),
    ...(device !== undefined && { device: text(device, 'device') }),
    ...(zone !== undefined && { zone: text(zone, 'zone') }),
  };
}

function readFile(file: unknown): ImportedFile {
  return {
    name: text(field(file, 'name'), 'name'),
    head: text(field(file, 'head'), 'head'),
    headBytes: whole(field(file, 'headBytes'), 'headBytes'),
    size: whole(field(file, 'size'), 'size'),
    near: whole(field(file, 'near'), 'near'),
  };
}

/** Lines in UTF-8; from another process they come as a text. */
function lines(text: unknown): Bytes {
  if (text instanceof Uint8Array) return text as Bytes; // of `blocksOf`, with bytes of their own
  if (typeof text !== 'string') throw new UsageFault('text: not a text');
  return new TextEncoder().encode(text);
}

function whole(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new UsageFault(`${what}: not a whole number`);
  return value;
}
