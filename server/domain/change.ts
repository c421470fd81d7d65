/** A command that changed a device's configuration, as its message told it. */
export interface Change {
  /** Arrival of the message, epoch milliseconds. */
  readonly at: number;
  readonly user: string;
  /** Without secrets: these were taken out before it was kept. */
  readonly command: string;
  /** From where, where the message tells it (111010). */
  readonly from?: string;
  /** `CLI`, `ASDM`. */
  readonly by?: string;
}

/** The messages that tell of commands: 111010 since 8.x with the place they came from, 111008 before. */
export const COMMAND_MESSAGES = [111010, 111008] as const;

/** What these messages tell: names and commands may hold quotes, so each ends at the words that follow it. */
const told111010 = /User '(?<user>.*?)', running '(?<by>.*?)' from IP (?<from>\S+?), executed '(?<command>.*)'/;
const told111008 = /User '(?<user>.*?)' executed the '(?<command>.*)' command/;

/** Commands that look, move about, save or act, and leave the configuration as it is; the device reports them alike. */
const noChange =
  /^(?:show|sh|enable|disable|exit|end|quit|logout|login|terminal|term|ping|traceroute|packet-tracer|perfmon|help|configure|conf|write|wr|copy|dir|more|cd|pwd|clear|debug|undebug|no debug|vpn-sessiondb|test|changeto|session|reload|cls|verify|failover exec)(?=\s|$)/i;

/** The change that a message tells of; `undefined` where it tells of none. */
export function changeOf(text: string, at: number): Change | undefined {
  const { user, command, from, by } = (told111010.exec(text) ?? told111008.exec(text))?.groups ?? {};
  if (user === undefined || command === undefined || noChange.test(command.trim())) return undefined;
  return { at, user, command: command.trim(), ...(from !== undefined && { from }), ...(by !== undefined && { by }) };
}
