/** What a message tells of who manages a device. */
export interface ManagementTold {
  /** `raised`: a user of the console has got another privilege level, as by `enable`. */
  readonly is: 'denied' | 'permitted' | 'raised' | 'left';
  readonly user?: string;
  /** Absent: from the serial console, or not told. */
  readonly from?: string;
  /** As printed: `ssh`, `https`, `telnet`, `serial`; absent: not told. */
  readonly service?: string;
  /** Of one that was raised: `1` to `15`. */
  readonly level?: string;
}

/** Whose messages tell of it, with what they look like: a name may hold quotes and blanks, so each ends at what follows it. */
const told: Readonly<Record<number, readonly [ManagementTold['is'], RegExp]>> = {
  605004: ['denied', /Login denied from (?:serial|(?<from>\S+?)\/\d+) to (?:\S+?:\S+?\/)?(?<service>[\w-]+) for user "(?<user>.*)"/],
  605005: ['permitted', /Login permitted from (?:serial|(?<from>\S+?)\/\d+) to (?:\S+?:\S+?\/)?(?<service>[\w-]+) for user "(?<user>.*)"/],
  611101: ['permitted', /User authentication succeeded: (?:IP(?: address:| =|,) (?<from>[\da-fA-F.:]+?)[ ,:]+)?Uname: (?<user>.*)$/],
  611102: ['denied', /User authentication failed: (?:IP(?: address:| =|,) (?<from>[\da-fA-F.:]+?)[ ,:]+)?Uname: (?<user>.*)$/],
  611103: ['left', /User logged out: Uname: (?<user>.*)$/],
  502103: ['raised', /User priv level changed: Uname: (?<user>.*) From: \d+ To: (?<level>\d+)/],
  308001: ['denied', /(?<service>enable) password incorrect for \d+ tries \(from (?<from>[^)]*)\)/],
  113021: ['denied', /Attempted console login failed\W+user '?(?<user>.*?)'? did NOT have appropriate Admin Rights/i],
}; // prettier-ignore

/** Messages of management logins, by ID: 605004, 605005, 611101, 611102, 611103, 502103, 308001, 113021. */
export const MANAGEMENT_MESSAGES: readonly number[] = Object.keys(told).map(Number);

/** Of them those that tell of a login that was denied. */
export const DENIED_MESSAGES: readonly number[] = MANAGEMENT_MESSAGES.filter((id) => told[id]?.[0] === 'denied');

/** What a message of that ID tells of who manages the device; `undefined` where it tells nothing that we know. */
export function managementOf(messageId: number, text: string): ManagementTold | undefined {
  const [is, wording] = told[messageId] ?? [];
  const groups = wording?.exec(text)?.groups;
  if (is === undefined || groups === undefined) return undefined;
  const { user, from, service = text.includes('from serial to ') ? 'serial' : undefined, level } = groups;
  return {
    is,
    ...(user !== undefined && user !== '' && { user: user.trim() }),
    ...(from !== undefined && { from }),
    ...(service !== undefined && { service }),
    ...(level !== undefined && { level }),
  };
}

/** A management login as a screen shows it: the device by name. */
export interface ManagementRow extends ManagementTold {
  /** The id of the message. */
  readonly id: number;
  readonly at: number;
  readonly device: string;
  readonly messageId: number;
  /** It is by the user that we poll with. */
  readonly isOurs: boolean;
}

/** What messages tell of who managed the devices in a span, epoch milliseconds. */
export interface ManagementLogins {
  readonly from: number;
  readonly to: number;
  /** The newest first. */
  readonly denied: readonly ManagementRow[];
  readonly others: readonly ManagementRow[];
  /** Whether there were more of each than are told. */
  readonly more: { readonly denied: boolean; readonly others: boolean };
}
