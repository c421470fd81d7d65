import { csvLine } from '../../server/domain/csv.ts';
import type { SessionRow } from '../../server/domain/feed.ts';
import { exportedFacts, type SessionFact } from '../../server/domain/session-fact.ts';
import { soon } from '../soon.ts';
import { count } from '../words/bytes.ts';
import { Menu } from './menu.tsx';
import type { Column } from './session-columns.tsx';

/** The ways to take the sessions along: what is shown, and all that matches of what is stored. */
export function SessionExport({ sessions, columns, search, now }: SessionExportProps) {
  const facts = columns.map(({ key }) => key);
  return (
    <Menu name="Export">
      <div class="menu__box">
        <p class="hint">
          What is shown: {count(sessions().length)} rows, the table’s {columns.length} columns
        </p>
        <span class="menu__row">
          <button
            type="button"
            class="button"
            onClick={() => void save('sessions-shown.csv', 'text/csv', csv(sessions(), facts, now))}
          >
            CSV
          </button>
          <button
            type="button"
            class="button"
            onClick={() => void save('sessions-shown.json', 'application/json', json(sessions(), facts, now))}
          >
            JSON
          </button>
        </span>
        <p class="hint">All that match, from the record, with every column</p>
        <span class="menu__row">
          <a class="button" href={`/api/sessions.csv?${search}`} download="sessions.csv">
            CSV
          </a>
          <a class="button" href={`/api/sessions.json?${search}`} download="sessions.json">
            JSON
          </a>
        </span>
        <p class="hint">Times are of ISO 8601, bytes and seconds whole numbers; no cell is a formula.</p>
      </div>
    </Menu>
  );
}

interface SessionExportProps {
  /** The rows in their order, at the moment of asking. */
  readonly sessions: () => readonly SessionRow[];
  readonly columns: readonly Column[];
  /** The query of the API that finds the same. */
  readonly search: string;
  readonly now: number;
}

/** Rows that are written at once: the page stands still no longer. */
const AT_ONCE = 200;

function* csv(sessions: readonly SessionRow[], facts: readonly SessionFact[], now: number): Generator<string> {
  yield csvLine(facts);
  for (let from = 0; from < sessions.length; from += AT_ONCE) {
    const some = sessions.slice(from, from + AT_ONCE);
    yield some.map((session) => csvLine(exportedFacts(session, facts, now))).join('');
  }
}

function* json(sessions: readonly SessionRow[], facts: readonly SessionFact[], now: number): Generator<string> {
  yield '[';
  for (let from = 0; from < sessions.length; from += AT_ONCE) {
    const rows = sessions.slice(from, from + AT_ONCE).map((session) => {
      const values = exportedFacts(session, facts, now);
      return JSON.stringify(Object.fromEntries(facts.map((name, place) => [name, values[place]])), null, 1);
    });
    yield `${from === 0 ? '\n' : ',\n'}${rows.join(',\n')}`;
  }
  yield '\n]\n';
}

async function save(name: string, type: string, text: Generator<string>): Promise<void> {
  const parts: string[] = [];
  for (const part of text) {
    parts.push(part);
    await new Promise<void>((resolve) => soon(resolve));
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(parts, { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  // The browser takes it up after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
