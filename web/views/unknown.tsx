import type { UnknownRow } from '../../server/domain/feed.ts';
import { useAnswer } from '../answer.ts';
import { usePlace } from '../asked.ts';
import { useBeat } from '../beat.ts';
import { Loading } from '../parts/loading.tsx';
import { Panel } from '../parts/panel.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { When } from '../parts/when.tsx';
import { useNow } from '../watch.ts';
import { count } from '../words/bytes.ts';
import { outcomes } from '../words/names.ts';
import { plain } from '../words/plain.ts';
import { sentence } from '../words/sentence.ts';
import { messagesOf, sixDigits, unknownVerdict, whys } from '../words/unknown.ts';

/** As many as the API gives at once. */
const MOST = 1000;

/** What is not understood, counted by device and message ID, or OID of a trap. */
export function Unknown() {
  const now = useNow();
  const path = `/api/unknown?limit=${MOST}`;
  const answer = useAnswer<{ readonly unknown: readonly UnknownRow[] }>(path, useBeat());
  const { names } = usePlace();
  const rows = answer.value?.unknown.filter(({ device }) => names?.has(device) ?? true);
  if (rows === undefined && answer.state !== 'failed') return <Loading what="what is not understood" />;
  const said = answer.state === 'failed' ? failed(answer.why) : unknownVerdict(rows ?? []);
  return (
    <main class="page">
      <Verdict said={said}>
        <a href="/messages">All messages</a>
      </Verdict>
      {rows !== undefined && rows.length > 0 && (
        <Panel title="What is not understood" span="col-12" hint="the most frequent first, since this database began">
          <Tallies rows={rows} now={now} />
          {answer.value?.unknown.length === MOST && <p class="hint after">The {count(MOST)} most frequent.</p>}
        </Panel>
      )}
    </main>
  );
}

function failed(why: string) {
  return { state: 'unknown', text: 'What is not understood cannot be told.', more: sentence(why) } as const;
}

function Tallies({ rows, now }: { readonly rows: readonly UnknownRow[]; readonly now: number }) {
  return (
    <table class="table table--wraps" aria-label="What is not understood">
      <thead>
        <tr>
          <th scope="col" class="from-tablet">
            Head-end
          </th>
          <th scope="col" class="table__id">
            Message ID, or trap
          </th>
          <th scope="col">What became of it</th>
          <th scope="col" class="n">
            Count
          </th>
          <th scope="col" class="from-laptop">
            First
          </th>
          <th scope="col" class="from-tablet">
            Last
          </th>
          <th scope="col" class="from-tablet">
            The last of them
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.device} ${row.messageId} ${row.oid} ${row.outcome}`}>
            <td class="from-tablet">{plain(row.device)}</td>
            <td class="table__id">
              <span class="mono">
                <Identity row={row} />
              </span>
              <div class="hint until-tablet">{plain(row.device)}</div>
            </td>
            <td>
              {row.outcome === 'others' ? 'others' : outcomes[row.outcome].name}
              <div class="hint">{whys[row.outcome]}</div>
              <div class="hint until-tablet">
                last <When at={row.last} now={now} />
              </div>
              <div class="mono sample until-tablet">{plain(row.sample)}</div>
            </td>
            <td class="n">{count(row.count)}</td>
            <td class="table__time from-laptop">
              <When at={row.first} now={now} />
            </td>
            <td class="table__time from-tablet">
              <When at={row.last} now={now} />
            </td>
            <td class="mono sample from-tablet">{plain(row.sample)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Identity({ row }: { readonly row: UnknownRow }) {
  const href = messagesOf(row);
  const name = row.messageId === null ? (row.oid ?? 'no ID') : sixDigits(row.messageId);
  return href === undefined ? <>{name}</> : <a href={href}>{name}</a>;
}
