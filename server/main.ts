#!/usr/bin/env node
import { readFileSync } from 'node:fs';

import { Command, CommanderError, InvalidArgumentError } from 'commander';

import { ConfigFault, readConfig, requireReach, settings, type Config } from './config.ts';
import { oneLine, UsageFault } from './commands/fault.ts';

/** Exit codes: what `doctor` found is critical, bad usage, and bad configuration (EX_CONFIG of sysexits.h). */
const CRITICAL = 1;
const BAD_USAGE = 2;
const BAD_CONFIGURATION = 78;

interface Option {
  readonly flags: string;
  readonly help: string;
  readonly required?: true;
  /** Makes it a number above 0; `whole` takes no fraction. */
  readonly default?: number;
  readonly whole?: true;
}

/** What was typed; commander has seen to it that arguments and required options are there. */
interface Typed {
  readonly args: readonly string[];
  readonly options: {
    readonly open?: true;
    readonly users?: number;
    readonly speed?: number;
    readonly name?: string;
    readonly runningConfig?: string;
    readonly zone?: string;
    readonly json?: true;
    readonly every?: number;
    readonly legacy?: true;
    readonly enable?: true;
    readonly at?: string;
    readonly command?: string;
  };
}

interface Row {
  /** The words, then the arguments. */
  readonly usage: string;
  readonly help: string;
  readonly options?: readonly Option[];
  readonly run: (typed: Typed) => Promise<void>;
}

const open: Option = { flags: '--open', help: 'allow a HOST that others can reach, though there are no logins yet' };
const runningConfig: Option = {
  flags: '--running-config <file>',
  help: 'a saved "show running-config": its pools and tunnel groups are read, its secrets are not kept',
};
const config = (): Config => readConfig(process.env);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

// A command's module is loaded when it runs: --help needs none of them.
const commands: readonly Row[] = [
  {
    usage: 'serve',
    help: 'receive, record and show: the product itself',
    options: [open],
    run: async ({ options }) => {
      const read = config();
      requireReach(read, options.open === true);
      await (await import('./commands/serve.ts')).serve(read);
    },
  },
  {
    usage: 'demo',
    help: 'the product with a simulated ASA beside it',
    options: [
      open,
      { flags: '--users <n>', help: 'how many simulated users', default: 200, whole: true },
      { flags: '--speed <n>', help: 'how many simulated seconds pass in one', default: 60 },
    ],
    run: async ({ options: { open = false, users = 200, speed = 60 } }) => {
      const read = config();
      requireReach(read, open);
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
  {
    usage: 'device add <name> <address>',
    help: 'watch the device that logs from ADDRESS',
    options: [
      runningConfig,
      { flags: '--zone <zone>', help: 'time zone of its clock: Europe/Paris, or UTC+05:30; estimated, if left out' },
    ],
    run: async ({ args: [name = '', address = ''], options }) =>
      (await import('./commands/device.ts')).deviceAdd(config(), name, address, options, print),
  },
  {
    usage: 'device list',
    help: 'list the devices, watched and waiting',
    run: async () => (await import('./commands/device.ts')).deviceList(config(), print),
  },
  {
    usage: 'device adopt <name-or-address>',
    help: 'watch a device that waits',
    options: [{ flags: '--name <name>', help: 'call it so' }],
    run: async ({ args: [which = ''], options }) =>
      (await import('./commands/device.ts')).deviceAdopt(config(), which, options.name, print),
  },
  {
    usage: 'device config <name>',
    help: "replace what is known of a device's pools and tunnel groups",
    options: [{ ...runningConfig, required: true }],
    run: async ({ args: [name = ''], options: { runningConfig = '' } }) =>
      (await import('./commands/device.ts')).deviceConfig(config(), name, runningConfig, print),
  },
  {
    usage: 'device zone <name-or-address> <zone>',
    help: 'tell the time zone of its clock: Europe/Paris, or UTC+05:30; - to have it estimated',
    run: async ({ args: [which = '', zone = ''] }) =>
      (await import('./commands/device.ts')).deviceTellZone(config(), which, zone, print),
  },
  {
    usage: 'device import <file>',
    help: 'add the devices of a CSV file: name, address, and if wanted zone, site, owner, phone, circuit, tags',
    run: async ({ args: [file = ''] }) =>
      (await import('./commands/device-import.ts')).deviceImport(config(), file, print),
  },
  {
    usage: 'device poll <name> <url>',
    help: 'ask the device what it knows: ssh://USER@HOST[:PORT] or https://...; its password is asked for, and sealed',
    options: [
      { flags: '--every <seconds>', help: 'how often', default: 60, whole: true },
      { flags: '--enable', help: 'ask for an enable password, too' },
      { flags: '--legacy', help: 'allow the old algorithms of an ASA that knows no others' },
    ],
    run: async ({ args: [name = '', url = ''], options }) =>
      (await import('./commands/device-poll.ts')).devicePoll(config(), name, url, options, print),
  },
  {
    usage: 'device key <name> [fingerprint]',
    help: 'tell which key the device has shown, or accept it: before that no password is sent',
    run: async ({ args: [name = '', fingerprint] }) =>
      (await import('./commands/device-poll.ts')).deviceKey(config(), name, fingerprint, print),
  },
  {
    usage: 'device unpoll <name>',
    help: 'ask the device no more, and forget its password',
    run: async ({ args: [name = ''] }) =>
      (await import('./commands/device-poll.ts')).deviceUnpoll(config(), name, print),
  },
  {
    usage: 'device feed <name> <file>',
    help: 'take a saved terminal session with show commands (- for standard input) as a poll of the device',
    options: [
      { flags: '--at <time>', help: 'when it was saved: 2026-11-23T12:00:00Z; else the file says so' },
      { flags: '--command <command>', help: 'the command that printed it, if there are no prompts in it' },
    ],
    run: async ({ args: [name = '', file = ''], options }) =>
      (await import('./commands/device-feed.ts')).deviceFeed(config(), name, file, options, print),
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
};

function build(): Command {
  const program = prepared(new Command('tunnelwatch'))
    .description('Who is on the VPN: a live dashboard for Cisco ASA and PIX remote-access head-ends.')
    .version(version())
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
  if (option.default !== undefined) command.option(flags, help, option.whole ? whole : positive, option.default);
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

try {
  await build().parseAsync();
} catch (fault) {
  process.exit(fail(fault)); // a receiver that was half started would keep the process alive
}
