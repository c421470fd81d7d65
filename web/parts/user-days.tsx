import { useMemo } from 'preact/hooks';
import { daysOf, type UserDay } from '../../server/domain/history.ts';
import { wholeSince, type Past } from '../past.ts';
import { whoPath } from '../place.ts';
import { useNow } from '../watch.ts';
import { count } from '../words/bytes.ts';
import { exactDuration } from '../words/session.ts';
import { clock, day, duration } from '../words/time.ts';
import { Panel } from './panel.tsx';

/** So many days are shown. */
const DAYS = 30;
const DAY = 86_400_000;

const startOfDay = (at: number) => new Date(at).setHours(0, 0, 0, 0);

/** The days on which a user was connected: when it began, how long, with which addresses. */
export function UserDays({ past }: { readonly past: Past }) {
  const now = useNow();
  // Not each second: what an active session adds shows by the minute.
  const minute = Math.floor(now / 60_000);
  const days = useMemo(() => daysOf(past.sessions, now, startOfDay).slice(0, DAYS), [past.sessions, minute]);
  const since =
    past.next.sessions === null
      ? undefined
      : wholeSince({ ...past, attempts: [], next: { ...past.next, attempts: null } });
  if (days.length === 0) return null;
  return (
    <Panel title="By day" hint="the days of this browser’s zone">
      <table class="table table--wraps table--days" aria-label="Days">
        <thead>
          <tr>
            <th scope="col" class="table__time">
              Day
            </th>
            <th scope="col">First login</th>
            <th scope="col" class="n" title="What several sessions have at once counts once">
              Connected
            </th>
            <th scope="col" class="n from-tablet">
              Logins
            </th>
            <th scope="col" class="n from-tablet" title="Sessions that go on where the same client lost one">
              Reconnects
            </th>
            <th scope="col">Addresses held</th>
          </tr>
        </thead>
        <tbody>
          {days.map((one) => (
            <DayRow key={one.day} one={one} isPart={since !== undefined && one.day < since} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** A day of which not all was fetched tells at least what is in it. */
function DayRow({ one, isPart }: { readonly one: UserDay; readonly isPart: boolean }) {
  return (
    <tr data-day={one.day}>
      <td class="table__time">{day(one.day + DAY / 2)}</td>
      <td>
        {isPart ? (
          <i class="hint">earlier ones were not fetched</i>
        ) : one.firstLogin === undefined ? (
          <i class="hint">went on from before</i>
        ) : (
          clock(one.firstLogin)
        )}
      </td>
      <td class="n" title={one.unsure ? 'an end was not reported' : exactDuration(one.connected)}>
        {isPart ? 'at least ' : one.unsure && 'about '}
        {duration(one.connected)}
      </td>
      <td class="n from-tablet">{count(one.logins)}</td>
      <td class="n from-tablet">{count(one.reconnects)}</td>
      <td class="mono sample">
        {one.addresses.length === 0 ? (
          <i class="hint">none told</i>
        ) : (
          one.addresses.map((address, index) => (
            <>
              {index > 0 && ', '}
              <a href={whoPath(address)}>{address}</a>
            </>
          ))
        )}
      </td>
    </tr>
  );
}
