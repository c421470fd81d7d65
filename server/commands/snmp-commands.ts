import { config, print, type Row } from './command.ts';

/** The commands about SNMP. A command's module is loaded when it runs. */
export const snmpCommands: readonly Row[] = [
  {
    usage: 'device snmp <name>',
    help: "tell how the device's SNMP is spoken with, for traps and polls; its community or passphrases are asked for, and sealed; alone: what is set and seen",
    options: [
      { flags: '--version <2c|3>', help: 'with a community (2c) or a user (3)' },
      { flags: '--user <name>', help: 'of version 3' },
      { flags: '--auth <protocol>', help: 'of version 3: md5, sha, sha224, sha256, sha384 or sha512' },
      { flags: '--priv <protocol>', help: 'of version 3: des, aes or aes256' },
      { flags: '--host <address>', help: "where its agent answers, if not at the device's first address" },
      { flags: '--port <number>', help: 'of its agent: 161, if left out', whole: true },
      { flags: '--every <seconds>', help: 'how often it is polled: 60, if left out; off: traps alone', orOff: true },
      { flags: '--off', help: 'speak SNMP with it no more, and forget its secrets and engines' },
      {
        flags: '--accept-engine <hex>',
        help: 'believe the traps of this engine, too: of another unit, or after a change',
      },
    ],
    run: async ({ args: [name = ''], options }) =>
      (await import('./device-snmp.ts')).deviceSnmp(config(), name, options, print),
  },
  {
    usage: 'snmp walk <device> [oid]',
    help: 'print what its SNMP agent tells below OID, or of itself and its remote access; if it does not answer, why that may be',
    run: async ({ args: [device = '', oid] }) => {
      const { walkCommand } = await import('./snmp-walk.ts');
      if (!(await walkCommand(config(), device, oid, print))) process.exitCode = 1;
    },
  },
  {
    usage: 'snmp trap-test',
    help: 'tell which traps arrive, and of those that are refused why; through the running server, or else by listening',
    options: [
      { flags: '--port <number>', help: 'where to listen, if no server runs: TRAP_PORT, if left out', whole: true },
      { flags: '--seconds <n>', help: 'how long', default: 60, whole: true },
    ],
    run: async ({ options }) => (await import('./trap-test.ts')).trapTest(config(), options, print),
  },
];
