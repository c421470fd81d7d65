import { useEffect } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { sayTitle } from '../title.ts';
import type { Verdict as Said } from '../words/verdict.ts';
import { Shape } from './shape.tsx';

/** The first line of a page: a sentence that says what is true now. The browser's tab says it too. */
export function Verdict({ said, children }: { readonly said: Said; readonly children?: ComponentChildren }) {
  useEffect(() => {
    sayTitle(said.text);
  }, [said.text]);
  return (
    <section class="col-12">
      <h1 class={`verdict verdict--${said.state}`}>
        {said.state !== 'ok' && <Shape name={said.state} />}
        {said.text}
      </h1>
      {(said.more !== '' || children !== undefined) && (
        <p class="verdict__more">
          {said.more} {children}
        </p>
      )}
    </section>
  );
}
