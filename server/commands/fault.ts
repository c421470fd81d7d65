/** The command was called wrongly; exit code 2. */
export class UsageFault extends Error {
  override readonly name = 'UsageFault';
}

/** What went wrong and why, in one line: the message of an error, then those of its causes. */
export function oneLine(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const words = fault.message === '' ? fault.name : fault.message.trim().replace(/\s*[\r\n]+\s*/g, '; ');
  return fault.cause === undefined ? words : `${words}: ${oneLine(fault.cause)}`;
}

/** A text from elsewhere with what could steer a terminal made visible: C0, C1, line separators, zero-width and bidirectional controls. */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (one) => {
    return `\\u{${one.charCodeAt(0).toString(16)}}`;
  });
}
