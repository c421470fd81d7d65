import { useState } from 'preact/hooks';
import { pageOf } from '../../server/domain/alert/message.ts';
import type { AlertRow } from '../../server/domain/alert/row.ts';
import { useNow } from '../watch.ts';
import { aboutWords, mutedWords, severityStates, standing } from '../words/alerts.ts';
import type { AlertGroup } from '../words/alert-groups.ts';
import { measured } from '../words/rule.ts';
import { many } from '../words/bytes.ts';
import { plain } from '../words/plain.ts';
import { AlertActions, type Asking } from './alert-actions.tsx';
import { Status } from './status.tsx';
import { When } from './when.tsx';

/** What is being asked about one of the alerts. */
export interface Asked {
  readonly id: number;
  readonly what: Asking;
}

interface AlertGroupsProps {
  readonly groups: readonly AlertGroup[];
  readonly selected: number | undefined;
  readonly asked: Asked | undefined;
  readonly ask: (asked: Asked | undefined) => void;
}

/** So many of a group are shown unasked. */
const FEW = 10;

/** Open alerts by rule and place, the worst first. */
export function AlertGroups({ groups, ...shared }: AlertGroupsProps) {
  return (
    <>
      {groups.map((group) => (
        <Group key={group.key} group={group} {...shared} />
      ))}
    </>
  );
}

function Group({ group, selected, asked, ask }: Omit<AlertGroupsProps, 'groups'> & { readonly group: AlertGroup }) {
  const [isWhole, show] = useState(false);
  const { title, place, severity, rows } = group;
  const { state } = severityStates[severity];
  const shown = isWhole ? rows : rows.slice(0, FEW);
  return (
    <section class={`panel panel--${state} col-12`} data-group={group.key}>
      <div class="panel__head">
        <h2>{title}</h2>
        <span class="hint">{place}</span>
        <span class="panel__tools">{many(rows.length, 'alert')}</span>
      </div>
      <ol class="alerts">
        {shown.map((row) => (
          <Item
            key={row.id}
            row={row}
            isSelected={selected === row.id}
            asking={asked?.id === row.id ? asked.what : undefined}
            ask={(what) => ask(what === undefined ? undefined : { id: row.id, what })}
          />
        ))}
      </ol>
      {rows.length > FEW && (
        <button type="button" class="button after" aria-expanded={isWhole} onClick={() => show(!isWhole)}>
          {isWhole ? `Show the first ${FEW}` : `Show all ${rows.length}`}
        </button>
      )}
    </section>
  );
}

interface ItemProps {
  readonly row: AlertRow;
  readonly isSelected: boolean;
  readonly asking: Asking | undefined;
  readonly ask: (what: Asking | undefined) => void;
}

function Item({ row, isSelected, asking, ask }: ItemProps) {
  const now = useNow();
  const { id, severity, text, raisedAt, acknowledged } = row;
  const { state, name } = severityStates[severity];
  return (
    <li class="alert" data-alert={id} aria-current={isSelected ? 'true' : undefined}>
      <Status state={state}>{name}</Status>
      <span class="alert__what">
        <a href={`/alerts/${id}`}>{plain(text)}</a>
        <span class="alert__more">
          {measured(row)} · <AboutLink row={row} />
        </span>
        <span class="alert__more">
          since <When at={raisedAt} now={now} /> · {standing(row, now)}
          {acknowledged !== undefined && acknowledged.note !== '' && `: ${plain(acknowledged.note)}`}
        </span>
      </span>
      <AlertActions row={row} asking={asking} ask={ask} />
    </li>
  );
}

/** What the alert is about, which leads to its page. */
export function AboutLink({ row }: { readonly row: AlertRow }) {
  const path = pageOf(row.about, row.device);
  const words = aboutWords(row);
  if (words === '') return <>Tunnelwatch itself</>;
  return path === undefined ? <>{words}</> : <a href={path}>{words}</a>;
}

interface AlertTableProps {
  readonly rows: readonly AlertRow[];
  readonly label: string;
}

/** Alerts, a row each: for those that are over, and for the hand-over. */
export function AlertTable({ rows, label }: AlertTableProps) {
  const now = useNow();
  return (
    <table class="table table--wraps table--alerts" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Severity</th>
          <th scope="col">What happened</th>
          <th scope="col" class="from-tablet">
            About
          </th>
          <th scope="col">Raised</th>
          <th scope="col">Over</th>
          <th scope="col" class="from-tablet">
            Who has it
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const { id, severity, text, raisedAt, clearedAt, acknowledged, muted } = row;
          const { state, name } = severityStates[severity];
          return (
            <tr key={id} data-alert={id}>
              <td>
                <Status state={state}>{name}</Status>
              </td>
              <td>
                <a href={`/alerts/${id}`}>{plain(text)}</a>
                {muted !== undefined && <span class="hint"> {mutedWords[muted]}</span>}
              </td>
              <td class="from-tablet">
                <AboutLink row={row} />
              </td>
              <td data-head="Raised">
                <When at={raisedAt} now={now} />
              </td>
              <td data-head="Over">{clearedAt === undefined ? 'open' : <When at={clearedAt} now={now} />}</td>
              <td class="from-tablet">
                {acknowledged !== undefined && plain(acknowledged.by)}
                {acknowledged !== undefined && acknowledged.note !== '' && `: ${plain(acknowledged.note)}`}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
