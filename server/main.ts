#!/usr/bin/env node
import { readFileSync } from 'node:fs';

import { Command, CommanderError, InvalidArgumentError } from 'commander';

import { auditCommands } from './commands/audit-commands.ts';
import { config, print, type Option, type Row, type Typed } from './commands/command.ts';
import { accountCommands } from './commands/account-commands.ts';
import { channelCommands } from './commands/channel-commands.ts';
import { deviceCommands } from './commands/device-commands.ts';
import { oneLine, UsageFault } from './commands/fault.ts';
import { snmpCommands } from './commands/snmp-commands.ts';
import { ConfigFault, requireReach, settings } from './config.ts';

/** Exit codes: what `doctor` found is critical or `ledger` does not add up, bad usage, and bad configuration (EX_CONFIG of sysexits.h). */
const CRITICAL = 1;
const BAD_USAGE = 2;
const BAD_CONFIGURATION = 78;

// A command's module is loaded when it runs: --help needs none of them.
const commands: readonly Row[] = [
  {
    usage: 'serve',
    help: 'receive, record and show: the product itself',
    run: async () => {
      const read = config();
      requireReach(read);
      await (await import('./commands/serve.ts')).serve(read);
    },
  },
  {
    usage: 'demo',
    help: 'the product with a simulated ASA beside it',
    options: [
      { flags: '--users <n>', help: 'how many simulated users', default: 200, whole: true },
      { flags: '--speed <n>', help: 'how many simulated seconds pass in one', default: 60 },
    ],
    run: async ({ options: { users = 200, speed = 60 } }) => {
      const read = config();
      requireReach(read);
      await (await import('./commands/demo.ts')).demo(read, { users, speed });
    },
  },
  {
    usage: 'parse syslog <file>',
    help: 'print what is understood of each line of FILE (- for standard input), one JSON object a line',
    run: async ({ args: [file = '-'] }) => (await import('./commands/parse.ts')).parseFile('syslog', file),
  },
  {
    usage: 'parse show <command> <file>',
    help: 'print what is understood of the output of a show command in FILE (- for standard input), as JSON',
    run: async ({ args: [command = '', file = '-'] }) =>
      (await import('./commands/parse-show.ts')).parseShow(command, file, process.stdin, print),
  },
  {
    usage: 'doctor <file>',
    help: 'tell what a saved "show running-config" hides from us or gets wrong; exit code 1 if something is critical',
    options: [{ flags: '--json', help: 'print the findings as JSON' }],
    run: async ({ args: [file = ''], options }) => {
      const { doctor } = await import('./commands/doctor.ts');
      if (await doctor(file, options.json === true, print)) process.exitCode = CRITICAL;
    },
  },
  ...deviceCommands,
  ...snmpCommands,
  ...channelCommands,
  ...auditCommands,
  {
    usage: 'erase <user>',
    help: 'take a VPN user out of all that is kept: a pseudonym stands for the name, totals stay; asks for the name once more',
    options: [{ flags: '--reason <text>', help: 'why: kept with the note of it, without the name', required: true }],
    run: async ({ args: [user = ''], options: { reason = '' } }) =>
      (await import('./commands/erase.ts')).erase(config(), user, reason, print),
  },
  ...accountCommands,
  {
    usage: 'export <user>',
    help: 'write all that is kept of a VPN user to standard output, as JSON',
    run: async ({ args: [user = ''] }) =>
      (await import('./commands/export.ts')).exportUser(config(), user, process.stdout),
  },
  {
    usage: 'ledger',
    help: 'tell where everything went that the running server received; exit code 1 if something is not accounted for',
    options: [{ flags: '--json', help: 'print it as JSON' }],
    run: async ({ options }) => {
      const { ledger } = await import('./commands/ledger.ts');
      if (!(await ledger(config(), options.json === true, print))) process.exitCode = CRITICAL;
    },
  },
  {
    usage: 'backup [folder]',
    help: 'copy all that is kept into a new folder below FOLDER (BACKUP_FOLDER if none is told), also while the server runs',
    run: async ({ args: [folder] }) => (await import('./commands/backup.ts')).backup(config(), folder, print),
  },
  {
    usage: 'restore <backup>',
    help: 'put the backup in this folder in the place of what is kept, which is set aside; no server may run',
    run: async ({ args: [folder = ''] }) => (await import('./commands/restore.ts')).restore(config(), folder, print),
  },
  {
    usage: 'import <file...>',
    help: 'take archived syslog (plain, gzip, zstd) in, as of the times that its lines tell; what was imported before changes nothing',
    options: [
      { flags: '--device <name>', help: 'every line is of this device, whatever name it bears' },
      {
        flags: '--year <year>',
        help: 'the year of the first lines, where stamps tell none; the last one in which they can be, if left out',
      },
      {
        flags: '--zone <zone>',
        help: "time zone of stamps that tell none: Europe/Paris, or UTC+05:30; the device's, or else UTC, if left out",
      },
      { flags: '--leave', help: 'an import that was cut off before is not gone on with' },
    ],
    run: async ({ args, options }) =>
      (await import('./commands/import.ts')).importFiles(config(), args.flat(), options, print),
  },
  {
    usage: 'rebuild',
    help: 'make sessions, attempts and addresses anew from the recorded events',
    run: async () => (await import('./commands/rebuild.ts')).rebuild(config()),
  },
];

const groups: Readonly<Record<string, string>> = {
  parse: 'try the tables of messages and of show commands on a file',
  device: 'the head-ends that are watched',
  snmp: 'see why no SNMP arrives',
  channel: 'where messages of alerts go',
  audit: 'what people did here',
  key: 'what seals the secrets of this installation',
  user: 'who may use the dashboard',
};

function build(): Command {
  const program = prepared(new Command('tunnelwatch'))
    .description('Who is on the VPN: a live dashboard for Cisco ASA and PIX remote-access head-ends.')
    .version(version())
    // `device snmp NAME --version 3` is not a question for ours.
    .enablePositionalOptions()
    .addHelpText('after', `\nSettings (environment variables):\n${variables()}`);
  const parents = new Map<string, Command>();
  for (const row of commands) {
    const [first = '', second = ''] = row.usage.split(' ');
    const grouped = groups[first] !== undefined;
    const parent = grouped
      ? (parents.get(first) ?? prepared(program.command(first)).description(groups[first] ?? ''))
      : program;
    parents.set(first, parent);
    const words = grouped ? `${first} ${second}` : first;
    const command = prepared(parent.command(grouped ? second : first)).description(row.help);
    const operands = row.usage.slice(words.length).trim();
    if (operands !== '') command.arguments(operands);
    for (const option of row.options ?? []) addOption(command, option);
    command.action(() => row.run({ args: command.args, options: command.opts<Typed['options']>() }));
  }
  return program;
}

/** A command that throws where commander would print and exit. */
function prepared(command: Command): Command {
  return command
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .allowExcessArguments(false)
    .helpCommand(false);
}

function addOption(command: Command, option: Option): void {
  const { flags, help } = option;
  const read = option.orOff ? wholeOrOff : option.whole ? whole : option.default === undefined ? undefined : positive;
  if (read !== undefined) command.option(flags, help, read, option.default);
  else if (option.required) command.requiredOption(flags, help);
  else command.option(flags, help);
}

function positive(text: string): number {
  if (/^\d{1,6}(\.\d+)?$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('Not a positive number.');
}

function whole(text: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('Not a positive whole number.');
}

function wholeOrOff(text: string): number {
  return text === 'off' ? 0 : whole(text);
}

function version(): string {
  // dist/server/main.js: the package is two folders up.
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version; // our own file
}

function variables(): string {
  const rows = Object.values(settings);
  const width = Math.max(...rows.map((row) => row.env.length));
  return rows.map((row) => `  ${row.env.padEnd(width)}  ${row.help.replaceAll('`', '')} [${row.default}]`).join('\n');
}

/** The exit code for what was thrown, after saying it on standard error. */
function fail(fault: unknown): number {
  if (fault instanceof CommanderError) {
    if (fault.exitCode === 0) return 0;
    // `commander.help` is what it throws when a command is missing.
    const words = fault.code === 'commander.help' ? 'no command given' : fault.message.replace(/^error: /, '');
    say(`${words.trim().replace(/\s*\n\s*/g, ' ')}; see tunnelwatch --help`);
    return BAD_USAGE;
  }
  if (fault instanceof ConfigFault) {
    fault.faults.forEach(say);
    return BAD_CONFIGURATION;
  }
  say(oneLine(fault));
  if (process.env['LOG_LEVEL'] === 'debug' && fault instanceof Error) say(fault.stack ?? '');
  return fault instanceof UsageFault ? BAD_USAGE : 1;
}

function say(line: string): void {
  process.stderr.write(`tunnelwatch: ${line}\n`);
}

// Whoever reads our output may have seen enough (`| head`): then there is nobody to tell more, and nothing is wrong.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (fault: NodeJS.ErrnoException) => {
    if (fault.code !== 'EPIPE') throw fault;
    process.exit();
  });

// Node itself would print the line that threw, and all that hangs on the error: with some packages that is keys and passwords.
process.on('uncaughtException', (fault) => {
  say(`a fault of ours, which ends the program: ${oneLine(fault)}`);
  const frames = fault instanceof Error ? (fault.stack ?? '').split('\n').filter((line) => /^ +at /.test(line)) : [];
  frames.forEach(say);
  process.exit(1);
});

try {
  await build().parseAsync();
} catch (fault) {
  process.exit(fail(fault)); // a receiver that was half started would keep the process alive
}
