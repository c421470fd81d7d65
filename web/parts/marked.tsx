import { pieces } from '../words/messages.ts';

/** Text of the network with what was searched for marked in it. */
export function Marked({ text, sought }: { readonly text: string; readonly sought: readonly string[] }) {
  return (
    <>{pieces(text, sought).map((piece, at) => (piece.isMatch ? <mark key={at}>{piece.text}</mark> : piece.text))}</>
  );
}
