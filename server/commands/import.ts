import { basename } from 'node:path';
import { setFlagsFromString } from 'node:v8';

import { blocksOf, type Block } from '../../collectors/archive/blocks.ts';
import { archiveFile, type ArchiveFile } from '../../collectors/archive/file.ts';
import { firstTime, nearIn } from '../../collectors/archive/first-time.ts';
import { createAudit } from '../access/audit.ts';
import { socketPath, type Config } from '../config.ts';
import type { ArchiveMark } from '../domain/archive.ts';
import { withKey } from './alone.ts';
import { audited } from './audited.ts';
import type { Typed } from './command.ts';
import { callControl } from './control.ts';
import { requireDatabase } from './database.ts';
import type { Print } from './device.ts';
import { UsageFault } from './fault.ts';
import { importing, type ImportAnswers } from './import-actions.ts';
import { ProgressLine } from './import-progress.ts';
import { closeReport, endReport, fileReport } from './import-report.ts';

/** What may be told of archives. */
export type ImportOptions = Pick<Typed['options'], 'device' | 'year' | 'zone' | 'leave'>;

/** Bytes of text handed over at once. */
const BLOCK = 256 * 1024;
/** Lines whose meaning is written at once where there is no server: there nobody waits for the writer. */
const BATCH = 4_000;
/** By how much the heap may grow over what lives before it is swept, in per cent: left alone V8 lets it become four times as large first. */
const GROWTH = 100;

type Ask = <K extends keyof ImportAnswers>(action: K, body: object) => Promise<ImportAnswers[K]>;

/** Whoever takes archives in. */
interface Taker {
  readonly ask: Ask;
  /** The text of a block as it is handed over. */
  readonly given: (text: Block['text']) => unknown;
}

interface Planned extends ArchiveFile {
  readonly near: number;
}

/** `import FILE...`: takes archived syslog in, by the running server or, where there is none, here. What was imported before changes nothing. */
export async function importFiles(
  config: Config,
  paths: readonly string[],
  options: ImportOptions,
  print: Print,
): Promise<void> {
  requireDatabase(config);
  const { device, zone, leave } = options;
  const order = { ...(device !== undefined && { device }), ...(zone !== undefined && { zone }), ...(leave === true && { leave }) }; // prettier-ignore
  const files = await inOrder(paths, yearOf(options.year));
  const path = socketPath(config.database);
  const served: Ask = async (action, body) => {
    const answer = await callControl(path, action, body);
    if (answer === undefined) throw new Error('the server has stopped: import once more, it goes on where it was');
    return answer as ImportAnswers[typeof action]; // our own server, of this user
  };
  const opened = (await callControl(path, 'import.open', order)) as ImportAnswers['import.open'] | undefined;
  if (opened !== undefined) {
    const ask: Ask = (action, body) => served(action, { ...body, ...opened });
    await all(files, { ask, given: (bytes) => new TextDecoder(undefined, { ignoreBOM: true }).decode(bytes) }, print);
    return;
  }
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
  await withKey(config, async (store, key) => {
    const { actions: bare, drop } = importing({ store, key, config, now: Date.now, batch: BATCH });
    const audit = createAudit(store, key);
    const actions = audited(bare, (note) => audit.note({ at: Date.now(), ...note }));
    const run = await actions['import.open'](order);
    try {
      // Each action answers by its own type; of a union of them TypeScript does not know which.
      const ask = ((action: keyof ImportAnswers, body: object) => actions[action]({ ...body, ...run })) as Ask;
      await all(files, { ask, given: (bytes) => bytes }, print);
    } finally {
      await drop('the import is over');
    }
  });
}

/** The archives in the order of their first lines, in which sessions go on from one to the next. */
async function inOrder(paths: readonly string[], year: number | undefined): Promise<readonly Planned[]> {
  const files: (Planned & { readonly first: number })[] = [];
  for (const path of paths) {
    const file = await archiveFile(path);
    const near = nearIn(file, year);
    files.push({ ...file, near, first: (await firstTime(file, near)) ?? file.written });
  }
  return files.sort((one, other) => one.first - other.first);
}

async function all(files: readonly Planned[], taker: Taker, print: Print): Promise<void> {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const write = (text: string): void => void process.stderr.write(text);
  const progress = new ProgressLine(total, process.stderr.isTTY, write, performance.now());
  const read = { bytes: 0, lines: 0 };
  try {
    for (const file of files) for (const line of await one(file, taker, progress, read)) print(line);
    for (const line of closeReport(await taker.ask('import.close', {}))) print(line);
  } finally {
    progress.clear();
  }
}

/** Takes one archive in; resolves to what is told of it. */
async function one(
  file: Planned,
  { ask, given }: Taker,
  progress: ProgressLine,
  read: { bytes: number; lines: number },
): Promise<readonly string[]> {
  const name = basename(file.path);
  const { head, headBytes, size, near } = file;
  const mark: ArchiveMark = await ask('import.begin', { file: { name, head, headBytes, size, near } });
  if (mark.done) {
    read.bytes += size;
    return [`${name}: imported before: nothing changes`];
  }
  const before = read.lines;
  const onRead = (more: number): void => {
    read.bytes += more;
    progress.tell(name, read, performance.now());
  };
  const blocks = blocksOf(file, { from: mark.offset, bytes: BLOCK, onRead, now: Date.now() });
  let next = await blocks.next();
  for (; next.done !== true; next = await blocks.next()) {
    const counts = await ask('import.block', { text: given(next.value.text), offset: next.value.offset });
    if (counts !== null) read.lines = before + counts.lines - mark.counts.lines;
    progress.tell(name, read, performance.now());
  }
  const { counts } = await ask('import.end', {});
  read.lines = before + counts.lines - mark.counts.lines;
  progress.clear();
  const { ending, left } = next.value;
  return [...fileReport(name, counts), ...endReport(ending, left)];
}

function yearOf(year: string | undefined): number | undefined {
  if (year === undefined) return undefined;
  if (!/^20\d\d$/.test(year)) throw new UsageFault(`--year ${JSON.stringify(year)}: not a year (2026)`);
  return Number(year);
}
