import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where `vite build` puts the pages, seen from dist/server/commands. */
const WEB = fileURLToPath(new URL('../../web/', import.meta.url));

/** The folder of the built pages, or `undefined` if they are not built. */
export function webRoot(): string | undefined {
  return existsSync(`${WEB}index.html`) ? WEB : undefined;
}

/** Changes with every build of the pages: a page of another build loads itself anew. */
export function buildId(): string {
  const root = webRoot();
  return root === undefined ? 'none' : String(statSync(`${root}index.html`).mtimeMs);
}
