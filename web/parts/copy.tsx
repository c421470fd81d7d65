import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { copyText } from '../clipboard.ts';

/** Lines to paste elsewhere, with a button that copies them. `mark`: what has to be filled in first, one word or several. */
export function Commands({ lines, mark = [], label }: CommandsProps) {
  const block = useRef<HTMLPreElement>(null);
  return (
    <div class="commands">
      <pre class="raw" ref={block} tabIndex={0}>
        {lines.map((line) => (
          <code key={line} class={line.startsWith('!') ? 'raw__note' : undefined}>
            {marked(line, typeof mark === 'string' ? [mark] : mark)}
            {'\n'}
          </code>
        ))}
      </pre>
      <CopyLines lines={lines} block={block} {...(label !== undefined && { label })} />
    </div>
  );
}

interface CommandsProps {
  readonly lines: readonly string[];
  readonly mark?: string | readonly string[];
  /** What is copied, for those who do not see where the button stands. */
  readonly label?: string;
}

/** A button that copies lines; where that is not allowed, it selects the block that they stand in. */
export function CopyLines({ lines, block, words = 'Copy', label }: CopyProps) {
  const [said, setSaid] = useState<string>();
  const copy = async () => {
    if (await copyText(`${lines.join('\n')}\n`)) setSaid('Copied');
    else {
      if (block?.current != null) getSelection()?.selectAllChildren(block.current);
      setSaid(block === undefined ? 'Not allowed here: copy each block' : 'Selected: Ctrl+C');
    }
    setTimeout(() => setSaid(undefined), 3_000);
  };
  return (
    <button
      type="button"
      class="button"
      aria-label={label === undefined ? undefined : `${said ?? words}: ${label}`}
      onClick={() => void copy()}
    >
      {said ?? words}
    </button>
  );
}

interface CopyProps {
  readonly lines: readonly string[];
  readonly block?: RefObject<HTMLPreElement | null>;
  readonly words?: string;
  readonly label?: string;
}

function marked(line: string, marks: readonly string[]) {
  if (!marks.some((mark) => line.includes(mark))) return line;
  return line.split(new RegExp(`(?<![\\w-])(${marks.join('|')})(?![\\w-])`)).map((piece, place) => (place % 2 === 1 ? <mark key={place}>{piece}</mark> : piece)); // prettier-ignore
}
