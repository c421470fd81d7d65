import type { Outcome, ShownHealth } from '../../server/domain/feed.ts';
import { useRows } from '../watch.ts';
import { bytesText, count } from '../words/bytes.ts';
import { outcomes } from '../words/names.ts';
import { Panel } from './panel.tsx';

/** What each collector is called; another one by its own name. */
const collectorWords: Readonly<Record<string, string>> = {
  syslog: 'Syslog',
  traps: 'SNMP traps',
  show: 'Polls by show commands',
  snmp: 'Polls over SNMP',
  retention: 'Deleting by age',
  storage: 'Saving',
  room: 'Room on the disk',
  damage: 'Damaged files',
};

/** A collector in words. */
export function collectorName(collector: string): string {
  return Object.hasOwn(collectorWords, collector) ? (collectorWords[collector] ?? collector) : collector;
}

/** What came in and where each line ended: nothing is lost without being counted. */
export function Collectors() {
  const collectors = useRows('health');
  if (collectors === undefined || collectors.length === 0) return null;
  return (
    <Panel
      title="What was received"
      span="col-12"
      hint="since the start of each collector; every line, trap and poll is in one bucket"
    >
      <div class="collectors">
        {collectors.map((row) => (
          <Collector key={row.collector} row={row} />
        ))}
      </div>
    </Panel>
  );
}

function Collector({ row }: { readonly row: ShownHealth }) {
  const { effective, wanted } = row.receiveBuffer;
  // One that asks listens to nobody: it has no lines to sort, and no buffer.
  const listens = row.ports !== undefined || wanted > 0;
  const notes = Object.entries(row.notes ?? {});
  return (
    <section class="kv">
      <h3>{collectorName(row.collector)}</h3>
      {row.warnings.map((warning) => (
        <p key={warning} class="trouble">
          {warning}
        </p>
      ))}
      <div class="collectors__lists">
        <dl>
          {/* There are many reasons to refuse a trap: those that were, and a warning says each in words. */}
          {Object.entries(row.buckets)
            .filter(([name, value]) => row.collector !== 'traps' || value > 0 || name === 'passed')
            .map(([name, value]) => (
              <Line key={name} name={spoken(name)} value={count(value)} />
            ))}
        </dl>
        {listens && (
          <dl>
            {(Object.keys(outcomes) as Outcome[]).map((outcome) => (
              <Line
                key={outcome}
                name={`of these ${outcomes[outcome].name}`}
                hover={outcomes[outcome].means}
                value={count(row.outcomes[outcome])}
              />
            ))}
            <Line name="receive buffer" value={bufferText(effective, wanted)} />
            <Line name="waiting to be stored" value={bytesText(row.queuedBytes)} />
          </dl>
        )}
        {notes.length > 0 && (
          <dl>
            {notes.map(([name, value]) => (
              <Line key={name} name={spoken(name)} hover="counted beside the buckets" value={count(value)} />
            ))}
          </dl>
        )}
      </div>
    </section>
  );
}

/** How large the buffer is, and, where the system gave less than is wanted, or does not tell, what is. */
function bufferText(effective: number | null, wanted: number): string {
  if (effective === null) return `not told, ${bytesText(wanted)} wanted`;
  return effective < wanted ? `${bytesText(effective)} of ${bytesText(wanted)}` : bytesText(effective);
}

function Line({
  name,
  value,
  hover,
}: {
  readonly name: string;
  readonly value: string;
  readonly hover?: string | undefined;
}) {
  return (
    <div class="kv__row">
      <dt title={hover}>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** A bucket's name in words: `kernelDrops` is kernel drops. */
function spoken(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
