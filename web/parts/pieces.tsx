import { pieces } from '../words/logging.ts';

/** A text whose commands stand between backticks. */
export function Pieces({ text }: { readonly text: string }) {
  return (
    <>
      {pieces(text).map((piece, place) =>
        piece.command ? <code key={place}>{piece.text}</code> : <span key={place}>{piece.text}</span>,
      )}
    </>
  );
}
