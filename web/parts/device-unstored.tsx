import { storingWords } from '../../server/domain/storing.ts';
import { useAnswer } from '../answer.ts';
import { useBeat } from '../beat.ts';
import { count } from '../words/bytes.ts';
import { plain } from '../words/plain.ts';
import { sentence } from '../words/sentence.ts';
import { storingHint } from '../words/storing.ts';
import { Panel } from './panel.tsx';
import { When } from './when.tsx';

const FEW = 12;

/** What the API tells of a message ID that was counted instead of stored. */
interface Unstored {
  readonly messageId: number | null;
  readonly count: number;
  readonly last: number;
}

/** Which messages of a device are stored, and what of the last day was counted instead. */
export function DeviceUnstored({ name, storing, now }: DeviceUnstoredProps) {
  const path = `/api/devices/${encodeURIComponent(name)}/unstored?limit=${FEW + 1}`;
  const asked = useAnswer<{ readonly unstored: readonly Unstored[] }>(path, useBeat());
  const rows = asked.value?.unstored ?? [];
  return (
    <Panel title="What is stored" span="col-12" hint={storingWords(storing)}>
      {asked.state === 'failed' && <p class="trouble">The counts cannot be told: {sentence(asked.why)}</p>}
      {rows.length > 0 ? (
        <table class="table table--wraps table--short" aria-label="Counted instead of stored">
          <thead>
            <tr>
              <th scope="col">Message</th>
              <th scope="col" class="n">
                Counted in 24 h
              </th>
              <th scope="col" class="table__time">
                Last minute
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, FEW).map((row) => (
              <tr key={row.messageId} data-unstored={row.messageId ?? 'others'}>
                <td class="mono">{row.messageId === null ? 'others' : String(row.messageId).padStart(6, '0')}</td>
                <td class="n">{count(row.count)}</td>
                <td class="table__time">
                  <When at={row.last} now={now} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        asked.value !== undefined && <p class="needs">Nothing was left out in the last 24 h.</p>
      )}
      {rows.length > FEW && <p class="hint after">The {FEW} most frequent; the API tells them all.</p>}
      <p class="hint after">
        {storingHint(storing)} <code>tunnelwatch device store {plain(name)} {storing === 'all' ? 'vpn' : 'all'}</code>
      </p>
    </Panel>
  );
} // prettier-ignore

interface DeviceUnstoredProps {
  readonly name: string;
  /** As `device store` takes it. */
  readonly storing: string;
  readonly now: number;
}
