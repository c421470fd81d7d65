import {
  isBalanced,
  type Ledger as Told,
  type LedgerLine,
  type PollLine,
  type SenderLine,
} from '../../server/domain/ledger.ts';
import { useAnswer } from '../answer.ts';
import { useBeat } from '../beat.ts';
import { count, many } from '../words/bytes.ts';
import { endsOf, keptOf, ledgerSaid, MOST_SENDERS, senderName } from '../words/ledger.ts';
import { plain } from '../words/plain.ts';
import { collectorName } from './collectors.tsx';
import { Panel } from './panel.tsx';
import { Status } from './status.tsx';

/** The books: where everything went that was received since the start, by collector and by sender; a residual that is not 0 is marked. */
export function Ledger() {
  const answer = useAnswer<Told>('/api/ledger', useBeat());
  const { value } = answer;
  if (value === undefined) return answer.state === 'failed' ? <p class="trouble col-12">The ledger cannot be told now: {answer.why}.</p> : null; // prettier-ignore
  const { lines, total, senders, polls } = value;
  if (lines.length + polls.length === 0) return null;
  const shown = senders.slice(0, MOST_SENDERS);
  return (
    <Panel title="Ledger" span="col-12" state={isBalanced(value) ? 'ok' : 'crit'} hint={ledgerSaid(value)}>
      {lines.length > 0 && (
        <div class="scroll ledger" tabIndex={0} role="region" aria-label="Ledger by collector">
          <table class="table" aria-label="Ledger by collector">
            <Head first="Collector" {...messages} />
            <tbody>
              {lines.map((line) => (
                <CollectorLine key={line.collector} line={line} came={line.sent} name={collectorName(line.collector)} />
              ))}
              {lines.length > 1 && <CollectorLine line={total} came={total.sent} name="All" />}
            </tbody>
          </table>
        </div>
      )}
      {polls.length > 0 && (
        <div class="scroll ledger" tabIndex={0} role="region" aria-label="Ledger of polls">
          <table class="table" aria-label="Ledger of polls">
            <Head first="Polls" {...polled} />
            <tbody>
              {polls.map((line) => (
                <CollectorLine key={line.collector} line={line} came={line.due} name={collectorName(line.collector)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length > 0 && (
        <div class="scroll ledger" tabIndex={0} role="region" aria-label="Ledger by sender">
          <table class="table" aria-label="Ledger by sender">
            <Head first="Sender" {...messages} />
            <tbody>
              {shown.map((line) => (
                <SenderRow key={line.from ?? ''} line={line} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {senders.length > shown.length && (
        <p class="hint">
          and {many(senders.length - shown.length, 'further sender')}: <code>tunnelwatch ledger</code>
        </p>
      )}
    </Panel>
  );
}

/** What the columns of a table are called, and what that means. */
interface Heads {
  readonly first: string;
  readonly came: readonly [name: string, means: string];
  readonly kept: readonly [name: string, means: string];
  readonly left: readonly [name: string, means: string];
}

const messages = {
  came: ['Sent', 'received, or dropped by the kernel before; the kernel does not tell whose they were'],
  kept: ['Kept', 'stored, or passed on to be stored'],
  left: ['Waiting', 'messages that wait to be stored'],
} as const;
const polled = {
  came: ['Due', 'polls whose time has come'],
  kept: ['Answered', 'answered, wholly or in part'],
  left: ['Under way', 'polls that are not over, or wait to be stored'],
} as const;

function Head({ first, came, kept, left }: Heads) {
  const figure = ([name, means]: Heads['came']) => (
    <th scope="col" class="n" title={means}>
      {name}
    </th>
  );
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        {figure(came)}
        {figure(kept)}
        <th scope="col">Elsewhere</th>
        {figure(left)}
        {figure(['Residual', 'what came, less everything else in this line'])}
      </tr>
    </thead>
  );
}

interface FiguresProps {
  readonly came: number;
  readonly kept: number;
  readonly ends: ReturnType<typeof endsOf>;
  readonly left: number;
  readonly residual: number;
}

/** The cells of a line behind its name. */
function Figures({ came, kept, ends, left, residual }: FiguresProps) {
  return (
    <>
      <td class="n">{count(came)}</td>
      <td class="n">{count(kept)}</td>
      <td>
        <Ends ends={ends} />
      </td>
      <td class="n">{count(left)}</td>
      <td class="n">{residual === 0 ? '0' : <Status state="crit">{count(residual)}</Status>}</td>
    </>
  );
}

/** A line of a collector: what came to it, or what it was to ask. */
function CollectorLine({
  line,
  came,
  name,
}: {
  readonly line: LedgerLine | PollLine;
  readonly came: number;
  readonly name: string;
}) {
  return (
    <tr data-ledger={line.collector}>
      <td>{name}</td>
      <Figures came={came} kept={keptOf(line)} ends={endsOf(line)} left={line.queued} residual={line.residual} />
    </tr>
  );
}

function SenderRow({ line }: { readonly line: SenderLine }) {
  const ends = [
    { words: 'counted instead of stored', count: line.counted, lost: false },
    { words: 'empty or refused', count: line.refused, lost: false },
    { words: 'lost', count: line.lost, lost: true },
  ].filter((end) => end.count > 0);
  return (
    <tr data-sender={line.from ?? 'others'}>
      <td>
        {plain(senderName(line))}
        {line.from !== null && line.device !== null && line.device !== line.from && (
          <span class="hint"> {plain(line.from)}</span>
        )}
      </td>
      <Figures came={line.received} kept={line.stored} ends={ends} left={line.queued} residual={line.residual} />
    </tr>
  );
}

function Ends({ ends }: { readonly ends: ReturnType<typeof endsOf> }) {
  if (ends.length === 0) return <span class="hint">nothing</span>;
  return (
    <>
      {ends.map((end, place) => {
        const said = `${count(end.count)} ${end.words}`;
        return (
          <span key={end.words}>
            {place > 0 && ', '}
            {end.lost ? <Status state="warn">{said}</Status> : said}
          </span>
        );
      })}
    </>
  );
}
