import { BLANKS, type Block } from '../words/asa-blocks.ts';
import { Commands } from './copy.tsx';
import { Pieces } from './pieces.tsx';
import { Status } from './status.tsx';

/** Lines to paste, with what they do and what to beware of. */
export function AsaBlock({ block }: { readonly block: Block }) {
  const { id, title, lines, texts, beware } = block;
  return (
    <section class="asa-block" data-block={id}>
      <h3>
        <Pieces text={title} />
      </h3>
      {texts.map((text) => (
        <p key={text}>
          <Pieces text={text} />
        </p>
      ))}
      {beware !== undefined && (
        <p class="asa-block__beware">
          <Status state="warn">Beware</Status> <Pieces text={beware} />
        </p>
      )}
      <Commands lines={lines} mark={BLANKS} label={title.replaceAll('`', '')} />
    </section>
  );
}
