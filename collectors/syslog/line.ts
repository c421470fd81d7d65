/** The longest line that is kept, in bytes of UTF-8: ASAs send up to 8 KiB; what is longer is cut. */
export const LONGEST_LINE = 8192;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of a line, cut to `LONGEST_LINE`; bytes that are no UTF-8 become U+FFFD. */
export function textOf(line: Buffer): string {
  if (line.length <= LONGEST_LINE) return line.toString('utf8');
  // As the beginning of a stream: a character that the cut halves is left out, not replaced.
  const text = decoder.decode(line.subarray(0, LONGEST_LINE), { stream: true });
  decoder.decode(); // what it holds back must not begin the next line
  return text;
}

/** A line cut to `LONGEST_LINE`, where it is longer. */
export function shortened(line: string): string {
  if (line.length * 3 <= LONGEST_LINE || Buffer.byteLength(line) <= LONGEST_LINE) return line;
  return textOf(Buffer.from(line));
}

const [NUL, LF, CR, BLANK, DEL] = [0, 10, 13, 32, 127];

/** A datagram is one message: some senders end it with a CRLF, LF or NUL all the same. */
export function withoutEnd(datagram: string): string {
  const end = datagram.length - 1;
  const code = datagram.charCodeAt(end);
  if (code !== LF && code !== NUL) return datagram;
  return datagram.slice(0, code === LF && datagram.charCodeAt(end - 1) === CR ? -2 : -1);
}

/** Whether there is nothing in a line but white space. */
export function isBlank(line: string): boolean {
  const first = line.charCodeAt(0);
  return !(first > BLANK && first < DEL) && line.trim() === '';
}
