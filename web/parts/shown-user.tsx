import { shownUser } from '../words/attempts.ts';

/** A user, or what is said in place of the name; why, on hover. */
export function ShownUser({ user, asked }: { readonly user: string | undefined; readonly asked?: string }) {
  const { text, known, why } = shownUser(user, asked);
  return known ? (
    <span title={why ?? text}>{text}</span>
  ) : (
    <i class="hint" title={why}>
      {text}
    </i>
  );
}
