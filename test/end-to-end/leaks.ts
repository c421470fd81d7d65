import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COOKIE } from './let-in.ts';
import type { Program } from './program.ts';

/** Every file of the folder by its path, byte by byte. */
export function everyFile(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name));
  return new Map(paths.map((path) => [path, readFileSync(path, 'latin1')]));
}

/** All that the API answers, by its own description of its paths. */
export async function everyAnswer(
  program: Program,
  cookie = COOKIE,
): Promise<{ readonly answers: string; readonly count: number }> {
  const text = async (path: string): Promise<string> =>
    (await fetch(`${program.url}${path}`, { headers: { cookie } })).text();
  const { paths } = JSON.parse(await text('/api/docs/json')) as { readonly paths: Readonly<Record<string, unknown>> };
  const { devices } = JSON.parse(await text('/api/devices')) as { readonly devices: readonly { name: string }[] };
  const { sessions } = JSON.parse(await text('/api/sessions?limit=20')) as {
    readonly sessions: readonly { id: number }[];
  };
  const asked = Object.keys(paths).flatMap((path) => {
    const names = devices.map(({ name }) => path.replace('{name}', encodeURIComponent(name)));
    const ids = sessions.map(({ id }) => path.replace('{id}', String(id)));
    return path.includes('{name}') ? names : path.includes('{id}') ? ids : [path];
  });
  const more = ['/metrics', '/api/messages?limit=500', '/api/messages?limit=500&messageId=111010'];
  const answers: string[] = [];
  for (const path of [...asked, ...more]) answers.push(await text(path));
  return { answers: answers.join('\n'), count: answers.length };
}
