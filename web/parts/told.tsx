import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** A line that says what was done; whoever did it stands there then, for the button that was pressed goes away with its row. */
export function useTold(): readonly [line: VNode, tell: (text: string) => void] {
  const line = useRef<HTMLSpanElement>(null);
  const [said, say] = useState({ text: '' });
  useEffect(() => {
    if (said.text !== '') line.current?.focus();
  }, [said]);
  return [
    <span key="told" role="status" tabIndex={-1} ref={line}>
      {said.text}
    </span>,
    (text) => say({ text }),
  ];
}
