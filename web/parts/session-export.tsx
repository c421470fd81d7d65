import type { SessionRow } from '../../server/domain/feed.ts';
import { exportedFacts } from '../../server/domain/session-fact.ts';
import { count } from '../words/bytes.ts';
import { ExportMenu } from './export-menu.tsx';
import type { Column } from './session-columns.tsx';

/** The ways to take the sessions along. */
export function SessionExport({ sessions, columns, search, now }: SessionExportProps) {
  const facts = columns.map(({ key }) => key);
  return (
    <ExportMenu
      name="sessions"
      columns={facts}
      rows={sessions}
      cells={(session) => exportedFacts(session, facts, now)}
      shown={`${count(sessions().length)} rows, the table’s ${columns.length} columns`}
      all="All that match, from the record, with every column"
      note="Times are of ISO 8601, bytes and seconds whole numbers; no cell is a formula."
      search={search}
    />
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
