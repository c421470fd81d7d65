import type { State } from '../words/verdict.ts';

/** Each state has a shape of its own, so that colour is never the only sign; `mark` is ours. */
export function Shape({ name }: { readonly name: State | 'mark' }) {
  return (
    <svg class="shape" viewBox="0 0 16 16" aria-hidden="true">
      {drawings[name]}
    </svg>
  );
}

const drawings = {
  ok: <circle cx="8" cy="8" r="5.5" />,
  warn: <path d="M8 1 15.5 14.5H.5z" />,
  crit: <path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z" />,
  unknown: (
    <>
      <path d="M2 2h12v12H2z" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2.4 1.6" />
      <path d="M5.6 6.2a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1 .7-1 1.3" fill="none" stroke="currentColor" stroke-width="1.6" />
      <circle cx="8" cy="11.8" r="1" />
    </>
  ),
  maint: (
    <path d="M14.6 4.2 12 6.8 9.2 4l2.6-2.6a4.2 4.2 0 0 0-5.3 5.3l-5.2 5.2a2 2 0 0 0 2.8 2.8l5.2-5.2a4.2 4.2 0 0 0 5.3-5.3z" />
  ),
  mark: (
    <>
      <path
        d="M1.5 8a6.5 6.5 0 0 1 13 0M4.5 8a3.5 3.5 0 0 1 7 0"
        fill="none"
        stroke="currentColor"
        stroke-width="1.6"
      />
      <path d="M.7 8h14.6v6H.7z" fill="none" stroke="currentColor" stroke-width="1.4" />
    </>
  ),
} as const;
