import { config, print, type Row } from './command.ts';

/** The commands about the audit log and the key. A command's module is loaded when it runs. */
export const auditCommands: readonly Row[] = [
  {
    usage: 'audit verify',
    help: 'tell whether the log of what people did is as it was written; exit code 1 if it is not, with the first row that is not',
    run: async () => {
      if (!(await (await import('./audit.ts')).auditVerify(config(), print))) process.exitCode = 1;
    },
  },
  {
    usage: 'audit show',
    help: 'print it: who did what, when and from which address; VPN users stand in it as pseudonyms',
    options: [{ flags: '--since <time>', help: 'from a time on, such as 2026-11-30T08:00Z' }],
    run: async ({ options: { since } }) => (await import('./audit.ts')).auditShow(config(), since, print),
  },
  {
    usage: 'key rotate',
    help: 'make a new key in KEY_FILE and seal everything with it, also while the server runs',
    run: async () => (await import('./key.ts')).keyRotate(config(), print),
  },
];
