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
            <Head first="Collector" />
            <tbody>
              {lines.map((line) => (
                <CollectorLine key={line.collector} line={line} name={collectorName(line.collector)} />
              ))}
              {lines.length > 1 && <CollectorLine line={total} name="All" />}
            </tbody>
          </table>
        </div>
      )}
      {polls.length > 0 && (
        <div class="scroll ledger" tabIndex={0} role="region" aria-label="Ledger of polls">
          <table class="table" aria-label="Ledger of polls">
            <PollHead />
            <tbody>
              {polls.map((line) => (
                <PollRow key={line.collector} line={line} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length > 0 && (
        <div class="scroll ledger" tabIndex={0} role="region" aria-label="Ledger by sender">
          <table class="table" aria-label="Ledger by sender">
            <Head first="Sender" />
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

function Head({ first }: { readonly first: string }) {
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        <th
          scope="col"
          class="n"
          title="received, or dropped by the kernel before; the kernel does not tell whose they were"
        >
          Sent
        </th>
        <th scope="col" class="n" title="stored, or passed on to be stored">
          Kept
        </th>
        <th scope="col">Elsewhere</th>
        <th scope="col" class="n" title="messages that wait to be stored">
          Waiting
        </th>
        <th scope="col" class="n" title="sent, less everything else in this line">
          Residual
        </th>
      </tr>
    </thead>
  );
}

function PollHead() {
  return (
    <thead>
      <tr>
        <th scope="col">Polls</th>
        <th scope="col" class="n" title="polls whose time has come">
          Due
        </th>
        <th scope="col" class="n" title="answered, wholly or in part">
          Answered
        </th>
        <th scope="col">Elsewhere</th>
        <th scope="col" class="n" title="polls that are not over, or wait to be stored">
          Under way
        </th>
        <th scope="col" class="n" title="due, less everything else in this line">
          Residual
        </th>
      </tr>
    </thead>
  );
}

function PollRow({ line }: { readonly line: PollLine }) {
  return (
    <tr data-ledger={line.collector}>
      <td>{collectorName(line.collector)}</td>
      <td class="n">{count(line.due)}</td>
      <td class="n">{count(keptOf(line))}</td>
      <td>
        <Ends ends={endsOf(line)} />
      </td>
      <td class="n">{count(line.queued)}</td>
      <Residual value={line.residual} />
    </tr>
  );
}

function CollectorLine({ line, name }: { readonly line: LedgerLine; readonly name: string }) {
  return (
    <tr data-ledger={line.collector}>
      <td>{name}</td>
      <td class="n">{count(line.sent)}</td>
      <td class="n">{count(keptOf(line))}</td>
      <td>
        <Ends ends={endsOf(line)} />
      </td>
      <td class="n">{count(line.queued)}</td>
      <Residual value={line.residual} />
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
      <td class="n">{count(line.received)}</td>
      <td class="n">{count(line.stored)}</td>
      <td>
        <Ends ends={ends} />
      </td>
      <td class="n">{count(line.queued)}</td>
      <Residual value={line.residual} />
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

function Residual({ value }: { readonly value: number }) {
  return <td class="n">{value === 0 ? '0' : <Status state="crit">{count(value)}</Status>}</td>;
}
