import { config, print, type Option, type Row } from './command.ts';

const runningConfig: Option = {
  flags: '--running-config <file>',
  help: 'a saved "show running-config": its pools and tunnel groups are read, its secrets are not kept',
};

/** The commands about devices. A command's module is loaded when it runs. */
export const deviceCommands: readonly Row[] = [
  {
    usage: 'device add <name> <address>',
    help: 'watch the device that logs from ADDRESS',
    options: [
      runningConfig,
      { flags: '--zone <zone>', help: 'time zone of its clock: Europe/Paris, or UTC+05:30; estimated, if left out' },
    ],
    run: async ({ args: [name = '', address = ''], options }) =>
      (await import('./device.ts')).deviceAdd(config(), name, address, options, print),
  },
  {
    usage: 'device list',
    help: 'list the devices, watched and waiting',
    run: async () => (await import('./device.ts')).deviceList(config(), print),
  },
  {
    usage: 'device adopt <name-or-address>',
    help: 'watch a device that waits',
    options: [{ flags: '--name <name>', help: 'call it so' }],
    run: async ({ args: [which = ''], options }) =>
      (await import('./device.ts')).deviceAdopt(config(), which, options.name, print),
  },
  {
    usage: 'device config <name>',
    help: "replace what is known of a device's pools and tunnel groups",
    options: [{ ...runningConfig, required: true }],
    run: async ({ args: [name = ''], options: { runningConfig = '' } }) =>
      (await import('./device.ts')).deviceConfig(config(), name, runningConfig, print),
  },
  {
    usage: 'device zone <name-or-address> <zone>',
    help: 'tell the time zone of its clock: Europe/Paris, or UTC+05:30; - to have it estimated',
    run: async ({ args: [which = '', zone = ''] }) =>
      (await import('./device.ts')).deviceTellZone(config(), which, zone, print),
  },
  {
    usage: 'device store <name-or-address> <what>',
    help: 'which of its messages are stored: vpn, all, or a list such as vpn,302,106023; the others are counted',
    run: async ({ args: [which = '', what = ''] }) =>
      (await import('./device.ts')).deviceStore(config(), which, what, print),
  },
  {
    usage: 'device import <file>',
    help: 'add the devices of a CSV file: name, address, and if wanted zone, site, owner, phone, circuit, tags',
    run: async ({ args: [file = ''] }) => (await import('./device-import.ts')).deviceImport(config(), file, print),
  },
  {
    usage: 'device feed <name> <file>',
    help: 'take a saved terminal session with show commands (- for standard input) as a poll of the device',
    options: [
      { flags: '--at <time>', help: 'when it was saved: 2026-11-23T12:00:00Z; else the file says so' },
      { flags: '--command <command>', help: 'the command that printed it, if there are no prompts in it' },
    ],
    run: async ({ args: [name = '', file = ''], options }) =>
      (await import('./device-feed.ts')).deviceFeed(config(), name, file, options, print),
  },
  {
    usage: 'device poll <name> <url>',
    help: 'ask the device what it knows: ssh://USER@HOST[:PORT] or https://...; its password is asked for, and sealed',
    options: [
      { flags: '--every <seconds>', help: 'how often', default: 60, whole: true },
      { flags: '--enable', help: 'ask for an enable password, too' },
      { flags: '--legacy', help: 'allow the old algorithms of an ASA that knows no others' },
      {
        flags: '--key <fingerprint>',
        help: 'of its key, if you know it; else the first poll tells it, and asks nothing more',
      },
    ],
    run: async ({ args: [name = '', url = ''], options }) =>
      (await import('./device-poll.ts')).devicePoll(config(), name, url, options, print),
  },
  {
    usage: 'device key <name> [fingerprint]',
    help: 'tell which key the device has shown, or accept it: before that no password is sent',
    run: async ({ args: [name = '', fingerprint] }) =>
      (await import('./device-poll.ts')).deviceKey(config(), name, fingerprint, print),
  },
  {
    usage: 'device unpoll <name>',
    help: 'ask the device no more, and forget its password',
    run: async ({ args: [name = ''] }) => (await import('./device-poll.ts')).deviceUnpoll(config(), name, print),
  },
];
