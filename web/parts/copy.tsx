import { useRef, useState } from 'preact/hooks';
import { copyText } from '../clipboard.ts';

/** Lines to paste elsewhere, with a button that copies them. `mark` is what has to be filled in first. */
export function Commands({ lines, mark }: { readonly lines: readonly string[]; readonly mark?: string }) {
  const [said, setSaid] = useState('Copy');
  const block = useRef<HTMLPreElement>(null);
  const copy = async () => {
    if (await copyText(`${lines.join('\n')}\n`)) setSaid('Copied');
    else {
      if (block.current !== null) getSelection()?.selectAllChildren(block.current);
      setSaid('Selected: Ctrl+C');
    }
    setTimeout(() => setSaid('Copy'), 3_000);
  };
  return (
    <div class="commands">
      <pre class="raw" ref={block} tabIndex={0}>
        {lines.map((line) => (
          <code key={line} class={line.startsWith('!') ? 'raw__note' : undefined}>
            {marked(line, mark)}
            {'\n'}
          </code>
        ))}
      </pre>
      <button type="button" class="button" onClick={() => void copy()}>
        {said}
      </button>
    </div>
  );
}

function marked(line: string, mark: string | undefined) {
  if (mark === undefined || !line.includes(mark)) return line;
  const [before, after] = line.split(mark);
  return (
    <>
      {before}
      <mark>{mark}</mark>
      {after}
    </>
  );
}
