import { config, print, type Row } from './command.ts';

/** The commands about channels. A command's module is loaded when it runs. */
export const channelCommands: readonly Row[] = [
  {
    usage: 'channel add <name> <kind>',
    help: 'send messages of alerts there: KIND is email, webhook, syslog or trap; passwords, keys and the URL are asked for, and sealed',
    options: [
      { flags: '--from <severity>', help: 'what is less bad is not sent there: information, warning (if left out) or critical' },
      { flags: '--rules <beginnings>', help: 'rules by the beginnings of their ids: pool.,xauth.; all, if left out' },
      { flags: '--sites <names>', help: 'sites, with commas; all, if left out' },
      { flags: '--escalated', help: 'only what nobody has acknowledged in time' },
      { flags: '--host <host>', help: 'of email, syslog and trap' },
      { flags: '--port <number>', help: 'of email, syslog and trap, if it is not the usual one', whole: true },
      { flags: '--security <how>', help: 'of email: starttls (if left out), tls, or none for a relay without login' },
      { flags: '--user <name>', help: 'of email: log in so; of trap: the user of version 3' },
      { flags: '--sender <address>', help: 'of email' },
      { flags: '--to <addresses>', help: 'of email: one, or several with commas' },
      { flags: '--template <name>', help: 'of webhook: own (if left out), slack, teams, pagerduty, alertmanager, or heartbeat: a beat each minute' },
      { flags: '--allow <networks>', help: 'of webhook: private networks that it may go to, such as 10.1.0.0/16, or one address of this machine' },
      { flags: '--http', help: 'of webhook: allow http, where nobody proves who answers' },
      { flags: '--transport <how>', help: 'of syslog: udp (if left out), tcp or tls' },
      { flags: '--version <2c|3>', help: 'of trap: 2c, if left out' },
      { flags: '--auth <protocol>', help: 'of trap, version 3: md5, sha, sha224, sha256, sha384 or sha512' },
      { flags: '--priv <protocol>', help: 'of trap, version 3: des, aes or aes256' },
      { flags: '--oid <oid>', help: 'of trap: below it are our notifications and objects' },
      { flags: '--ca <file>', help: 'of email, webhook and syslog: PEM file with what their certificate is signed by' },
    ], // prettier-ignore
    run: async ({ args: [name = '', kind = ''], options }) =>
      (await import('./channel.ts')).channelAdd(config(), name, kind, options, print),
  },
  {
    usage: 'channel list',
    help: 'list the channels, and what became of the last message of each',
    run: async () => (await import('./channel.ts')).channelList(config(), print),
  },
  {
    usage: 'channel test <name>',
    help: 'send a test over it, and tell what came of that; exit code 1 if it failed',
    run: async ({ args: [name = ''] }) => {
      if (!(await (await import('./channel.ts')).channelTest(config(), name, print))) process.exitCode = 1;
    },
  },
  {
    usage: 'channel enable <name>',
    help: 'send messages there again',
    run: async ({ args: [name = ''] }) => (await import('./channel.ts')).channelAct(config(), 'enable', name, print),
  },
  {
    usage: 'channel disable <name>',
    help: 'send nothing there for now; what is due already waits, up to 72 hours',
    run: async ({ args: [name = ''] }) => (await import('./channel.ts')).channelAct(config(), 'disable', name, print),
  },
  {
    usage: 'channel remove <name>',
    help: 'send nothing there any more, and forget its secrets; what is due is given up',
    run: async ({ args: [name = ''] }) => (await import('./channel.ts')).channelAct(config(), 'remove', name, print),
  },
];
