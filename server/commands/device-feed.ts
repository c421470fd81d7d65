import { readFile, stat } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';

import { feed, type FedCommand, type Feeding } from '../../collectors/show/feed.ts';
import { readShow } from '../../collectors/show/read.ts';
import { socketPath, type Config } from '../config.ts';
import type { Roster } from '../domain/roster.ts';
import { Recorder } from '../record/recorder.ts';
import type { Typed } from './command.ts';
import { callControl } from './control.ts';
import { requireDatabase, withDatabase } from './database.ts';
import type { Print } from './device.ts';
import { UsageFault, visible } from './fault.ts';
import { feedActions, type FedDevice } from './feed-actions.ts';
import type { FeedBody } from './feed-body.ts';
import { configurationKeeper, configurationsIn } from './polled-configuration.ts';

const LARGEST_FILE = 64 * 1024 * 1024;
/** A file that was begun longer than this before it was last written to is no single terminal session, in milliseconds. */
const LONGEST_SESSION = 60 * 60_000;

/** What may be told of a transcript. */
export type FeedOptions = Pick<Typed['options'], 'at' | 'command'>;

/**
 * `device feed NAME FILE`: takes a saved terminal session (`-`: standard input) as a poll of the device. A command that is not understood changes
 * nothing, is told, and makes the command fail in the end; the others are taken all the same.
 */
export async function deviceFeed(
  config: Config,
  device: string,
  file: string,
  options: FeedOptions,
  print: Print,
): Promise<void> {
  requireDatabase(config);
  const command = options.command?.trim().split(/\s+/).join(' ');
  if (command !== undefined && readShow(command, '') === undefined)
    throw new UsageFault(
      `${JSON.stringify(options.command)}: not a command that is ever sent, so its output is not read`,
    );
  const { text, ...printed } = await saved(file, options.at);
  const { polled, others, commands } = feed(text, { ...printed, command });
  if (commands.length === 0)
    throw new Error(
      `${file}: no prompt with a show command in it; of a command's output alone say which it is: --command "show ..."`,
    );
  const configurations = configurationsIn(others, 'file');
  const fed = await ask(config, { device, ...polled, configurations });
  const began = `${fed.began} began and ${fed.ended} ended by this`;
  print(`${visible(fed.name)} as of ${new Date(polled.finishedAt).toISOString()}: ${fed.active} sessions active, ${began}`); // prettier-ignore
  for (const one of commands) print(`  ${where(one)}${visible(one.command)}: ${visible(became(one))}`);
  const misfits = commands.filter(({ outcome }) => outcome === 'misfit').length;
  if (misfits > 0) throw new Error(`${file}: ${misfits} of ${commands.length} commands were not understood`);
}

/** A transcript, and when it was made: while its file was written, unless somebody knows better. */
async function saved(file: string, at: string | undefined): Promise<Feeding & { readonly text: string }> {
  const told = at === undefined ? undefined : Date.parse(at);
  if (Number.isNaN(told)) throw new UsageFault(`${JSON.stringify(at)}: not a time (2026-11-23T12:00:00Z)`);
  const begun = Date.now();
  if (file === '-') {
    const text = await textOf(process.stdin);
    return { text, startedAt: told ?? begun, finishedAt: told ?? Date.now() };
  }
  const { size, birthtimeMs, mtimeMs } = await stat(file);
  if (size > LARGEST_FILE) throw new Error(`${file}: ${size} bytes, too long for a transcript`);
  const text = await readFile(file, 'utf8');
  const finishedAt = told ?? Math.min(Math.floor(mtimeMs), begun);
  const isOneSession = birthtimeMs > mtimeMs - LONGEST_SESSION && birthtimeMs < mtimeMs;
  return { text, startedAt: told === undefined && isOneSession ? Math.floor(birthtimeMs) : finishedAt, finishedAt };
}

/** The running server's answer; with none running, the same done here, with the database locked meanwhile. */
async function ask(config: Config, body: FeedBody): Promise<FedDevice> {
  const answer = await callControl(socketPath(config.database), 'device.feed', body);
  if (answer !== undefined) return answer as FedDevice; // our own server, of this user
  return withDatabase(config, async (store) => {
    const nobody = (): void => undefined;
    const [now, adopt] = [Date.now, config.adopt];
    const recorder = await Recorder.open({ store, now, adopt, publish: nobody, devicesChanged: nobody });
    const onConfiguration = configurationKeeper(store, () => recorder.refresh());
    return feedActions({ store, recorder, now, onConfiguration })['device.feed'](body);
  });
}

function where({ line }: FedCommand): string {
  return line === 0 ? '' : `line ${line}: `;
}

function became({ outcome, detail = '', roster }: FedCommand): string {
  switch (outcome) {
    case 'read':
      return roster === undefined ? 'read' : told(roster);
    case 'refused':
      return `the device refused: ${detail}`;
    case 'misfit':
      return `not understood, so nothing of it is used: ${detail}`;
    case 'unlisted':
      return 'passed over, for it is never asked';
    default:
      return outcome satisfies never;
  }
}

function told(roster: Roster): string {
  const all = roster.complete ? 'all of them' : 'nothing shows that these are all: no session ends by it';
  switch (roster.kind) {
    case 'sessions.listed':
      return `${roster.sessions.length} sessions, ${all}`;
    case 'sessions.totalled':
      return 'read';
    case 'pool.listed':
      return `${roster.use.inUse} addresses in use, ${roster.use.free} free`;
    case 'ike.listed':
    case 'ipsec.listed':
      return `${roster.sas.length} SAs`;
    default:
      return roster satisfies never;
  }
}
