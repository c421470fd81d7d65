import { post } from './answer.ts';

/** Logs out, and begins anew as nobody. Resolves to why not, if so. */
export async function logOut(): Promise<string | undefined> {
  const answer = await post('/api/logout', {});
  if (answer.state === 'failed' && answer.status !== 401) return answer.why;
  location.assign('/');
  return undefined;
}
