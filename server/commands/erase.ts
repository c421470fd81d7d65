import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';

import { socketPath, type Config } from '../config.ts';
import { COMMAND_LINE } from '../domain/access/audit.ts';
import type { Erased } from '../domain/erasure.ts';
import { sameName } from '../domain/name.ts';
import { alone } from './alone.ts';
import { callControl } from './control.ts';
import { requireDatabase } from './database.ts';
import { erasures, readErasure, type ErasureAsked } from './erasing.ts';
import { UsageFault, visible } from './fault.ts';

/** Erases a VPN user after the name was typed once more: by the running server, or here if there is none. */
export async function erase(
  config: Config,
  name: string,
  reason: string,
  print: (line: string) => void,
): Promise<void> {
  requireDatabase(config);
  const asked = readErasure({ name, reason, by: `${userInfo().username} (${COMMAND_LINE})` });
  await confirm(asked.name);
  const path = socketPath(config.database);
  // Our own server's answer.
  const erased = ((await callControl(path, 'user.erase', asked)) ?? (await eraseAlone(config, asked))) as Erased;
  for (const line of told(erased)) print(line);
}

/** What was done, in lines. */
export function told({ pseudonym, counts, longestHold, left = [] }: Erased): readonly string[] {
  const { names, sessions, attempts, verdicts, events, messages, others } = counts;
  return [
    `erased: ${pseudonym} stands for the user from now on (${names} ways to write the name)`,
    `${sessions} sessions, ${attempts} logins, ${verdicts} rejections and ${events} events stay under it; ${messages} messages and ${others} other rows were rewritten`,
    `nothing else could be written for ${Math.round(longestHold)} ms at most`,
    ...(left.length === 0
      ? ['no file of the database holds the letters of the name any more']
      : [
          `the letters of the name stand yet in ${left.join(', ')}: as a part of other words, or in what has come since`,
        ]),
    'backups that were made until now hold the user yet, and restoring one brings the user back: delete them, or make new ones in their place',
  ];
}

async function confirm(name: string): Promise<void> {
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: process.stdin.isTTY });
  try {
    const question = `This cannot be undone. Type the name (${visible(name)}) to erase the user: `;
    if (process.stdin.isTTY) process.stderr.write(question);
    for await (const line of reader) {
      if (sameName(line) === sameName(name)) return;
      throw new UsageFault('this is another name: nothing was erased');
    }
    throw new UsageFault('the name was not typed: nothing was erased');
  } finally {
    reader.close();
  }
}

function eraseAlone(config: Config, asked: ErasureAsked): Promise<Erased> {
  return alone(
    config,
    'user.erase',
    asked,
    (store, key) => erasures({ store, key, now: Date.now, inRecord: (work) => work() }).actions,
  );
}
