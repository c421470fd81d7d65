import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COOKIE, posting } from './let-in.ts';
import type { Program } from './program.ts';

/** Every file of the folder by its path, byte by byte. */
export function everyFile(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name));
  return new Map(paths.map((path) => [path, readFileSync(path, 'latin1')]));
}

/** All that the API answers, by its own description of its paths; an answer that is none fails. */
export async function everyAnswer(
  program: Program,
  cookie = COOKIE,
): Promise<{ readonly answers: string; readonly count: number }> {
  const text = async (path: string): Promise<string> => {
    const answer = await fetch(`${program.url}${path}`, { headers: { cookie } });
    const told = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${told}`);
    return told;
  };
  /** The values of a list that the API gives, as they stand in a path. */
  const rows = async (list: string, key: string, most = ''): Promise<readonly string[]> => {
    const told = JSON.parse(await text(`/api/${list}${most}`)) as Readonly<
      Record<string, readonly Readonly<Record<string, string | number | null | undefined>>[]>
    >; // as the API describes it
    const values = (told[list] ?? []).flatMap((row) => row[key] ?? []);
    return [...new Set(values)].map((value) => encodeURIComponent(value));
  };
  const few = '?limit=20';
  const devices = await rows('devices', 'name');
  /** What may stand in a path, or in the query that it cannot do without. */
  const filled: Readonly<Record<string, readonly string[]>> = {
    '/api/devices/{name}': devices,
    '/api/users/{name}': await rows('users', 'name', few),
    '/api/sessions/{id}': await rows('sessions', 'id', few),
    '/api/attempts/{id}': await rows('attempts', 'id', few),
    '/api/alerts/{id}': await rows('alerts', 'id', few),
    '/api/messages/{id}': await rows('messages', 'id', few),
    '/api/message-ids/{messageId}': await rows('messages', 'messageId', few),
    '/api/addresses/{address}': await rows('sessions', 'publicIp', few),
    '/api/pools/history?device={name}': devices,
    '/api/attempts/groups?by={key}': ['user'],
    '/api/series?chart={chart}': ['sessions', 'bytes', ...devices.map((name) => `pools&device=${name}`)],
    '/api/pairings?code={code}': [await codeOf(program.url)],
  };
  const { paths } = JSON.parse(await text('/api/docs/json')) as {
    readonly paths: Readonly<Record<string, { readonly get?: unknown }>>;
  };
  const reading = Object.entries(paths).flatMap(([path, { get }]) => (get === undefined ? [] : [path]));
  const asked = reading.flatMap((path) => {
    const [pattern, values] = Object.entries(filled).find(([one]) => path === one.split('?')[0] || path.startsWith(`${one}/`)) ?? []; // prettier-ignore
    if (pattern === undefined || values === undefined) return [path];
    const whole = pattern.includes('?') ? pattern : path;
    return values.map((value) => whole.replace(/\{\w+\}/, value));
  });
  const more = ['/api/messages?limit=500', '/api/messages?limit=500&messageId=111010'];
  const answers: string[] = [];
  for (const path of [...asked, ...more]) answers.push(await text(path));
  return { answers: answers.join('\n'), count: answers.length };
}

/** The code of a screen that waits to be let in. */
async function codeOf(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/pairings`, { method: 'POST', headers: posting(url), body: '{}' });
  if (!answer.ok) throw new Error(`/api/pairings: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { readonly code: string }).code;
}
