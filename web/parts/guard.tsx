import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';

/** A page that fails says so: a blank one, or a half one, could pass for good news. */
export function Guard({ children }: { readonly children: ComponentChildren }) {
  const boundary = useErrorBoundary((error: unknown) => console.error(error));
  const failed: unknown = boundary[0];
  const again = boundary[1];
  if (failed === undefined) return <>{children}</>;
  return (
    <main class="page">
      <section class="col-12">
        <h1 class="verdict verdict--crit">This page has failed, and shows nothing.</h1>
        <p class="verdict__more">The fault is ours; the server may be well. The browser's console has the details.</p>
        <p class="after">
          <button type="button" class="button" onClick={again}>
            Try again
          </button>
        </p>
      </section>
    </main>
  );
}
