/** What a prompt of an ASA tells (`prompt hostname context priority state` puts it together). */
export interface Prompt {
  /** The whole prompt without blanks behind it. */
  readonly text: string;
  readonly hostname: string;
  /** `act` and `stby`, where the device is told to print them. */
  readonly role?: 'active' | 'standby';
  /** `#`: privileged, and not `>`. */
  readonly privileged: boolean;
}

const FORM = /^([A-Za-z0-9][\w.-]{0,62})((?:\/[\w.-]{1,62}){0,5})(?:\([\w.-]{1,30}\))?([>#])$/;

/** Reads a line as a prompt; `undefined` if it cannot be one. A banner may hold lines that can: a prompt is believed only when it comes twice. */
export function promptOf(line: string): Prompt | undefined {
  const found = FORM.exec(line.trimEnd());
  if (found === null) return undefined;
  const [text, hostname = '', rest = '', mark] = found;
  const words = rest.split('/');
  const role = words.includes('act') ? 'active' : words.includes('stby') ? 'standby' : undefined;
  return { text, hostname, ...(role && { role }), privileged: mark === '#' };
}
