/** A record, or what is wrong with the output: the line counts from 1. */
export interface WrappedRecord {
  readonly line: number;
  readonly text: string;
}

/**
 * The records of a `full` output, each of which ends in `||` at the end of a line, and what does not belong to any: a record without its end, or
 * lines that cannot be one that the terminal has wrapped. A heading (`Session Type: ...`, `INFO: ...`) may do without `||`.
 */
export function records(lines: readonly string[]): readonly [WrappedRecord | undefined, readonly WrappedRecord[]] {
  const found: WrappedRecord[] = [];
  const width = Math.max(0, ...lines.map((line, place) => (carriesOn(lines, place) ? line.length : 0)));
  let parts: string[] = [];
  for (const [place, line] of lines.entries()) {
    if (line.trim() === '' && parts.length === 0) continue;
    const here = { line: place + 1, text: line.trim() };
    parts.push(line);
    if (carriesOn(lines, place)) continue;
    const heading = parts.length === 1 && /^(?:Session Type:|INFO:|There are|No sessions)/.test(here.text);
    const ended = ends(lines, place);
    const text = ended || heading ? unwrap(parts, width) : undefined;
    // Where all lines are that long, nobody can tell `||` at the end of a record from one that a name brought there.
    if (text === undefined || (width > 0 && !heading && line.length >= width - 1)) return [here, found];
    const texts = text.split('||').map((one) => one.trim());
    const rest = ended ? texts.slice(0, -1) : texts;
    if (rest.slice(1).some((one) => !one.startsWith('Type:'))) return [here, found];
    found.push(...rest.map((one) => ({ line: here.line - parts.length + 1, text: one })));
    parts = [];
  }
  return [undefined, found];
}

/** Whether the line goes on in the next one. */
function carriesOn(lines: readonly string[], place: number): boolean {
  const line = lines[place]?.trim() ?? '';
  const next = lines[place + 1]?.trim() ?? '';
  return line !== '' && !ends(lines, place) && !line.startsWith('Session Type:') && next !== '';
}

/** Whether a record ends with the line. Its `||` may be wrapped between the two: then nothing else is on the line. */
function ends(lines: readonly string[], place: number): boolean {
  const line = lines[place]?.trim() ?? '';
  return line.endsWith('||') || (line === '|' && lines[place - 1]?.trimEnd().endsWith('|') === true);
}

const TERMINAL = 80;

/** The line that was wrapped: cut in the middle of words where all parts are equally long, else between them. */
function unwrap(parts: readonly string[], width: number): string | undefined {
  const cut = parts.slice(0, -1);
  if (cut.length === 0) return parts[0];
  // A blank at the end of a line may have been left out on its way here.
  const full = cut.every((part) => part.length >= width - 1);
  if (full && (cut.length > 1 || width === TERMINAL))
    return [...cut.map((part) => part.padEnd(width)), ...parts.slice(-1)].join('');
  const fits = cut.every(
    (part, place) => part.length + 1 + (parts[place + 1]?.trimStart().split(' ')[0]?.length ?? 0) > width,
  );
  return fits ? parts.map((part) => part.trim()).join(' ') : undefined;
}
