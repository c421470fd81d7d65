import { config, print, type Option, type Row } from './command.ts';

const role: Option = {
  flags: '--role <role>',
  help: 'viewer sees everything, operator acts on alerts, admin does all; helpdesk sees one user at a time, and says why',
  required: true,
};
const sites: Option = { flags: '--sites <names>', help: 'bind it to these sites, with commas; all, if left out' };

/** The commands about accounts. A command's module is loaded when it runs. */
export const accountCommands: readonly Row[] = [
  {
    usage: 'user add <name>',
    help: 'make an account for the dashboard; the password is asked for',
    options: [role, sites, { flags: '--no-password', help: 'it comes by a provider or a proxy only' }],
    run: async ({ args: [name = ''], options }) =>
      (await import('./account.ts')).accountAdd(config(), name, options, print),
  },
  {
    usage: 'user list',
    help: 'list the accounts',
    run: async () => (await import('./account.ts')).accountList(config(), print),
  },
  {
    usage: 'user role <name>',
    help: 'give an account another role; wherever it is logged in ends at once',
    options: [role, sites],
    run: async ({ args: [name = ''], options }) =>
      (await import('./account.ts')).accountRole(config(), name, options, print),
  },
  {
    usage: 'user passwd <name>',
    help: 'give an account another password, which is asked for; wherever it is logged in ends at once',
    run: async ({ args: [name = ''] }) => (await import('./account.ts')).accountPassword(config(), name, print),
  },
  {
    usage: 'user disable <name>',
    help: 'let an account in no more, at once',
    run: async ({ args: [name = ''] }) => (await import('./account.ts')).accountAct(config(), 'disable', name, print),
  },
  {
    usage: 'user enable <name>',
    help: 'let it in again',
    run: async ({ args: [name = ''] }) => (await import('./account.ts')).accountAct(config(), 'enable', name, print),
  },
  {
    usage: 'user token <name> <title>',
    help: 'make a token of an account for a script (Authorization: Bearer); it is printed once',
    options: [role, { flags: '--days <n>', help: 'how long it is good, at most 365', default: 90, whole: true }],
    run: async ({ args: [name = '', title = ''], options }) =>
      (await import('./account.ts')).accountToken(config(), name, title, options, print),
  },
];
