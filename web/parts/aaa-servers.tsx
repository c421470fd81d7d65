import type { AaaRow } from '../../server/domain/aaa.ts';
import type { DeviceRow } from '../../server/domain/feed.ts';
import { messagesPath } from '../place.ts';
import type { Lately } from '../lately.ts';
import { pastOf } from '../seen.ts';
import { useNow } from '../watch.ts';
import { aaaName, aaaState, aaaWords } from '../words/aaa.ts';
import { count, many } from '../words/bytes.ts';
import { plain } from '../words/plain.ts';
import { pastWords } from '../words/trend.ts';
import { worst } from '../words/verdict.ts';
import { aaaFreshness, isOld, type WallTold } from '../words/wall-facts.ts';
import { Panel } from './panel.tsx';
import { Source } from './source.tsx';
import { Status } from './status.tsx';

/** As many as fit a glance. */
const FEW = 8;

interface AaaProps {
  /** Absent until they have come. */
  readonly servers: readonly AaaRow[] | undefined;
  readonly devices: readonly DeviceRow[];
  readonly told: WallTold | undefined;
  /** Whose past is remembered. */
  readonly place: string;
  readonly lately: Lately;
}

/** The AAA servers that the head-ends ask, the abnormal ones first. */
export function AaaServers({ servers = [], devices, told, place: key, lately }: AaaProps) {
  const now = useNow();
  const known = servers.map((row) => {
    const old = isOld(aaaFreshness(row, { devices, told }, now));
    return { row, old };
  });
  const seen = known.filter(({ old }) => !old).map(({ row }) => row);
  const rows = known
    .map(({ row, old }) => ({ row, old, state: aaaState(row, seen, old, now) }))
    .sort((one, other) =>
      one.state === other.state
        ? one.row.device.localeCompare(other.row.device)
        : worst([one.state, other.state]) === one.state
          ? -1
          : 1,
    );
  const answering = rows.filter(({ state }) => state === 'ok').length;
  const past = pastOf(`${key} aaa`, answering, Math.floor(now / 10_000) * 10_000, lately.sum('aaa.answering'));
  const trend = pastWords(past, count);
  return (
    <Panel
      title="AAA servers"
      hint={
        rows.length === 0
          ? 'abnormal first'
          : `${many(answering, 'answers', 'answer')}; ${trend === '' ? 'no trend yet' : trend}`
      }
      state={rows.length === 0 ? 'unknown' : worst(rows.map(({ state }) => state))}
    >
      {rows.length === 0 && (
        <p class="needs">
          None was told of: a head-end lists them when it is polled, and its messages name those that fail.
        </p>
      )}
      <div class="rows">
        {rows.slice(0, FEW).map(({ row, old, state }) => (
          <a
            key={`${row.device}/${row.group ?? ''}/${row.server ?? ''}`}
            class={old ? 'rows__row rows__row--aaa is-stale' : 'rows__row rows__row--aaa'}
            href={messagesPath(row.device)}
            data-aaa={`${row.device}/${row.server ?? row.group ?? ''}`}
          >
            <Status state={state} />
            <span class="cut">
              {aaaName(row)}{' '}
              <span class="hint">
                {[row.group, row.device].flatMap((word) => (word === undefined ? [] : plain(word))).join(' on ')}
              </span>
            </span>
            <span class="hint rows__n">{aaaWords(row, old, now)}</span>
            <Source from={row.source} at={row.at} fixed={!old} />
          </a>
        ))}
      </div>
      {rows.length > FEW && <p class="hint after">and {many(rows.length - FEW, 'more server')}, none of them worse</p>}
    </Panel>
  );
}
