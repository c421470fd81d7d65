import { useMemo } from 'preact/hooks';
import { byUrgency, type AlertRow } from '../server/domain/alert/row.ts';
import { post } from './answer.ts';
import { useRows } from './watch.ts';

/** As many alerts as the live view has room for. */
export const MOST_LIVE = 1000;

/** The alerts of the live view, those that ask for somebody first; of some head-ends alone, if so. */
export function useAlerts(names?: ReadonlySet<string>): readonly AlertRow[] | undefined {
  const rows = useRows('alerts');
  return useMemo(
    () =>
      rows?.filter(({ device }) => names === undefined || (device !== undefined && names.has(device))).sort(byUrgency),
    [rows, names],
  );
}

/** Has something done about alerts. Resolves to why it was not, if so. */
export async function act(path: string, body: unknown): Promise<string | undefined> {
  const answer = await post(`/api/alerts/${path}`, body);
  return answer.state === 'failed' ? answer.why : undefined;
}
